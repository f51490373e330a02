/* decide.c - the steps that attach one NIC: a pure function of guest, rule and what was
 * seen
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/guest/decide.h"

#include <errno.h>
#include <string.h>

#include "hook/guest/altname.h"
#include "hook/guest/contradiction.h"
#include "hook/guest/decide_tap.h"
#include "hook/guest/own_tap.h"
#include "hook/guest/port_macs.h"
#include "hook/guest/port_senders.h"
#include "netcore/port.h"
#include "netcore/port_former.h"

/* --- the bridge */

/* What named a bridge before any rule did cannot be overruled. */
static int refuse_bridge(const struct decide *decide, struct error *err)
{
	const char *rule = decide->rule->attach.bridge, *named = decide->nic->bridge;

	if (decide->guest->origin == ORIGIN_BRIDGE_HELPER)
		return error_set(err, EINVAL,
				 "the rule's bridge is %s, the guest asks for %s; use "
				 "br=%s, or change the rule",
				 rule, named, rule);
	return error_set(err, EINVAL,
			 "the rule's bridge is %s, that of the guest's XML %s, which "
			 "libvirt has joined; change one of them",
			 rule, named);
}

/* The default route's bridge, failing that br0: what /etc/qemu-ifup has always done. */
static int find_builtin_bridge(const struct seen *seen, const struct link **ret,
			       struct error *err)
{
	const struct link *bridge = seen_link_at(seen, seen->default_bridge);

	if (!bridge)
		bridge = seen_link(seen, "br0");
	if (!bridge)
		return error_set(err, ENODEV,
				 "there is neither a bridge with the default route nor a "
				 "br0; create one, or write a policy "
				 "(" POLICY_FOLDER "/policy.xml)");
	*ret = bridge;
	return 0;
}

static int find_named_bridge(const struct seen *seen, const char *name,
			     const struct link **ret, struct error *err)
{
	const struct link *bridge = seen_link(seen, name);
	struct shell_word word = text_for_shell(name);
	int r = altname_refuse(seen, name, err);

	if (r < 0)
		return r;
	if (!bridge)
		return error_set(
			err, ENODEV,
			"there is no bridge %s on this host; create it (ip link "
			"add %s type bridge; ip link set %s up), or name another "
			"one",
			name, word.text, word.text);
	if (bridge->kind != LINK_BRIDGE)
		return error_set(err, EINVAL,
				 "%s is not a bridge; name one (ip link show type "
				 "bridge)",
				 name);
	*ret = bridge;
	return 0;
}

/* DECIDE_LATER: not known yet. */
static int find_bridge(const struct decide *decide, const struct link **ret,
		       struct error *err)
{
	const char *rule = decide->rule->attach.bridge, *xml = decide->nic->bridge;
	const char *name = *rule ? rule : xml;
	int r;

	if (*rule && xml && strcmp(rule, xml) != 0)
		return refuse_bridge(decide, err);
	if (!name && decide->rule->file && nic_is_ethernet(decide->nic))
		return error_set(err, EINVAL,
				 "the rule names no bridge; set one (<attach "
				 "bridge='…'/>)");
	if (!name && decide->rule->file)
		return DECIDE_LATER;
	r = name ? find_named_bridge(decide->seen, name, ret, err)
		 : find_builtin_bridge(decide->seen, ret, err);
	if (r < 0)
		return r;
	name = (*ret)->ref.name;
	return (*ret)->up
		       ? 0
		       : error_set(
				 err, ENETDOWN,
				 "the bridge %s is down; bring it up (ip link set %s up)",
				 name, text_for_shell(name).text);
}

/* A VLAN device on a port of the bridge (eth0.42 on eth0) takes its VLAN away from it. */
static int check_vlan_devices(const struct decide *decide, const struct link *bridge,
			      struct error *err)
{
	const struct link_list *devices = &decide->seen->vlan_devices;

	for (size_t i = 0; i < devices->count; i++) {
		const struct link *device = &devices->links[i];
		const struct link *lower = seen_link_at(decide->seen, device->lower);
		const char *name = device->ref.name;

		if (lower && lower->master.ifindex == bridge->ref.ifindex &&
		    vlan_set_has(decide->rule->attach.vlans, device->vlan_id))
			return error_set(
				err, EBUSY,
				"VLAN %u does not reach %s: %s takes it from "
				"%s; delete %s, or leave VLAN %u out of the rule",
				device->vlan_id, bridge->ref.name, name, lower->ref.name,
				name, device->vlan_id);
	}
	return 0;
}

