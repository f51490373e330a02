/* wire.c - from a decision to the steps that carry it out, looking at the kernel and
 * changing nothing
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/guest/wire.h"

#include <errno.h>
#include <string.h>

#include "hook/guest/own_tap.h"
#include "netcore/port.h"

static bool is_ethernet(const struct nic *nic)
{
	return !strcmp(nic->type, "ethernet");
}

/* The default route's bridge, failing that br0: what /etc/qemu-ifup has always done. */
static int find_builtin_bridge(const struct wire *wire, struct link *ret,
			       struct error *err)
{
	int r = wire->net->ops->find_default_bridge(wire->net->self, ret, err);

	if (r == 1)
		r = net_look(wire->net, "br0", ret, err);
	if (r == 1)
		r = error_set(err, ENODEV,
			      "there is neither a bridge with the default route nor a "
			      "br0; make one, or write a policy "
			      "(" POLICY_FOLDER "/policy.xml)");
	return r;
}

static int find_named_bridge(const struct wire *wire, const char *name, struct link *ret,
			     struct error *err)
{
	int r = net_look(wire->net, name, ret, err);

	if (r == 1)
		r = error_set(err, ENODEV,
			      "there is no bridge %s; make it (ip link add %s type "
			      "bridge; ip link set %s up), or name another one",
			      name, name, name);
	if (r == 0 && ret->kind != LINK_BRIDGE)
		r = error_set(err, EINVAL,
			      "%s is no bridge; name one (ip link show type bridge)",
			      name);
	return r;
}

/* What named a bridge before any rule did cannot be overruled. */
static int refuse_bridge(const struct wire *wire, struct error *err)
{
	const char *rule = wire->rule->attach.bridge, *named = wire->nic->bridge;

	if (wire->guest->origin == ORIGIN_BRIDGE_HELPER)
		return error_set(err, EINVAL,
				 "the rule says bridge '%s', the guest asks for '%s'; "
				 "let it ask for that one (br=), or change the rule",
				 rule, named);
	return error_set(err, EINVAL,
			 "the rule says bridge '%s', the guest's XML '%s', and "
			 "libvirt decides; change one of them",
			 rule, named);
}

/* 1: not known yet. */
static int find_bridge(const struct wire *wire, struct link *ret, struct error *err)
{
	const char *rule = wire->rule->attach.bridge, *xml = wire->nic->bridge;
	int r;

	if (*rule && xml && strcmp(rule, xml) != 0)
		return refuse_bridge(wire, err);
	if (*rule)
		r = find_named_bridge(wire, rule, ret, err);
	else if (xml)
		r = find_named_bridge(wire, xml, ret, err);
	else if (!wire->rule->file)
		r = find_builtin_bridge(wire, ret, err);
	else if (is_ethernet(wire->nic))
		r = error_set(err, EINVAL,
			      "the rule names no bridge; say <attach bridge='…'/>");
	else
		return 1;
	if (r == 0 && !ret->up)
		r = error_set(err, ENETDOWN, "the bridge %s is down; ip link set %s up",
			      ret->ref.name, ret->ref.name);
	return r;
}

static bool knows_mac(const struct nic *nic)
{
	return nic->has_mac && !nic->mac_tail;
}

/* Told to whoever must decide: libvirt sets the domain's VLANs itself, from its 11 on. */
static int refuse_vlans(const struct wire *wire, struct error *err)
{
	char xml[64], rule[64];

	vlan_set_print(wire->nic->vlans, xml, sizeof(xml));
	vlan_set_print(wire->rule->attach.vlans, rule, sizeof(rule));
	return error_set(err, EINVAL,
			 "the guest's XML says VLAN %s, the rule VLAN %s; change one of "
			 "them",
			 xml, rule);
}

/* Nobody can be held to a MAC that is not known. */
static int refuse_antispoof(const struct wire *wire, struct error *err)
{
	static const char *const remedies[] = {
		[ORIGIN_LIBVIRT] = "give it one in the guest's XML",
		[ORIGIN_QEMU_IFUP] = "give it one (-device …,mac=)",
		[ORIGIN_BRIDGE_HELPER] = "QEMU does not tell it to its helper",
	};

	return error_set(err, EINVAL,
			 "<antispoof> needs the guest's MAC, which is not known; %s, or "
			 "name it in the rule (<antispoof><mac address='…'/>)",
			 remedies[wire->guest->origin]);
}

