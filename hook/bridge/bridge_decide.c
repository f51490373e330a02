/* bridge_decide.c - what makes a bridge as the policy says, from what was seen */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/bridge_decide.h"

#include <errno.h>
#include <string.h>

#include "hook/bridge/bridge_take_back.h"
#include "netcore/bridge.h"

static int check_devices(const struct policy_bridge *bridge,
			 const struct bridge_seen *seen, struct error *err)
{
	if (seen->exists && seen->bridge.kind != LINK_BRIDGE)
		return error_set(err, EEXIST,
				 "there is a device %s already, which is not a bridge; "
				 "give the bridge another name",
				 bridge->name);
	if (bridge->uplink.dev[0] && !seen->uplink.ref.ifindex)
		return error_set(err, ENODEV,
				 "there is no device %s for the uplink; name another one "
				 "(ip link), or remove <uplink>",
				 bridge->uplink.dev);
	return seen->uplink.ref.ifindex ? uplink_port_check(&seen->uplink, &seen->place,
							    &seen->bridge.ref, err)
					: 0;
}

static bool plan_has_client(const struct plan *done, const struct link_ref *dev)
{
	for (size_t i = 0; i < done->count; i++)
		if (done->steps[i].kind == STEP_DHCP &&
		    link_ref_same(&done->steps[i].dev, dev))
			return true;
	return false;
}

static bool is_ours(const struct bridge_seen *seen)
{
	return seen->done && seen->done->count;
}

/* Addresses that the bridge already has from elsewhere could not be told from the
 * uplink's on the way back. A DHCP client would give the uplink its addresses again. */
static int check_addresses(const struct policy_bridge *bridge,
			   const struct bridge_seen *seen, struct error *err)
{
	enum uplink_addresses addresses = bridge->uplink.addresses;

	if (addresses == ADDRESSES_UNSAID && seen->uplink_has_addresses &&
	    seen->uplink.master.ifindex != seen->bridge.ref.ifindex)
		return error_set(err, EBUSY,
				 "%s has addresses or routes of the host's, which do "
				 "not work on a port; set addresses='move' to take them "
				 "to %s, or addresses='keep' if that is meant",
				 bridge->uplink.dev, bridge->name);
	if (addresses >= ADDRESSES_MOVE && !is_ours(seen) && seen->exists &&
	    seen->uplink_has_addresses && seen->bridge_has_addresses)
		return error_set(err, EEXIST,
				 "both %s and its uplink %s have addresses; remove them "
				 "from one of the two, or set addresses='keep'",
				 bridge->name, bridge->uplink.dev);
	if (addresses == ADDRESSES_MOVE && seen->uplink.dhcp[0])
		return error_set(err, EBUSY,
				 "the DHCP client %s maintains the addresses of %s; set "
				 "addresses='dhcp' to run it on the bridge instead",
				 seen->uplink.dhcp, bridge->uplink.dev);
	if (seen->former.ref.ifindex && plan_has_client(seen->done, &seen->former.ref))
		return error_set(
			err, EBUSY,
			"the DHCP client of %s runs on %s; run 'onebridge bridge "
			"down %s' before %s gets another uplink",
			seen->former.ref.name, bridge->name, bridge->name, bridge->name);
	if (addresses == ADDRESSES_DHCP && seen->clients_known &&
	    !seen->installed_client[0])
		return error_set(err, ENOENT,
				 "no DHCP client is installed; install dhclient "
				 "(isc-dhcp-client), dhcpcd or udhcpc, or set "
				 "addresses='move'");
	return 0;
}

/* The MAC that the policy names; for a new bridge else its uplink's, else its own. */
static struct bridge_want wanted_bridge(const struct policy_bridge *bridge,
					const struct bridge_seen *seen)
{
	bool has_uplink = seen->uplink.ref.ifindex;
	const uint8_t *mac = has_uplink ? seen->uplink.mac : seen->own_mac;
	struct bridge_want want = {.options = bridge->options,
				   .has_mac = bridge->has_mac || !seen->exists,
				   .keeps_mac =
					   has_uplink && seen->uplink.master.ifindex !=
								 seen->bridge.ref.ifindex,
				   .mtu = bridge->mtu,
				   .kernel = seen->kernel};

	memcpy(want.mac, bridge->has_mac ? bridge->mac : mac, MAC_BYTES);
	return want;
}