static bool bridge_has(const struct link *bridge, const char *option)
{
	size_t index = option_index(option_find(&bridge_options, option));

	return option_values_have(&bridge->bridge, index) && bridge->bridge.value[index];
}

/* Without what they need of the bridge, the kernel refuses some, and others do nothing.
 */
static int check_vlan_options(const struct decide *decide, const struct link *bridge,
			      struct error *err)
{
	const struct vlan_values *values = &decide->rule->attach.vlan_values;
	const char *name = bridge->ref.name;

	for (size_t i = 0; i < values->count; i++) {
		const struct link_option *option =
			&vlan_options.rows[values->all[i].option];

		if (option->needs_of && !strcmp(option->needs_of, "bridge") &&
		    !bridge_has(bridge, option->needs))
			return error_set(err, EINVAL,
					 "%s is off on %s, which %s= of a <tag> needs; "
					 "turn it on (ip link set %s type bridge %s 1), "
					 "or leave %s= out of the rule",
					 option->needs, name, option->name,
					 text_for_shell(name).text, option->needs,
					 option->name);
	}
	return 0;
}

static int check_vlans(const struct decide *decide, const struct link *bridge,
		       struct error *err)
{
	const char *name = bridge->ref.name;
	int r;

	if (!decide->rule->attach.vlans)
		return 0;
	if (!link_has_vlans(bridge))
		return error_set(err, EOPNOTSUPP,
				 "this kernel (%s) has no VLANs on bridges "
				 "(CONFIG_BRIDGE_VLAN_FILTERING); leave <vlan> out of "
				 "the rule, or run a kernel that has them",
				 decide->seen->kernel);
	if (!link_filters_vlans(bridge))
		return error_set(err, EINVAL,
				 "VLAN filtering is off on %s; turn it on (ip link set "
				 "%s type bridge vlan_filtering 1), or leave <vlan> out "
				 "of the rule",
				 name, text_for_shell(name).text);
	r = check_vlan_options(decide, bridge, err);
	return r < 0 ? r : check_vlan_devices(decide, bridge, err);
}

/* --- the port */

/* The ifindexes of the devices that options name. */
static int find_devices(const struct seen *seen, struct option_values *values,
			struct error *err)
{
	for (size_t i = 0; i < port_options.count; i++) {
		const struct link_option *option = &port_options.rows[i];
		const struct link *link;

		if (option->type != OPTION_DEVICE || !option_values_have(values, i))
			continue;
		link = seen_link(seen, values->device);
		if (!link)
			return error_set(err, ENODEV,
					 "there is no device %s, which the rule's %s= "
					 "names; name a port of the bridge",
					 values->device, option->name);
		option_values_set(values, i, link->ref.ifindex);
	}
	return 0;
}

/* libvirt gives its TAPs the guest's MAC, with fe: as its first byte, so that it is never
 * the bridge's lowest; QEMU leaves theirs to chance. That of a port may be the bridge's
 * already. */
static void want_mac(const struct decide *decide, const struct link *have,
		     struct port_want *want)
{
	const struct nic *nic = decide->nic;
	const uint8_t *mac = nic_likely_mac(nic);
	bool made_by_libvirt = decide->guest->origin == ORIGIN_LIBVIRT;
	bool somebody_joined =
		have->master.ifindex == want->bridge.ifindex && !own_tap_is_marked(have);

	if (somebody_joined ||
	    (made_by_libvirt && !(own_tap_wanted(nic) && nic->has_mac)))
		return;
	want->has_mac = true;
	memcpy(want->mac, mac ? mac : have->mac, MAC_BYTES);
	want->mac[0] = 0xfe;
}

/* What libvirt set when the port joined is lost once it has left. */
static void want_as_libvirt(const struct nic *nic, struct port_want *want)
{
	if (!want->vlans)
		want->vlans = nic->vlans;
	if (nic->isolated && !option_values_have(&want->port, PORT_isolated))
		option_values_set(&want->port, PORT_isolated, true);
}

