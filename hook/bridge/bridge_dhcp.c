/* bridge_dhcp.c - the DHCP clients of a bridge and its uplink: seen, stopped, started
 *
 * A client that sees its address go might bring it back, so that it stops before that. By
 * then the bridge is made and has its port; what is left to fail is little.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/bridge/bridge_dhcp.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* --- look */

static void look_at_clients(struct net *net, const char *device, const char *bridge,
			    struct bridge_seen *seen)
{
	if (!seen->client_obstacle.number)
		net->dhcp->check(device, bridge, &seen->client_obstacle);
}

void bridge_dhcp_look(struct net *net, const struct policy_bridge *bridge,
		      struct bridge_seen *seen)
{
	seen->clients_known = net->dhcp;
	if (!net->dhcp || bridge->uplink.addresses < ADDRESSES_MOVE)
		return;
	look_at_clients(net, bridge->uplink.dev, bridge->name, seen);
	if (bridge->uplink.addresses != ADDRESSES_DHCP)
		return;
	look_at_clients(net, bridge->name, bridge->name, seen);
	net->dhcp->choose(seen->installed_client);
}

/* --- decide */

static bool plan_has_client(const struct plan *done, const struct link_ref *dev)
{
	for (size_t i = 0; i < done->count; i++)
		if (done->steps[i].kind == STEP_DHCP &&
		    link_ref_same(&done->steps[i].dev, dev))
			return true;
	return false;
}

int bridge_dhcp_check(const struct policy_bridge *bridge, const struct bridge_seen *seen,
		      struct error *err)
{
	enum uplink_addresses addresses = bridge->uplink.addresses;

	if (seen->former.ref.ifindex && plan_has_client(seen->done, &seen->former.ref))
		return error_set(
			err, EBUSY,
			"the DHCP client of %s runs on %s; run 'onebridge bridge "
			"down %s' before %s gets another uplink",
			seen->former.ref.name, bridge->name, bridge->name, bridge->name);
	if (!seen->clients_known || addresses < ADDRESSES_MOVE)
		return 0;
	if (seen->client_obstacle.number)
		return error_set(err, seen->client_obstacle.number, "%s",
				 seen->client_obstacle.text);
	if (addresses == ADDRESSES_MOVE && seen->uplink.dhcp[0])
		return error_set(err, EBUSY,
				 "the DHCP client %s maintains the addresses of %s; set "
				 "addresses='dhcp' to run it on the bridge instead",
				 seen->uplink.dhcp, bridge->uplink.dev);
	if (addresses == ADDRESSES_DHCP && !seen->uplink.dhcp[0] &&
	    !seen->bridge.dhcp[0] && !seen->installed_client[0])
		return error_set(err, ENOENT,
				 "no DHCP client is installed; install dhclient "
				 "(isc-dhcp-client), dhcpcd or udhcpc, or set "
				 "addresses='move'");
	return 0;
}

struct value value_of_client(const char *name)
{
	struct value value = {.set = *name};

	snprintf(value.text, sizeof(value.text), "%s", name);
	return value;
}

static bool is_wanted(const struct policy_bridge *bridge, const struct bridge_seen *seen)
{
	return bridge->uplink.addresses == ADDRESSES_DHCP && seen->clients_known;
}

int bridge_dhcp_stop(const struct policy_bridge *bridge, const struct bridge_seen *seen,
		     struct plan *plan, struct error *err)
{
	struct step stop = {.kind = STEP_DHCP,
			    .dev = seen->uplink.ref,
			    .from = value_of_client(seen->uplink.dhcp)};

	return is_wanted(bridge, seen) ? plan_add_change(plan, &stop, err) : 0;
}

int bridge_dhcp_start(const struct policy_bridge *bridge, const struct bridge_seen *seen,
		      struct plan *plan, struct error *err)
{
	const char *name =
		seen->uplink.dhcp[0] ? seen->uplink.dhcp : seen->installed_client;
	struct step start = {.kind = STEP_DHCP,
			     .dev = seen->bridge.ref,
			     .from = value_of_client(seen->bridge.dhcp),
			     .to = value_of_client(name)};

	return is_wanted(bridge, seen) ? plan_add_change(plan, &start, err) : 0;
}
