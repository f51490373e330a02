/* own_bridges.c - the policy's own bridges, and their uplinks, while the watcher runs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/watch/own_bridges.h"

#include <string.h>

#include "hook/bridge/bridge_setup.h"
#include "hook/bridge/bridge_state.h"

bool own_bridges_use(const struct policy *policy, const char *device)
{
	for (size_t i = 0; i < policy->bridge_count; i++)
		if (!strcmp(policy->bridges[i].uplink.dev, device))
			return true;
	return false;
}

bool own_bridges_miss(const struct policy *policy, const char *bridge)
{
	const struct policy_bridge *own = policy_find_bridge(policy, bridge);
	struct state_id id = state_id(STATE_BRIDGE, bridge);

	return own && own->create && state_exists(&id);
}

static bool is_back(struct net *net, const struct policy_bridge *bridge)
{
	_cleanup_(state_clear) struct state state = {};
	struct error unreadable;
	struct link uplink;
	const struct step *joining;

	if (!bridge->uplink.dev[0] ||
	    bridge_setup_state(bridge->name, &state, &unreadable) != 0)
		return false;
	joining = bridge_state_uplink(&state.plan);
	return joining && net_find(net, bridge->uplink.dev, &uplink, &unreadable) == 0 &&
	       !link_ref_same(&uplink.ref, &joining->dev);
}

void own_bridges_take_back(struct net *net, const struct policy *policy,
			   void (*tell)(struct error *line, void *data), void *data)
{
	for (size_t i = 0; i < policy->bridge_count; i++) {
		const struct policy_bridge *bridge = &policy->bridges[i];
		struct error line = {};

		if (!is_back(net, bridge))
			continue;
		if (bridge_setup_up(net, bridge, &line) >= 0)
			error_set(&line, 0, "mending: its uplink %s is back",
				  bridge->uplink.dev);
		error_within(&line, "bridge %s (%s:%u)", bridge->name, bridge->file,
			     bridge->line);
		tell(&line, data);
	}
}
