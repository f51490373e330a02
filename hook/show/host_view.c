/* host_view.c - a host's bridges and their ports, in the order in which they are shown */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/show/host_view.h"

#include <errno.h>
#include <string.h>

#include "netcore/array.h"

void host_view_clear(struct host_view *view)
{
	for (size_t i = 0; i < view->bridge_count; i++)
		free(view->bridges[i].ports);
	free(view->bridges);
	free(view->routed.ports);
	*view = (struct host_view){};
}

static int by_link_name(const struct link *a, const struct link *b)
{
	return strverscmp(a->ref.name, b->ref.name);
}

static int bridge_order(const void *a, const void *b)
{
	return by_link_name(((const struct bridge_view *)a)->link,
			    ((const struct bridge_view *)b)->link);
}

static int port_order(const void *a, const void *b)
{
	const struct link *left = ((const struct port_view *)a)->link,
			  *right = ((const struct port_view *)b)->link;
	int taps = (left->kind == LINK_TAP) - (right->kind == LINK_TAP);

	return taps ? taps : by_link_name(left, right);
}

static struct port_view port_of(const struct link *link)
{
	struct port_view port = {.link = link};

	if (link->kind != LINK_TAP)
		port.owner.kind = link->far_end ? OWNER_NAMESPACE : OWNER_UPLINK;
	return port;
}

static bool is_port_of(const struct link *link, const struct link *bridge)
{
	return link->is_port && link->master.ifindex == bridge->ref.ifindex;
}

static bool view_bridge(const struct link_list *list, const struct link *bridge,
			struct bridge_view *ret)
{
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		count += is_port_of(&list->links[i], bridge);
	ret->link = bridge;
	ret->ports = calloc(count ? count : 1, sizeof(*ret->ports));
	if (!ret->ports)
		return false;
	for (size_t i = 0; i < list->count; i++)
		if (is_port_of(&list->links[i], bridge))
			ret->ports[ret->port_count++] = port_of(&list->links[i]);
	qsort(ret->ports, count, sizeof(*ret->ports), port_order);
	return true;
}

int host_view_make(const struct link_list *list, const struct link *bridge,
		   struct host_view *ret, struct error *err)
{
	_cleanup_(host_view_clear) struct host_view view = {};

	view.bridges = calloc(list->count ? list->count : 1, sizeof(*view.bridges));
	if (!view.bridges)
		return error_set(err, ENOMEM, "no memory for the bridges");
	for (size_t i = 0; i < list->count; i++) {
		const struct link *link = &list->links[i];

		if (link->kind != LINK_BRIDGE || (bridge && link != bridge))
			continue;
		if (!view_bridge(list, link, &view.bridges[view.bridge_count]))
			return error_set(err, ENOMEM, "no memory for the ports");
		view.bridge_count++;
	}
	qsort(view.bridges, view.bridge_count, sizeof(*view.bridges), bridge_order);
	*ret = view;
	view = (struct host_view){};
	return 0;
}

int host_view_add_routed(struct host_view *view, const struct link *tap,
			 const struct host_addresses *has, struct error *err)
{
	struct bridge_view *routed = &view->routed;
	size_t i = routed->port_count;

	if (!array_grow(&routed->ports, routed->port_count, sizeof(*routed->ports)))
		return error_set(err, ENOMEM, "no memory for the TAP devices");
	for (; i > 0 && by_link_name(tap, routed->ports[i - 1].link) < 0; i--)
		routed->ports[i] = routed->ports[i - 1];
	routed->ports[i] = (struct port_view){.link = tap, .has = has};
	routed->port_count++;
	return 0;
}

size_t host_view_group_count(const struct host_view *view)
{
	return view->bridge_count + (view->routed.port_count > 0);
}

const struct bridge_view *host_view_group(const struct host_view *view, size_t index)
{
	return index < view->bridge_count ? &view->bridges[index] : &view->routed;
}

bool bridge_view_has_vlans(const struct bridge_view *group)
{
	return group->link && link_filters_vlans(group->link);
}