struct value value_of_client(const char *name)
{
	struct value value = {.set = *name};

	snprintf(value.text, sizeof(value.text), "%s", name);
	return value;
}

/* The client stops on the uplink before anything else is done … */
static int add_client_stop(const struct bridge_seen *seen, struct plan *plan,
			   struct error *err)
{
	struct step stop = {.kind = STEP_DHCP,
			    .dev = seen->uplink.ref,
			    .from = value_of_client(seen->uplink.dhcp)};

	return plan_add_change(plan, &stop, err);
}

/* … and starts on the bridge after everything else. */
static int add_client_start(const struct bridge_seen *seen, struct plan *plan,
			    struct error *err)
{
	const char *name =
		seen->uplink.dhcp[0] ? seen->uplink.dhcp : seen->installed_client;
	struct step start = {.kind = STEP_DHCP,
			     .dev = seen->bridge.ref,
			     .from = value_of_client(seen->bridge.dhcp),
			     .to = value_of_client(name)};

	return plan_add_change(plan, &start, err);
}

/* Those of a former uplink stay on the bridge, and will go to the new one: a step says
 * so, even if that has none of its own. */
static bool shall_move(const struct policy_bridge *bridge, const struct bridge_seen *seen)
{
	const struct link_ref *origin = addresses_origin(seen->done, &seen->bridge.ref);

	if (bridge->uplink.addresses >= ADDRESSES_MOVE && seen->uplink_has_addresses)
		return true;
	return bridge->uplink.addresses != ADDRESSES_KEEP && origin &&
	       !link_ref_same(origin, &seen->uplink.ref);
}

/* What the host does with its addresses on the uplink, it does on the bridge. A new
 * bridge's values go with it. */
static int add_settings(const struct bridge_seen *seen, struct plan *plan,
			struct error *err)
{
	for (size_t i = 0; i < ip_settings.count; i++) {
		struct step step = {.kind = STEP_SETTING,
				    .option = &ip_settings.rows[i],
				    .dev = seen->bridge.ref,
				    .from = value_of_option(&seen->bridge.settings, i),
				    .to = value_of_option(&seen->uplink.settings, i)};
		int r;

		if (!step.from.set || !step.to.set ||
		    value_equal(&step, &step.from, &step.to))
			continue;
		step.from.set = seen->exists;
		r = plan_add(plan, &step, err);
		if (r < 0)
			return r;
	}
	return 0;
}

int bridge_decide(const struct policy_bridge *bridge, const struct bridge_seen *seen,
		  struct plan *plan, struct error *err)
{
	bool dhcp = bridge->uplink.addresses == ADDRESSES_DHCP && seen->clients_known;
	struct bridge_want want = wanted_bridge(bridge, seen);
	int r = check_devices(bridge, seen, err);

	if (r < 0)
		return r;
	r = check_addresses(bridge, seen, err);
	if (r < 0)
		return r;
	r = dhcp ? add_client_stop(seen, plan, err) : 0;
	if (r < 0)
		return r;
	r = bridge_plan(&seen->bridge, &want, plan, err);
	if (r < 0)
		return r;
	r = take_back_options(bridge, seen, plan, err);
	if (r < 0)
		return r;
	r = take_back_uplink(bridge, seen, plan, err);
	if (r < 0 || !seen->uplink.ref.ifindex)
		return r;
	r = shall_move(bridge, seen) ? add_settings(seen, plan, err) : 0;
	if (r < 0)
		return r;
	r = bridge_plan_uplink(&seen->uplink, &seen->bridge.ref, shall_move(bridge, seen),
			       plan, err);
	if (r < 0)
		return r;
	return dhcp ? add_client_start(seen, plan, err) : 0;
}
