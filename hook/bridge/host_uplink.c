/* host_uplink.c - the uplink of a <bridge>, and what it is made of */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/host_uplink.h"

#include <errno.h>
#include <linux/if_ether.h>
#include <string.h>

#include "hook/bridge/uplink_port.h"
#include "netcore/cleanup.h"

void host_uplink_clear(struct host_uplink *uplink)
{
	link_list_clear(&uplink->members);
}

/* A veth pair is a container's, whose host makes it. */
bool host_is_ethernet(const struct link *link)
{
	return !link->type[0] || !strcmp(link->type, "veth");
}

enum host_uplink_kind host_uplink_kind(const struct host_uplink *uplink)
{
	if (host_is_ethernet(&uplink->link))
		return UPLINK_ETHERNET;
	if (!strcmp(uplink->link.type, "vlan") && uplink->below.ref.ifindex)
		return UPLINK_VLAN;
	if (!strcmp(uplink->link.type, "bond") && uplink->bond.value[0][0])
		return UPLINK_BOND;
	return UPLINK_OTHER;
}

uint32_t host_uplink_mtu(const struct host_uplink *uplink)
{
	return uplink->link.mtu == ETH_DATA_LEN ? 0 : uplink->link.mtu;
}

static int look_below(struct net *net, struct host_uplink *uplink, struct error *err)
{
	_cleanup_(link_list_clear) struct link_list list = {};
	const struct link *below;
	int r = net->ops->look_all(net->self, NULL, &list, err);

	if (r < 0)
		return r;
	below = link_list_find_at(&list, uplink->link.lower);
	if (below && !uplink->link.far_end)
		uplink->below = *below;
	for (size_t i = 0; i < list.count; i++)
		if (list.links[i].master.ifindex == uplink->link.ref.ifindex &&
		    !link_list_add(&uplink->members, &list.links[i]))
			return error_set(err, ENOMEM, "no memory for the devices");
	return 0;
}

int host_uplink_look(struct net *net, const char *name, const struct link_ref *bridge,
		     struct host_uplink *ret, struct error *err)
{
	struct uplink_place place;
	int r = name[0] ? net_look(net, name, &ret->link, err) : 1;

	if (r != 0)
		return r < 0 ? r : 0;
	r = uplink_place_look(net, &ret->link, &place, err);
	if (r < 0)
		return r;
	uplink_port_check(&ret->link, &place, bridge, &ret->obstacle);
	uplink_manager_find(&ret->link.ref, ret->manager);
	if (!strcmp(ret->link.type, "bond"))
		bond_read(name, &ret->bond);
	return host_is_ethernet(&ret->link) ? 0 : look_below(net, ret, err);
}
