/* uplink_routers.c - what a device has from the advertisements of routers */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/uplink_routers.h"

#include "hook/bridge/bridge_token.h"
#include "netcore/cleanup.h"
#include "netcore/host_addresses.h"

/* A manager leaves it to itself to make the route of a prefix. */
static bool is_advertised(const struct host_addresses *has)
{
	for (size_t i = 0; i < has->address_count; i++)
		if (has->addresses[i].ipv6 && has->addresses[i].no_prefix_route &&
		    has->addresses[i].giver == HOST_ROUTER)
			return true;
	for (size_t i = 0; i < has->route_count; i++)
		if (has->routes[i].ipv6 && has->routes[i].giver == HOST_ROUTER)
			return true;
	return false;
}

int uplink_routers_look(struct net *net, const struct policy_bridge *bridge,
			struct bridge_seen *seen, struct error *err)
{
	_cleanup_(host_addresses_clear) struct host_addresses has = {};
	const struct link_ref *uplink = &seen->uplink.ref;
	int r = net->ops->list_addresses(net->self, uplink->ifindex, &has, err);

	if (r < 0)
		return r;
	seen->advertised = is_advertised(&has);
	seen->mac_in_address = bridge_token_is_needed(&has, seen->uplink.mac);
	if (seen->advertised)
		uplink_manager_warning(uplink, bridge->name, seen->manager,
				       sizeof(seen->manager));
	return 0;
}