/* Contradictions that the XML alone shows. */
static int check_nic(const struct wire *wire, struct error *err)
{
	if (is_ethernet(wire->nic) && knows_mac(wire->nic) && wire->nic->mac[0] == 0xfe)
		return error_set(
			err, EINVAL,
			"its MAC begins with fe:, which is kept for TAPs; give the "
			"guest another one");
	if (wire->nic->isolated &&
	    option_values_have(&wire->rule->attach.port, PORT_isolated) &&
	    !wire->rule->attach.port.value[PORT_isolated])
		return error_set(err, EINVAL,
				 "the guest's XML says <port isolated='yes'/>, the rule "
				 "isolated='no'; change one of them");
	if (wire->rule->attach.antispoof.on && !knows_mac(wire->nic) &&
	    wire->rule->attach.antispoof.mac_count == 0)
		return refuse_antispoof(wire, err);
	if (wire->nic->vlans && wire->rule->attach.vlans &&
	    !vlan_set_equal(wire->nic->vlans, wire->rule->attach.vlans))
		return refuse_vlans(wire, err);
	return 0;
}

/* The other port, if any, on which that MAC is fixed. */
static int check_mac(const struct wire *wire, const struct link *bridge,
		     const struct link *have, const uint8_t mac[MAC_BYTES],
		     struct error *err)
{
	struct net *net = wire->net;
	char text[MAC_TEXT];
	struct look look = {.kind = LOOK_MAC, .ifindex = bridge->ref.ifindex};
	struct look holder = {.kind = LOOK_IFINDEX};
	int r;

	memcpy(look.mac, mac, MAC_BYTES);
	r = net->ops->look(net->self, &look, 1, err);
	holder.ifindex = look.link.ref.ifindex;
	if (r < 0 || !look.found || holder.ifindex == have->ref.ifindex)
		return r;
	r = net->ops->look(net->self, &holder, 1, err);
	if (r < 0 || !holder.found)
		return r;
	text_print_mac(mac, text);
	return error_set(err, EADDRINUSE,
			 "the MAC %s is %s's already, in %s; give the guest another one",
			 text, holder.link.ref.name, bridge->ref.name);
}

/* The guest's MAC, and those that the rule lets it use besides. */
static int check_macs(const struct wire *wire, const struct link *bridge,
		      const struct link *have, struct error *err)
{
	const struct antispoof *antispoof = &wire->rule->attach.antispoof;
	int r = 0;

	if (wire->live)
		return 0;
	if (knows_mac(wire->nic))
		r = check_mac(wire, bridge, have, wire->nic->mac, err);
	for (size_t i = 0; r == 0 && i < antispoof->mac_count; i++)
		r = check_mac(wire, bridge, have, antispoof->macs[i], err);
	return r;
}

/* The VLAN device that takes one of these VLANs away from the bridge. 1: none does. */
static int find_vlan_device(struct net *net, const struct link *bridge,
			    const struct vlan_set *vlans, struct link *ret,
			    struct error *err)
{
	_cleanup_(link_list_clear) struct link_list devices = {};
	int r = net->ops->look_all(net->self, "vlan", &devices, err);

	for (size_t i = 0; r == 0 && i < devices.count; i++) {
		struct look lower = {.kind = LOOK_IFINDEX,
				     .ifindex = devices.links[i].lower};

		if (!vlan_set_has(vlans, devices.links[i].vlan_id))
			continue;
		r = net->ops->look(net->self, &lower, 1, err);
		if (r == 0 && lower.found &&
		    lower.link.master.ifindex == bridge->ref.ifindex) {
			*ret = devices.links[i];
			return 0;
		}
	}
	return r < 0 ? r : 1;
}

static int refuse_vlan_device(const struct link *bridge, const struct link *taker,
			      struct error *err)
{
	return error_set(err, EBUSY,
			 "VLAN %u never comes to %s: %s takes it from its port; delete "
			 "%s, or leave VLAN %u out of the rule",
			 taker->vlan_id, bridge->ref.name, taker->ref.name,
			 taker->ref.name, taker->vlan_id);
}

/* That the bridge can carry the rule's VLANs. */
static int check_vlans(const struct wire *wire, const struct link *bridge,
		       struct error *err)
{
	const struct vlan_set *vlans = wire->rule->attach.vlans;
	struct net *net = wire->net;
	struct link taker;
	int r;

