/* bridge_decide.c - what makes a bridge as the policy says, from what was seen */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/bridge_decide.h"

#include <errno.h>
#include <linux/if_link.h>
#include <stdio.h>
#include <string.h>

#include "hook/bridge/bridge_dhcp.h"
#include "hook/bridge/bridge_take_back.h"
#include "hook/bridge/bridge_token.h"
#include "netcore/bridge.h"

static int check_devices(const struct policy_bridge *bridge,
			 const struct bridge_seen *seen, struct error *err)
{
	if (seen->exists && seen->bridge.kind != LINK_BRIDGE)
		return error_set(err, EEXIST,
				 "there is a device %s already, which is not a bridge; "
				 "give the bridge another name",
				 bridge->name);
	if (seen->bridge_is[0])
		return error_set(err, EEXIST,
				 "that is an alternative name of the device %s; give the "
				 "bridge another name",
				 seen->bridge_is);
	if (seen->uplink_is[0])
		return error_set(err, ENODEV,
				 "the uplink %s is an alternative name of the device %s; "
				 "set <uplink dev='%s'>",
				 bridge->uplink.dev, seen->uplink_is, seen->uplink_is);
	if (bridge->uplink.dev[0] && !seen->uplink.ref.ifindex)
		return error_set(err, ENODEV,
				 "there is no device %s for the uplink; name another one "
				 "(ip link), or remove <uplink>",
				 bridge->uplink.dev);
	return seen->uplink.ref.ifindex ? uplink_port_check(&seen->uplink, &seen->place,
							    &seen->bridge.ref, err)
					: 0;
}

static bool is_ours(const struct bridge_seen *seen)
{
	return seen->done && seen->done->count;
}

/* Addresses that the bridge already has from elsewhere could not be told from the
 * uplink's on the way back. */
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
	return bridge_dhcp_check(bridge, seen, err);
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

static uint64_t link_setting(const struct link *link, const char *name)
{
	size_t index = option_index(option_find(&ip_settings, name));

	return option_values_have(&link->settings, index) ? link->settings.value[index]
							  : 0;
}

/* With forwarding on, only 2 does (ipv6_accept_ra() in the kernel's net/ipv6/ndisc.c). */
static bool heeds_routers(const struct link *uplink)
{
	return uplink->ipv6.on && link_setting(uplink, "ipv6.accept_ra") >
					  (link_setting(uplink, "ipv6.forwarding") != 0);
}

static bool ignores_routers(const struct link *uplink)
{
	size_t index = option_index(option_find(&ip_settings, "ipv6.accept_ra"));

	return option_values_have(&uplink->settings, index) && !heeds_routers(uplink);
}

/* dhcpcd takes them itself, and goes along. */
static bool client_heeds_routers(const char *clients)
{
	const char *client = strstr(clients, "dhcpcd");

	return client && (strstr(client, "dhcpcd-6") || client[strlen("dhcpcd")] != '-');
}

/* NetworkManager and systemd-networkd take router advertisements in the kernel's stead,
 * and a port gets none. */
static int check_routers(const struct policy_bridge *bridge,
			 const struct bridge_seen *seen, struct error *err)
{
	const char *uplink = bridge->uplink.dev, *manager = seen->manager;
	char setting[80];

	if (!seen->advertised || bridge->uplink.addresses < ADDRESSES_MOVE ||
	    !ignores_routers(&seen->uplink) || client_heeds_routers(seen->uplink.dhcp))
		return 0;
	snprintf(setting, sizeof(setting), "net/ipv6/conf/%s/accept_ra=1", uplink);
	return error_set(
		err, EBUSY,
		"%s has IPv6 addresses or routes from router advertisements that the "
		"kernel does not take there; nobody would renew them on %s. %s%s%s",
		uplink, bridge->name,
		*manager ? manager : "Let the kernel take them (sysctl ",
		*manager ? "" : text_for_shell(setting).text,
		*manager ? "" : "), or make them static");
}

/* Of a secret and the address that the hardware was made with, which a bridge has not
 * (ipv6_generate_stable_address() in net/ipv6/addrconf.c). */
