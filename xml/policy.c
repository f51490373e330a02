/* policy.c - the policy as plain values: its rules, and the bridges that are its own */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/policy.h"

#include <stdlib.h>
#include <string.h>

const struct policy_bridge *policy_find_bridge(const struct policy *policy,
					       const char *name)
{
	for (size_t i = 0; i < policy->bridge_count; i++)
		if (!strcmp(policy->bridges[i].name, name))
			return &policy->bridges[i];
	return NULL;
}

const struct policy_map *policy_find_map(const struct policy *policy, const char *bridge)
{
	for (size_t i = 0; i < policy->map_count; i++)
		if (!strcmp(policy->maps[i].bridge, bridge))
			return &policy->maps[i];
	return NULL;
}

bool policy_has_antispoof(const struct policy *policy)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		if (policy->rules[i].attach.antispoof.on)
			return true;
	return false;
}

bool policy_filters(const struct policy *policy)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		if (attach_filters(&policy->rules[i].attach))
			return true;
	return false;
}

bool policy_has_route(const struct policy *policy)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		if (policy->rules[i].action == RULE_ROUTE)
			return true;
	return false;
}

bool policy_forwards_by(const struct policy *policy, const char *device)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		if (policy->rules[i].action == RULE_ROUTE &&
		    !strcmp(policy->rules[i].route.dev, device))
			return true;
	return false;
}

bool policy_asks(const struct policy *policy, enum match_field field)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		for (size_t k = 0; k < policy->rules[i].match_count; k++)
			if (policy->rules[i].matches[k].want[field])
				return true;
	return false;
}

void policy_clear(struct policy *policy)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		rule_clear(&policy->rules[i]);
	free(policy->rules);
	free(policy->bridges);
	free(policy->maps);
	for (size_t i = 0; i < policy->file_count; i++)
		free(policy->files[i]);
	free(policy->files);
	*policy = (struct policy){};
}