	if (!vlans)
		return 0;
	if (!link_has_vlans(bridge))
		return error_set(err, EOPNOTSUPP,
				 "this kernel (%s) has no VLANs on bridges "
				 "(CONFIG_BRIDGE_VLAN_FILTERING); leave <vlan> out of "
				 "the rule, or run one that has them",
				 net->kernel);
	if (!link_filters_vlans(bridge))
		return error_set(err, EINVAL,
				 "the bridge %s takes no heed of VLANs; switch it on (ip "
				 "link set %s type bridge vlan_filtering 1), or leave "
				 "<vlan> out of the rule",
				 bridge->ref.name, bridge->ref.name);
	r = find_vlan_device(net, bridge, vlans, &taker, err);
	return r == 0 ? refuse_vlan_device(bridge, &taker, err) : r < 0 ? r : 0;
}

static int prepare(const struct wire *wire, struct link *ret_bridge, struct error *err)
{
	int r = check_nic(wire, err);

	if (r == 0)
		r = find_bridge(wire, ret_bridge, err);
	return r == 0 ? check_vlans(wire, ret_bridge, err) : r;
}

static int plan_tap(const struct wire *wire, struct plan *left, struct plan *plan,
		    struct error *err)
{
	struct tap tap;
	int r = own_tap_read(wire->nic, &wire->rule->attach, &tap, err);

	return r < 0 ? r
		     : own_tap_plan(wire->net, wire->guest, wire->nic, &tap, left, plan,
				    err);
}

int wire_before(const struct wire *wire, struct plan *left, struct plan *plan,
		struct error *err)
{
	struct link bridge;
	int r = prepare(wire, &bridge, err);

	if (r >= 0 && own_tap_wanted(wire->nic))
		r = plan_tap(wire, left, plan, err);
	return r < 0 ? r : 0;
}

/* libvirt gives its TAPs the guest's MAC, with fe: as its first byte, so that it is never
 * the bridge's lowest; QEMU leaves theirs to chance. */
static void want_mac(const struct wire *wire, const struct link *have,
		     struct port_want *want)
{
	bool theirs = wire->guest->origin == ORIGIN_LIBVIRT;

	if (theirs && !(own_tap_wanted(wire->nic) && wire->nic->has_mac))
		return;
	want->has_mac = true;
	memcpy(want->mac, wire->nic->has_mac ? wire->nic->mac : have->mac, MAC_BYTES);
	want->mac[0] = 0xfe;
}

static void want_antispoof(const struct wire *wire, struct port_want *want)
{
	const struct antispoof *antispoof = &wire->rule->attach.antispoof;

	if (!antispoof->on || wire->incoming)
		return;
	want->antispoof = true;
	want->antispoof_optional = antispoof->optional;
	if (knows_mac(wire->nic))
		memcpy(want->macs[want->mac_count++], wire->nic->mac, MAC_BYTES);
	for (size_t i = 0; i < antispoof->mac_count; i++)
		memcpy(want->macs[want->mac_count++], antispoof->macs[i], MAC_BYTES);
}

/* On a type='bridge' or 'network' NIC libvirt has set what the rule does not name. */
static struct port_want wanted_port(const struct wire *wire, const struct link *bridge,
				    const struct link *have)
{
	struct port_want want = {.bridge = bridge->ref,
				 .mtu = wire->rule->attach.mtu,
				 .port = wire->rule->attach.port,
				 .vlans = wire->rule->attach.vlans,
				 .default_pvid = link_default_pvid(bridge),
				 .port_optional = wire->rule->attach.port_optional,
				 .kernel = wire->net->kernel};

	if (is_ethernet(wire->nic) || wire->guest->origin != ORIGIN_LIBVIRT) {
		want.ipv6_off = true;
		if (!want.mtu)
			want.mtu = bridge->mtu;
	}
	want_mac(wire, have, &want);
	want_antispoof(wire, &want);
	return want;
}

static int find_tap(const struct wire *wire, struct link *ret, struct error *err)
{
	const char *name = wire->nic->target;
	char mark[OWN_TAP_MARK_TEXT];
	int r;

	if (!name)
		return error_set(err, ENODEV, "libvirt does not say which TAP it is");
	r = net_look(wire->net, name, ret, err);
	if (r == 1)
		return error_set(err, ENODEV, "its TAP %s is not there", name);
	if (r == 0 && ret->kind != LINK_TAP)
		return error_set(err, EINVAL,
				 "%s is no TAP; let a rule <ignore/> this NIC", name);
	own_tap_mark(wire->guest, mark);
	if (r == 0 && own_tap_wanted(wire->nic) && strcmp(ret->alias, mark) != 0)
		return own_tap_refuse(ret, err);
	return r;
}

