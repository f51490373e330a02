/* match.h - which rule of the policy decides about a NIC */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "xml/guest.h"
#include "xml/policy.h"

struct match_result {
	const struct rule *rule;  /* NULL: none matches */
	bool open;                /* whether the rule matches is not known … */
	enum match_field unknown; /* … because this is not */
	const char *not_ours;     /* why no rule governs the NIC at all, else NULL */
};

/* The first rule that matches; or, open, the first that might, before any that surely
 * does. */
struct match_result match_nic(const struct policy *policy, const struct guest *guest,
			      const struct nic *nic);

/* What is in force where there is no policy file: its one rule has no file, and attaches
 * to the bridge that carries the default route. */
extern const struct policy builtin_policy;
