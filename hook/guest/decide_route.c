/* decide_route.c - the steps that route one NIC: a pure function of guest, rule and what
 * was seen
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/guest/decide_route.h"

#include <errno.h>
#include <string.h>

#include "hook/guest/altname.h"
#include "hook/guest/contradiction.h"
#include "hook/guest/decide_tap.h"
#include "hook/guest/own_tap.h"
#include "hook/guest/route_want.h"

/* --- what contradicts it */

/* Its bridge is libvirt's doing, or what the guest asks the helper for. */
static int check_without_bridge(const struct decide *decide, struct error *err)
{
	const struct nic *nic = decide->nic;

	if (nic_is_ethernet(nic) && decide->guest->origin != ORIGIN_BRIDGE_HELPER)
		return 0;
	return error_set(
		err, EINVAL,
		"the rule routes this NIC, but the guest asks for a bridge (%s); "
		"use <interface type='ethernet'>, or onebridge-ifup, or let the "
		"rule <attach/> it",
		nic->bridge ? nic->bridge : nic->type);
}

static const char *name_of_device(const struct seen *seen, uint32_t ifindex)
{
	const struct link *link = seen_link_at(seen, ifindex);

	return link ? link->ref.name : "another device";
}

/* The gateway of guests without a network is the same on all their TAPs. */
static int check_address(const struct decide *decide, const struct ip_entry *wanted,
			 const struct ip_entry *there, struct error *err)
{
	const char *device = name_of_device(decide->seen, there->dev.ifindex);
	bool same = ip_prefix_same_address(&wanted->prefix, &there->prefix);
	char text[IP_PREFIX_TEXT], other[IP_PREFIX_TEXT];

	if (!route_has_ips(&decide->rule->route, wanted->prefix.ipv6) ||
	    !ip_prefix_overlaps(&wanted->prefix, &there->prefix) ||
	    (!same && route_has_guests(&decide->rule->route, wanted->prefix.ipv6)))
		return 0;
	ip_prefix_print(&wanted->prefix, text);
	ip_prefix_print(&there->prefix, other);
	if (same)
		return error_set(
			err, EADDRINUSE,
			"the host has the address %s already, on %s; use another "
			"one in the rule (<ip address=>)",
			text, device);
	return error_set(err, EADDRINUSE,
			 "the network of %s overlaps that of %s on %s; use another one "
			 "in the rule (<ip address= prefix=>)",
			 text, other, device);
}

static int check_guest_route(const struct decide *decide, const struct ip_prefix *guest,
			     const struct ip_entry *there, const struct link *tap,
			     struct error *err)
{
	const char *device = name_of_device(decide->seen, there->dev.ifindex);
	char text[IP_PREFIX_TEXT];

	if (!ip_prefix_same_address(guest, &there->prefix))
		return 0;
	ip_prefix_print_address(guest, text);
	if (there->what == IP_ADDRESS)
		return error_set(err, EADDRINUSE,
				 "the guest's address %s is the host's own, on %s; use "
				 "another one (<guest address=>)",
				 text, device);
	if (there->what != IP_ROUTE || (tap && there->dev.ifindex == tap->ref.ifindex))
		return 0;
	return error_set(err, EADDRINUSE,
			 "the guest's address %s is routed to %s already, perhaps for "
			 "another guest; use another one (<guest address=>), or delete "
			 "that route (ip route show %s)",
			 text, device, text);
}

static int check_entry(const struct decide *decide, const struct ip_entry *there,
		       const struct ip_entries *wanted, const struct link *tap,
		       struct error *err)
{
	const struct route *route = &decide->rule->route;
	bool own = tap && there->dev.ifindex == tap->ref.ifindex;
	int r = 0;

	for (size_t i = 0; r == 0 && !own && i < wanted->count; i++)
		if (wanted->all[i].what == IP_ADDRESS && there->what == IP_ADDRESS)
			r = check_address(decide, &wanted->all[i], there, err);
	for (size_t i = 0; r == 0 && i < route->guest_count; i++)
		r = check_guest_route(decide, &route->guests[i], there, tap, err);
	return r;
}

static int check_entries(const struct decide *decide, const struct link *tap,
			 struct error *err)
{
	_cleanup_(ip_entries_clear) struct ip_entries wanted = {};
	const struct ip_entries *there = &decide->seen->ip;
	int r = 0;

	route_want_entries(&decide->rule->route, &(struct link_ref){}, NULL, &wanted);
	for (size_t i = 0; r == 0 && i < there->count; i++)
		r = check_entry(decide, &there->all[i], &wanted, tap, err);
	return r;
}

/* As it would be, where there is no host to look at. */
static int find_forward_device(const struct decide *decide, struct link *ret,
			       struct error *err)
{
	const char *name = decide->rule->route.dev;
	const struct link *link = seen_link(decide->seen, name);
	int r = altname_refuse(decide->seen, name, err);

	*ret = (struct link){.settings = decide->seen->new_settings};
	memcpy(ret->ref.name, name, IFNAMSIZ);
	if (r < 0 || !*name)
		return r;
	if (link)
		*ret = *link;
	if (link || decide->seen->offline)
		return 0;
	return error_set(err, ENODEV,
			 "there is no device %s, by which the rule forwards; name the "
			 "one that leads out of the host (ip route show default)",
			 name);
}

/* --- the TAP */

static int check_master(const struct decide *decide, const struct link *tap,
			struct error *err)
{
	const char *master = name_of_device(decide->seen, tap->master.ifindex);

	if (!tap->master.ifindex || decide->move)
		return 0;
	return error_set(err, EBUSY,
			 "%s is in %s, and the rule routes it; take it out (ip link set "
			 "%s nomaster), or let the rule <attach/> it",
			 tap->ref.name, master, text_for_shell(tap->ref.name).text);
}

static int plan_route(const struct decide *decide, const struct link *uplink,
		      struct plan *plan, struct error *err)
{
	_cleanup_(routed_want_clear) struct routed_want want = {};
	struct seen *seen = (struct seen *)decide->seen;
	const struct plan *done = decide->moment == MOMENT_LIVE ? decide->done : NULL;
	struct link tap;
	int r = decide_tap(decide, NULL, &tap, plan, err);

	if (r < 0)
		return r;
	r = check_master(decide, &tap, err);
	if (r < 0)
		return r;
	if (!seen_link(seen, tap.ref.name))
		tap.settings = seen->new_settings;
	tap.ip = &seen->ip;
	r = route_want(decide->rule, seen, &tap.ref, uplink->ref.name[0] ? uplink : NULL,
		       decide->nic->mtu, &want, err);
	if (r < 0)
		return r;
	return routed_plan(&tap, &want, done, decide->moment == MOMENT_START, plan, err);
}

int decide_route(const struct decide *decide, struct plan *left, struct plan *plan,
		 struct error *err)
{
	const char *name = decide->nic->target;
	struct link uplink;
	int r = check_without_bridge(decide, err);

	if (r < 0)
		return r;
	r = contradiction_find(decide->guest, decide->nic, &decide->rule->attach, err);
	if (r < 0)
		return r;
	r = find_forward_device(decide, &uplink, err);
	if (r < 0)
		return r;
	r = check_entries(decide, name ? seen_link(decide->seen, name) : NULL, err);
	if (r < 0)
		return r;
	if (decide->moment != MOMENT_PREPARE)
		return plan_route(decide, &uplink, plan, err);
	return own_tap_wanted(decide->nic) ? decide_tap_prepare(decide, left, plan, err)
					   : 0;
}
