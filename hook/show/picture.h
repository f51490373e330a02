/* picture.h - what a picture of a host's bridges has in it, however it is drawn */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/show/host_view.h"
#include "hook/show/port_text.h"

/* How a node looks, by who it is. */
struct node_look {
	const char *title, *border, *fill;
};
extern const struct node_look node_looks[], bridge_look, router_look;
extern const char *const edge_colours[]; /* by enum health */

/* All ports of all bridges, so that each has a number; whoever is behind several of them
 * is one node, that of the first. */
struct picture {
	const struct port_view **ports;
	size_t *first; /* by port: the first that has the same owner */
	size_t port_count;
};

/* 0 or -ENOMEM. The view must live as long. */
int picture_make(const struct host_view *view, struct picture *ret);
void picture_clear(struct picture *picture);

/* Not a TAP: the node is the port itself. */
bool picture_is_device(const struct port_view *port);

/* Whether it is somebody, with a row for each NIC. */
bool picture_has_name(const struct port_owner *owner);