static int check_stable_addresses(const struct bridge_seen *seen, struct error *err)
{
	const struct link *uplink = &seen->uplink;
	unsigned mode = (unsigned)link_setting(uplink, "ipv6.addr_gen_mode");
	const char *name = uplink->ref.name;
	char setting[80];

	if (mode < IN6_ADDR_GEN_MODE_STABLE_PRIVACY || !heeds_routers(uplink) ||
	    !link_setting(uplink, "ipv6.autoconf"))
		return 0;
	snprintf(setting, sizeof(setting), "net/ipv6/conf/%s/addr_gen_mode=0", name);
	return error_set(err, EOPNOTSUPP,
			 "%s makes its IPv6 addresses of a secret and of its hardware's "
			 "own address (addr_gen_mode is %u), so that %s would get others "
			 "at the next router advertisement; choose them otherwise first "
			 "(sysctl %s)",
			 name, mode, seen->bridge.ref.name, text_for_shell(setting).text);
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

/* Only who has one may have that mode. */
static bool is_of_secret(const struct step *step)
{
	return !strcmp(step->option->name, "ipv6.addr_gen_mode") &&
	       step->to.number == IN6_ADDR_GEN_MODE_STABLE_PRIVACY;
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

		if (!step.from.set || !step.to.set || is_of_secret(&step) ||
		    value_equal(&step, &step.from, &step.to))
			continue;
		step.from.set = seen->exists;
		r = plan_add(plan, &step, err);
		if (r < 0)
			return r;
	}
	return 0;
}

static struct value wanted_token(const struct policy_bridge *bridge,
				 const struct bridge_seen *seen)
{
	static const uint8_t none[IPV6_BYTES];
	const struct link *uplink = &seen->uplink;
	const uint8_t *mac = seen->exists ? seen->bridge.mac : uplink->mac;
	uint8_t token[IPV6_BYTES];

	mac = bridge->has_mac ? bridge->mac : mac;
	if (!seen->mac_in_address || !memcmp(mac, uplink->mac, MAC_BYTES) ||
	    memcmp(uplink->token, none, IPV6_BYTES) != 0)
		return value_of_token(uplink->token);
	bridge_token_of_mac(uplink->mac, token);
	return value_of_token(token);
}

/* Or the next advertisement gives the bridge another address beside the uplink's, which
 * runs out. */
static int add_token(const struct policy_bridge *bridge, const struct bridge_seen *seen,
		     struct plan *plan, struct error *err)
{
	struct step step = {.kind = STEP_TOKEN,
			    .dev = seen->bridge.ref,
			    .from = value_of_token(seen->bridge.token),
			    .to = wanted_token(bridge, seen)};

	if (value_equal(&step, &step.from, &step.to) || !heeds_routers(&seen->uplink))
		return 0;
	step.from.set = seen->exists;
	return plan_add(plan, &step, err);
}

static int add_uplink(const struct policy_bridge *bridge, const struct bridge_seen *seen,
		      struct plan *plan, struct error *err)
{
	bool move = shall_move(bridge, seen);
	int r = move ? check_stable_addresses(seen, err) : 0;

	if (r < 0)
		return r;
	r = move ? add_settings(seen, plan, err) : 0;

	if (r < 0)
		return r;
	r = move ? add_token(bridge, seen, plan, err) : 0;
	if (r < 0)
		return r;
	r = bridge_plan_uplink(&seen->uplink, &seen->bridge.ref, plan, err);
	if (r < 0)
		return r;
	r = bridge_dhcp_stop(bridge, seen, plan, err);
	if (r < 0)
		return r;
	r = move ? bridge_plan_addresses(&seen->uplink.ref, &seen->bridge.ref, plan, err)
		 : 0;
	return r < 0 ? r : bridge_dhcp_start(bridge, seen, plan, err);
}

int bridge_decide(const struct policy_bridge *bridge, const struct bridge_seen *seen,
		  struct plan *plan, struct error *err)
{
	struct bridge_want want = wanted_bridge(bridge, seen);
	int r = check_devices(bridge, seen, err);

	if (r < 0)
		return r;
	r = check_addresses(bridge, seen, err);
	if (r < 0)
		return r;
	r = check_routers(bridge, seen, err);
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
	return add_uplink(bridge, seen, plan, err);
}
