/* uplink_port.c - whether the kernel takes a device as a port, and what is in the way
 *
 * br_add_if() in net/bridge/br_if.c refuses what is not Ethernet, what has a master, and
 * Wi-Fi stations (IFF_DONT_BRIDGE, net/wireless/core.c). netdev_rx_handler_register()
 * refuses a device whose frames another driver takes already. What it accepts although
 * guests could receive nothing is refused here, too.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/bridge/uplink_port.h"

#include <errno.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <string.h>

#include "netcore/cleanup.h"

/* --- look */

/* Drivers that take all frames of the device below theirs. */
static bool takes_frames(const struct link *link)
{
	static const char *const types[] = {"macvlan", "macvtap", "ipvlan", "ipvtap",
					    "macsec"};

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (!strcmp(link->type, types[i]))
			return true;
	return false;
}

static int look_around(struct net *net, const struct link *uplink,
		       struct uplink_place *place, struct error *err)
{
	_cleanup_(link_list_clear) struct link_list list = {};
	const struct link *master, *below;
	int r = net->ops->look_all(net->self, NULL, &list, err);

	if (r < 0)
		return r;
	master = link_list_find_at(&list, uplink->master.ifindex);
	below = link_list_find_at(&list, uplink->lower);
	if (master)
		place->master = *master;
	if (below)
		place->below = below->ref;
	for (size_t i = 0; i < list.count; i++)
		if (list.links[i].lower == uplink->ref.ifindex &&
		    takes_frames(&list.links[i]))
			place->on_top = list.links[i];
	return 0;
}

int uplink_place_look(struct net *net, const struct link *uplink,
		      struct uplink_place *ret, struct error *err)
{
	struct uplink_place place = {};
	int r = look_around(net, uplink, &place, err);

	if (r < 0)
		return r;
	r = net->ops->is_station(net->self, uplink, err);
	if (r < 0)
		return r;
	place.is_station = r;
	*ret = place;
	return 0;
}

/* --- decide: what it can never be */

static bool is_loopback(const struct link *uplink, const struct uplink_place *place)
{
	return uplink->hardware == ARPHRD_LOOPBACK;
}

static bool is_bridge(const struct link *uplink, const struct uplink_place *place)
{
	return uplink->kind == LINK_BRIDGE;
}

static bool is_vrf(const struct link *uplink, const struct uplink_place *place)
{
	return !strcmp(uplink->type, "vrf");
}

static bool is_no_ethernet(const struct link *uplink, const struct uplink_place *place)
{
	return uplink->hardware != ARPHRD_ETHER;
}

static bool has_no_mac(const struct link *uplink, const struct uplink_place *place)
{
	static const uint8_t zeros[MAC_BYTES];

	return uplink->mac[0] & 1 || !memcmp(uplink->mac, zeros, MAC_BYTES);
}

static bool is_station(const struct link *uplink, const struct uplink_place *place)
{
	return place->is_station;
}

/* macvlan_handle_frame() looks the destination up among the macvlans' own addresses, and
 * ipvlan_handle_frame() among their IP addresses. In passthru mode all is passed on. */
static bool is_macvlan(const struct link *uplink, const struct uplink_place *place)
{
	return takes_frames(uplink) && strcmp(uplink->type, "macsec") != 0 &&
	       !uplink->passthru;
}

static const struct obstacle {
	bool (*holds)(const struct link *uplink, const struct uplink_place *place);
	const char *what, *way_out;
	const char *command, *options; /* before and after the uplink's name */
} obstacles[] = {
	{is_loopback, "is the loopback device, which reaches no other host",
	 "name the Ethernet device that leads to the network, or remove <uplink>"},
	{is_bridge, "is a bridge itself", "name the device below it"},
	{is_vrf, "is a VRF, which carries no frames of its own",
	 "name the device in it that leads to the network"},
	{is_no_ethernet, "is not an Ethernet device, and cannot be a bridge port",
	 "name an Ethernet device, or remove <uplink> and route the guests' network "
	 "through it"},
	{has_no_mac, "has no valid MAC address, and cannot be a bridge port", "set one",
	 "ip link set", "address MAC"},
	{is_station,
	 "is a Wi-Fi client, whose access point accepts only its own MAC address, and "
	 "cannot be a bridge port",
	 "name a wired device, or remove <uplink> and route the guests' network through "
	 "it; where the access point supports 4-address frames, turn them on",
	 "iw dev", "set 4addr on"},
	{is_macvlan,
	 "receives frames for its own address only, so that guests behind it would "
	 "receive nothing",
	 "name the device below it, or use a macvlan in passthru mode"},
};

