/* policy_bridges.h - <bridge> and <map> of a policy */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "xml/policy.h"
#include "xml/walk.h"

/* Adds one, which is read into. */
void policy_bridges_add(struct walk *walk, struct policy *policy, const char *file);
void policy_bridges_add_map(struct walk *walk, struct policy *policy, const char *file);

/* walk_object() is the bridge. */
void policy_bridges_read_mac(struct walk *walk, const struct attribute *attribute,
			     const char *value);
void policy_bridges_read_option(struct walk *walk, const struct attribute *attribute,
				const char *value);
void policy_bridges_end(struct walk *walk, const char *text);
