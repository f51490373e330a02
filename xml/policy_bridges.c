/* policy_bridges.c - <bridge> and <map> of a policy */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/policy_bridges.h"

#include "netcore/array.h"
#include "xml/policy_options.h"
#include "xml/values.h"

void policy_bridges_add(struct walk *walk, struct policy *policy, const char *file)
{
	struct policy_bridge *bridge;

	if (!array_grow(&policy->bridges, policy->bridge_count, sizeof(*policy->bridges)))
		return walk_out_of_memory(walk);
	bridge = &policy->bridges[policy->bridge_count++];
	*bridge = (struct policy_bridge){.file = file, .line = walk->line};
	walk_set_object(walk, bridge);
}

void policy_bridges_add_map(struct walk *walk, struct policy *policy, const char *file)
{
	struct policy_map *map;

	if (!array_grow(&policy->maps, policy->map_count, sizeof(*policy->maps)))
		return walk_out_of_memory(walk);
	map = &policy->maps[policy->map_count++];
	*map = (struct policy_map){.file = file, .line = walk->line};
	walk_set_object(walk, map);
}

void policy_bridges_read_mac(struct walk *walk, const struct attribute *attribute,
			     const char *value)
{
	struct policy_bridge *bridge = walk_object(walk);

	bridge->has_mac = value_read_nic_mac(walk, attribute, value, bridge->mac);
}

void policy_bridges_read_option(struct walk *walk, const struct attribute *attribute,
				const char *value)
{
	struct policy_bridge *bridge = walk_object(walk);

	policy_options_read(walk, attribute, value, &bridge_options, &bridge->options);
}

void policy_bridges_end(struct walk *walk, const char *text)
{
	const struct policy_bridge *bridge = walk_object(walk);

	policy_options_check_needs(walk, &bridge_options, &bridge->options);
}