/* "vpn0 (tun)": what ip(8) calls its type. */
static void print_device(const struct link *link, char *ret, size_t size)
{
	snprintf(ret, size, "%s%s%s%s", link->ref.name, link->type[0] ? " (" : "",
		 link->type, link->type[0] ? ")" : "");
}

static int refuse_kind(const struct link *uplink, const struct uplink_place *place,
		       const struct obstacle *obstacle, struct error *err)
{
	char device[IFNAMSIZ + 20], more[512] = "";

	print_device(uplink, device, sizeof(device));
	if (obstacle->command)
		snprintf(more, sizeof(more), " (%s %s %s)", obstacle->command,
			 text_for_shell(uplink->ref.name).text, obstacle->options);
	else if (place->below.ifindex)
		snprintf(more, sizeof(more), " (it is on %s)", place->below.name);
	return error_set(err, EINVAL, "the uplink %s %s; %s%s", device, obstacle->what,
			 obstacle->way_out, more);
}

/* --- and whose it is already */

/* By the type of the device that it is a port of; the last one fits all. */
static const struct {
	const char *type, *before;
	const char *command, *options; /* before and after the uplink's name */
	const char *after;
} masters[] = {
	{"bond", "name the bond as the uplink, or ", "ip link set", " nomaster", ""},
	{"team", "name the team device as the uplink, or ", "ip link set", " nomaster",
	 ""},
	{"vrf", "", "ip link set", " nomaster",
	 ", and put the bridge into the VRF instead"},
	{"openvswitch", "", "ovs-vsctl del-port", "", ", or name another uplink"},
	{"", "", "ip link set", " nomaster", ", or name another uplink"},
};

static int refuse_master(const struct link *uplink, const struct link *master,
			 struct error *err)
{
	const char *name = uplink->ref.name;
	size_t i = 0;

	while (masters[i].type[0] && strcmp(masters[i].type, master->type) != 0)
		i++;
	return error_set(err, EBUSY,
			 "the uplink %s is in %s already; %stake it out (%s %s%s)%s",
			 name, master->ref.name[0] ? master->ref.name : "another device",
			 masters[i].before, masters[i].command, text_for_shell(name).text,
			 masters[i].options, masters[i].after);
}

static int refuse_on_top(const struct link *uplink, const struct link *on_top,
			 struct error *err)
{
	const char *name = on_top->ref.name;

	if (!strcmp(on_top->type, "macsec"))
		return error_set(
			err, EBUSY,
			"the macsec device %s takes the frames of the uplink %s; "
			"name %s as the uplink",
			name, uplink->ref.name, name);
	return error_set(err, EBUSY,
			 "the %s device %s takes the frames of the uplink %s; delete it "
			 "(ip link delete %s), and attach what uses it to the bridge",
			 on_top->type, name, uplink->ref.name, text_for_shell(name).text);
}

int uplink_port_check(const struct link *uplink, const struct uplink_place *place,
		      const struct link_ref *bridge, struct error *err)
{
	if (uplink->master.ifindex && uplink->master.ifindex == bridge->ifindex)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(obstacles); i++)
		if (obstacles[i].holds(uplink, place))
			return refuse_kind(uplink, place, &obstacles[i], err);
	if (uplink->master.ifindex)
		return refuse_master(uplink, &place->master, err);
	return place->on_top.ref.ifindex ? refuse_on_top(uplink, &place->on_top, err) : 0;
}