/* What only some rules ask for. */
static int look_further(const struct wire *wire, struct link *port, struct error *err)
{
	const struct attach *attach = &wire->rule->attach;
	struct net *net = wire->net;

	if (!port->master.ifindex || !(attach->vlans || attach->antispoof.on))
		return 0;
	return net->ops->look_port(net->self, port, attach->antispoof.on, err);
}

/* The numbers of the devices that options name. */
static int find_devices(const struct wire *wire, struct option_values *values,
			struct error *err)
{
	struct net *net = wire->net;
	int r = 0;

	for (size_t i = 0; r == 0 && i < port_options.count; i++) {
		const struct link_option *option = &port_options.rows[i];
		struct link link;

		if (option->type != OPTION_DEVICE || !option_values_have(values, i))
			continue;
		r = net_find(net, values->device, &link, err);
		if (r == 1)
			return error_set(err, ENODEV,
					 "there is no device %s, as the rule's %s= says; "
					 "name a port of the bridge",
					 values->device, option->name);
		if (r == 0)
			option_values_set(values, i, link.ref.ifindex);
	}
	return r;
}

int wire_port(const struct wire *wire, struct plan *plan, struct error *err)
{
	struct option_values wanted = wire->rule->attach.port;
	struct link bridge, have;
	struct port_want want;
	int r = prepare(wire, &bridge, err);

	if (r == 1)
		r = error_set(err, ENODEV, "libvirt does not say which bridge it is in");
	if (r == 0)
		r = find_tap(wire, &have, err);
	if (r == 0)
		r = check_macs(wire, &bridge, &have, err);
	if (r == 0)
		r = look_further(wire, &have, err);
	if (r == 0)
		r = find_devices(wire, &wanted, err);
	if (r < 0)
		return r;
	want = wanted_port(wire, &bridge, &have);
	want.port = wanted;
	return port_plan(&have, &want, wire->live, plan, err);
}

/* The TAP as libvirt will have made it. */
static struct link tap_of_libvirt(const struct wire *wire, const struct link *bridge)
{
	struct link tap = port_fresh_tap(wire->nic->target ? wire->nic->target : "vnetN");

	tap.up = true;
	memcpy(tap.mac, wire->nic->mac, MAC_BYTES);
	tap.mac[0] = 0xfe;
	if (is_ethernet(wire->nic))
		return tap;
	tap.mtu = bridge->mtu;
	tap.master = bridge->ref;
	tap.port = option_values_initial(&port_options);
	if (wire->nic->isolated)
		option_values_set(&tap.port, PORT_isolated, true);
	if (wire->nic->vlans)
		tap.vlans = *wire->nic->vlans;
	else
		vlan_set_put_default(&tap.vlans, link_default_pvid(bridge));
	return tap;
}

/* The TAP as prepare will have made it, or used it again, by the steps that it adds. */
static int tap_of_ours(const struct wire *wire, struct link *ret, struct plan *plan,
		       struct error *err)
{
	_cleanup_(plan_clear) struct plan left = {};
	int r = plan_tap(wire, &left, plan, err);

	if (r == 0)
		r = net_look(wire->net, wire->nic->target, ret, err);
	if (r < 0)
		return r;
	if (r == 1 || left.count)
		*ret = port_fresh_tap(wire->nic->target);
	for (size_t i = 0; i < plan->count; i++)
		step_simulate(&plan->steps[i], ret);
	return 0;
}

int wire_on_paper(const struct wire *wire, struct plan *plan, struct error *err)
{
	struct option_values wanted = wire->rule->attach.port;
	struct link bridge, tap;
	struct port_want want;
	int r = prepare(wire, &bridge, err);

	if (r != 0)
		return r;
	if (own_tap_wanted(wire->nic))
		r = tap_of_ours(wire, &tap, plan, err);
	else
		tap = tap_of_libvirt(wire, &bridge);
	if (r == 0)
		r = find_devices(wire, &wanted, err);
	if (r < 0)
		return r;
	want = wanted_port(wire, &bridge, &tap);
	want.port = wanted;
	return port_plan(&tap, &want, false, plan, err);
}
