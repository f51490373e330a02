/* picture.c - what a picture of a host's bridges has in it, however it is drawn */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/show/picture.h"

#include <errno.h>
#include <stdlib.h>

const char *const edge_colours[] = {[HEALTH_GOOD] = "#15803d",
				    [HEALTH_WAITING] = "#b45309",
				    [HEALTH_BAD] = "#b91c1c"};

const struct node_look node_looks[] = {
	[OWNER_NOBODY] = {"nobody", "#9ca3af", "#f9fafb"},
	[OWNER_LIBVIRT] = {"libvirt guest", "#1d4ed8", "#dbeafe"},
	[OWNER_QEMU] = {"QEMU, run by hand", "#c2410c", "#ffedd5"},
	[OWNER_GUEST] = {"guest", "#c2410c", "#ffedd5"},
	[OWNER_PROCESS] = {"process", "#6d28d9", "#ede9fe"},
	[OWNER_UPLINK] = {"uplink", "#0f766e", "#ccfbf1"},
	[OWNER_NAMESPACE] = {"other namespace", "#0f766e", "#f0fdfa"},
	[OWNER_UNKNOWN] = {"not known: needs root", "#9ca3af", "#fef9c3"},
};

const struct node_look router_look = {"routes, in no bridge", "#111827", "#f3f4f6"};
const struct node_look bridge_look = {"bridge", "#111827", "#e5e7eb"};

void picture_clear(struct picture *picture)
{
	free(picture->ports);
	free(picture->first);
	*picture = (struct picture){};
}

static size_t first_of_same(const struct picture *picture, size_t number)
{
	const struct port_owner *owner = &picture->ports[number]->owner;
	size_t i = 0;

	while (i < number && !owner_same(&picture->ports[i]->owner, owner))
		i++;
	return i;
}

int picture_make(const struct host_view *view, struct picture *ret)
{
	struct picture picture = {};
	size_t count = 1;

	for (size_t i = 0; i < host_view_group_count(view); i++)
		count += host_view_group(view, i)->port_count;
	picture.ports = calloc(count, sizeof(*picture.ports));
	picture.first = calloc(count, sizeof(*picture.first));
	if (!picture.ports || !picture.first) {
		picture_clear(&picture);
		return -ENOMEM;
	}
	for (size_t i = 0; i < host_view_group_count(view); i++)
		for (size_t j = 0; j < host_view_group(view, i)->port_count; j++) {
			size_t number = picture.port_count++;

			picture.ports[number] = &host_view_group(view, i)->ports[j];
			picture.first[number] = first_of_same(&picture, number);
		}
	*ret = picture;
	return 0;
}

bool picture_is_device(const struct port_view *port)
{
	return port->owner.kind == OWNER_UPLINK || port->owner.kind == OWNER_NAMESPACE;
}

bool picture_has_name(const struct port_owner *owner)
{
	return owner->kind == OWNER_LIBVIRT || owner->kind == OWNER_QEMU ||
	       owner->kind == OWNER_GUEST || owner->kind == OWNER_PROCESS;
}
