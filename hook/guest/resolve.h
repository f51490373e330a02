/* resolve.h - a rule with what a guest's names say, in place of what it captures */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/capture.h"
#include "netcore/error.h"
#include "xml/rule.h"

/* The rule as if its values were literals: each is checked as one. What it does not use
 * of captures it shares with the rule. The caller frees it. -EINVAL: a value is not
 * valid, -ENOMEM. */
int rule_resolve(const struct rule *rule, const struct captures *captures,
		 struct rule **ret, struct error *err);
