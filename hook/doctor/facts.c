/* facts.c - what doctor looks at, once and before it decides anything */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/doctor/facts.h"

#include <errno.h>
#include <string.h>

#include "netcore/cleanup.h"

void facts_clear(struct facts *facts)
{
	free(facts->devices);
	host_view_clear(&facts->view);
	link_list_clear(&facts->links);
	*facts = (struct facts){};
}

const struct device_fact *facts_device(const struct facts *facts, const struct link *link)
{
	for (size_t i = 0; i < facts->device_count; i++)
		if (facts->devices[i].link == link)
			return &facts->devices[i];
	return NULL;
}

const struct link *facts_uplink(const struct bridge_view *bridge)
{
	for (size_t i = 0; i < bridge->port_count; i++)
		if (bridge->ports[i].owner.kind == OWNER_UPLINK)
			return bridge->ports[i].link;
	return NULL;
}

/* NET_ADDR_SET in linux/netdevice.h; a bridge then keeps it:
 * br_stp_recalculate_bridge_id() in the kernel's net/bridge/br_stp_if.c. */
static bool mac_is_set(const char *device)
{
	_cleanup_(cleanup_file) FILE *in = NULL;
	char path[64];
	int type = 0;

	snprintf(path, sizeof(path), "/sys/class/net/%s/addr_assign_type", device);
	in = fopen(path, "re");
	return in && fscanf(in, "%d", &type) == 1 && type == 3;
}

/* Without one, nothing is missed where libvirt does not answer. */
static bool has_libvirt_guest(const struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->holders.count; i++)
		if (evidence->holders.all[i].is_libvirts)
			return true;
	for (size_t i = 0; i < evidence->kept.count; i++)
		if (evidence->kept.all[i].id.kind == STATE_GUEST)
			return true;
	return false;
}

static void look_at_device(struct net *net, struct facts *facts, const struct link *link)
{
	facts->devices[facts->device_count++] = (struct device_fact){
		.link = link,
		.has_addresses =
			net->ops->has_addresses(net->self, link->ref.ifindex, NULL) == 1,
		.mac_is_set = mac_is_set(link->ref.name),
	};
}

static void look_at_bridge(struct net *net, struct facts *facts,
			   struct bridge_view *bridge)
{
	look_at_device(net, facts, bridge->link);
	for (size_t i = 0; i < bridge->port_count; i++) {
		struct port_view *port = &bridge->ports[i];

		if (port->link->kind == LINK_TAP)
			port->owner = tap_owner(port->link, facts->evidence);
		else
			look_at_device(net, facts, port->link);
	}
}

int facts_look(struct net *net, const struct evidence *evidence, bool libvirt_answers,
	       struct facts *ret, struct error *err)
{
	struct facts *facts = ret;
	int r = net->ops->look_all(net->self, NULL, &facts->links, err);

	if (r < 0)
		return r;
	facts->evidence = evidence;
	facts->unseen |= evidence->holders.hidden << SIGHT_PROCESSES;
	if (!libvirt_answers && has_libvirt_guest(evidence))
		facts->unseen |= 1U << SIGHT_LIBVIRT;
	r = host_view_make(&facts->links, NULL, &facts->view, err);
	if (r < 0)
		return r;
	facts->devices = calloc(facts->links.count + 1, sizeof(*facts->devices));
	if (!facts->devices)
		return error_set(err, ENOMEM, "no memory for the devices");
	for (size_t i = 0; i < facts->view.bridge_count; i++)
		look_at_bridge(net, facts, &facts->view.bridges[i]);
	return 0;
}
