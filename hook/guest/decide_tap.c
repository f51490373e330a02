/* decide_tap.c - the TAP of a NIC: there already, whoever made it, or as it will be
 *
 * libvirt's <target managed='no'/> is for TAPs of others: of OpenStack, KubeVirt, Calico,
 * systemd-networkd, microvm.nix. Only where there is none is it ours to make.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/guest/decide_tap.h"

#include <errno.h>
#include <string.h>

#include "hook/guest/own_tap.h"
#include "netcore/port.h"

static const struct link *seen_tap(const struct decide *decide)
{
	const char *name = decide->nic->target;

	return name ? seen_link(decide->seen, name) : NULL;
}

static int leave(struct error *err, const struct link *tap, const char *what,
		 const char *which)
{
	error_set(err, EBUSY, "%s %s%s, and there is no policy; it stays as it is",
		  tap->ref.name, what, which);
	return DECIDE_LEAVE;
}

int decide_tap_leave(const struct decide *decide, struct error *err)
{
	const struct link *tap = seen_tap(decide);
	const struct link *bridge;

	if (!tap || decide->rule->file || decide->rule->attach.bridge[0])
		return 0;
	bridge = seen_link_at(decide->seen, decide->seen->default_bridge);
	if (!bridge)
		bridge = seen_link(decide->seen, "br0");
	if (own_tap_wanted(decide->nic) && !own_tap_is_marked(tap))
		return leave(err, tap, "was made by somebody else", "");
	if (tap->master.ifindex &&
	    (!bridge || tap->master.ifindex != bridge->ref.ifindex))
		return leave(err, tap, "is in ", tap->master.name);
	if (tap->has_addresses)
		return leave(err, tap, "has IP addresses of the host", "");
	return 0;
}

/* As a port it would be deaf to them. */
static int check_tap_addresses(const struct link *tap, struct error *err)
{
	const char *name = tap->ref.name;

	if (!tap->has_addresses)
		return 0;
	return error_set(err, EBUSY,
			 "%s has IP addresses of the host, which a port of a bridge "
			 "cannot use; remove them (ip address flush dev %s), or let a "
			 "rule <ignore/> this NIC",
			 name, text_for_shell(name).text);
}

static int check_kind(const struct link *tap, struct error *err)
{
	if (tap->kind == LINK_TAP)
		return 0;
	return error_set(err, EINVAL,
			 "%s is not a TAP device; let a rule <ignore/> this NIC",
			 tap->ref.name);
}

/* One that is there already. */
static int check_tap(const struct decide *decide, const struct link *tap,
		     struct error *err)
{
	int r = check_kind(tap, err);

	if (r < 0)
		return r;
	if (own_tap_wanted(decide->nic) && own_tap_is_anothers(decide->guest, tap))
		return own_tap_refuse(tap, err);
	return check_tap_addresses(tap, err);
}

static int find_tap(const struct decide *decide, struct link *ret, struct error *err)
{
	const char *name = decide->nic->target;
	const struct link *tap = seen_tap(decide);
	int r;

	if (!name)
		return error_set(err, ENODEV, "libvirt does not name its TAP device");
	if (!tap)
		return error_set(err, ENODEV, "there is no TAP device %s", name);
	r = check_tap(decide, tap, err);
	if (r < 0)
		return r;
	*ret = *tap;
	return 0;
}

/* The TAP as libvirt will have made it. */
static struct link simulate_libvirts_tap(const struct decide *decide,
					 const struct link *bridge)
{
	const struct nic *nic = decide->nic;
	struct link tap = port_fresh_tap(nic->target ? nic->target : "vnetN");

	tap.up = true;
	memcpy(tap.mac, nic->mac, MAC_BYTES);
	tap.mac[0] = 0xfe;
	if (nic->mtu || !nic_is_ethernet(nic))
		tap.mtu = nic->mtu ? nic->mtu : bridge->mtu;
	tap.ipv6.known = tap.mtu >= LINK_IPV6_MTU;
	if (nic_is_ethernet(nic))
		return tap;
	tap.master = bridge->ref;
	tap.port = option_values_initial(&port_options);
	if (nic->isolated)
		option_values_set(&tap.port, PORT_isolated, true);
	if (nic->vlans)
		tap.vlans = *nic->vlans;
	else
		vlan_set_put_default(&tap.vlans, link_default_pvid(bridge));
	return tap;
}

int decide_tap_prepare(const struct decide *decide, struct plan *left, struct plan *plan,
		       struct error *err)
{
	const struct link *there = seen_tap(decide);
	struct tap tap;
	int r = own_tap_read(decide->nic, &decide->rule->attach, decide->seen->offline,
			     &tap, err);

	if (r < 0)
		return r;
	r = there ? check_tap(decide, there, err) : 0;
	return r < 0 ? r
		     : own_tap_plan(decide->seen, decide->guest, decide->nic, &tap, left,
				    plan, err);
}

/* The TAP as prepare will have made it, or used it again, by the steps that it adds. */
static int simulate_own_tap(const struct decide *decide, struct link *ret,
			    struct plan *plan, struct error *err)
{
	_cleanup_(plan_clear) struct plan left = {};
	int r = decide_tap_prepare(decide, &left, plan, err);
	const struct link *there;

	if (r < 0)
		return r;
	there = seen_tap(decide);
	*ret = there && left.count == 0 ? *there : port_fresh_tap(decide->nic->target);
	for (size_t i = 0; i < plan->count; i++)
		step_simulate(&plan->steps[i], ret);
	return 0;
}

int decide_tap(const struct decide *decide, const struct link *bridge, struct link *ret,
	       struct plan *plan, struct error *err)
{
	if (decide->moment != MOMENT_SIMULATE)
		return find_tap(decide, ret, err);
	if (own_tap_wanted(decide->nic))
		return simulate_own_tap(decide, ret, plan, err);
	*ret = simulate_libvirts_tap(decide, bridge);
	return 0;
}