/* On a type='bridge' or 'network' NIC libvirt has set what the rule does not name. */
static struct port_want wanted_port(const struct decide *decide,
				    const struct link *bridge, const struct link *have)
{
	const struct attach *attach = &decide->rule->attach;
	struct port_want want = {.bridge = bridge->ref,
				 .move = decide->move,
				 .mtu = attach->mtu ? attach->mtu : decide->nic->mtu,
				 .bridge_mtu = bridge->mtu,
				 .port = attach->port,
				 .vlans = attach->vlans,
				 .vlan_values = &attach->vlan_values,
				 .default_pvid = link_default_pvid(bridge),
				 .port_optional = attach->port_optional,
				 .kernel = decide->seen->kernel};

	if (nic_is_ethernet(decide->nic) || decide->guest->origin != ORIGIN_LIBVIRT) {
		want.ipv6_off = true;
		if (!want.mtu)
			want.mtu = bridge->mtu;
	} else if (have->master.ifindex != bridge->ref.ifindex)
		want_as_libvirt(decide->nic, &want);
	want_mac(decide, have, &want);
	return want;
}

/* Entries go before the VLANs that they are in. */
static int take_back(const struct decide *decide, const struct link *tap,
		     struct vlan_set *vlans, struct port_want *want, struct plan *plan,
		     struct error *err)
{
	static const struct filter none = {.known = true};
	int r;

	if (!decide->done || decide->moment != MOMENT_LIVE || decide->incoming)
		return 0;
	if (!want->filter && port_former_has(decide->done, STEP_FILTER, &tap->ref))
		want->filter = &none;
	r = port_former_want(tap, decide->done, vlans, want, err);
	if (r < 0 || decide->rule->attach.antispoof.on)
		return r;
	return port_former_plan_entries(tap, decide->done, &decide->seen->fdb, plan, err);
}

static int plan_attach(const struct decide *decide, const struct link *bridge,
		       struct plan *plan, struct error *err)
{
	const struct attach *attach = &decide->rule->attach;
	struct port_want want;
	struct filter filter;
	struct vlan_set vlans;
	struct link tap;
	struct port_macs macs = {decide->nic, attach, bridge, &tap};
	int r = decide_tap(decide, bridge, &tap, plan, err);

	if (r < 0)
		return r;
	if (decide->moment == MOMENT_START) {
		r = port_macs_check(&macs, decide->seen, err);
		if (r < 0)
			return r;
	}
	want = wanted_port(decide, bridge, &tap);
	if (port_senders_want(decide->nic, attach, &filter))
		want.filter = &filter;
	r = find_devices(decide->seen, &want.port, err);
	if (r < 0)
		return r;
	if (attach->antispoof.on &&
	    (!decide->incoming || port_macs_have_arrived(&macs, decide->seen))) {
		port_macs_want(&macs, decide->seen, &want);
		r = port_macs_plan_others(&macs, decide->seen, plan, err);
		if (r < 0)
			return r;
	}
	r = take_back(decide, &tap, &vlans, &want, plan, err);
	if (r < 0)
		return r;
	return port_plan(&tap, &want,
			 decide->moment == MOMENT_LIVE && !decide->nic->fresh, plan, err);
}

/* libvirt gives its own ports the MTU of the guest's XML, then joins them. */
static int plan_before_start(const struct decide *decide, const struct link *bridge,
			     struct plan *left, struct plan *plan, struct error *err)
{
	if (own_tap_wanted(decide->nic))
		return decide_tap_prepare(decide, left, plan, err);
	if (!bridge || nic_is_ethernet(decide->nic))
		return 0;
	return port_plan_pin_mtu(&bridge->ref, bridge->mtu, decide->nic->mtu, plan, err);
}

int decide_port(const struct decide *decide, struct plan *left, struct plan *plan,
		struct error *err)
{
	bool settled = decide->moment == MOMENT_START || decide->moment == MOMENT_LIVE;
	const struct link *bridge = NULL;
	int r = contradiction_find(decide->guest, decide->nic, &decide->rule->attach,
				   err);

	if (r < 0)
		return r;
	r = decide_tap_leave(decide, err);
	if (r != 0)
		return r;
	r = find_bridge(decide, &bridge, err);
	if (r == DECIDE_LATER && settled)
		return error_set(err, ENODEV, "libvirt does not name its bridge");
	if (r < 0)
		return r;
	if (bridge) {
		int refused = check_vlans(decide, bridge, err);

		if (refused < 0)
			return refused;
	}
	if (decide->moment != MOMENT_PREPARE)
		return bridge ? plan_attach(decide, bridge, plan, err) : DECIDE_LATER;
	return plan_before_start(decide, bridge, left, plan, err);
}
