/* ip_object.h - what the host has on a device: addresses, routes, nexthops, neighbours
 *
 * An object is the kernel's own answer, which can be sent back to it with another device
 * in it, so that every attribute goes along: lifetimes, scopes, metrics, tables, labels.
 * A kind of object is one row. What the kernel makes itself is left out: the link-local
 * address that follows from the MAC, local and broadcast routes.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/link.h"
#include "netcore/kernel/rtnl.h"

/* The order in which objects are made; they are deleted in reverse. */
enum ip_turn {
	TURN_ADDRESS,
	TURN_LINK_ROUTE, /* gateways are looked for among these */
	TURN_NEXTHOP,
	TURN_ROUTE,
	TURN_NEIGHBOUR,
	IP_TURNS,
};

struct ip_object_row;

struct ip_object {
	struct nlmsghdr *message; /* a copy of the kernel's */
	const struct ip_object_row *row;
	enum ip_turn turn;
};

struct ip_objects {
	struct ip_object *all;
	size_t count;
};

/* Adds the objects of one kind that the device has. */
int ip_objects_read_row(struct nl_sock *socket, uint32_t ifindex,
			const struct ip_object_row *row, struct ip_objects *objects,
			struct error *err);

/* All objects of that device, in the order in which they are to be made. The caller ends
 * with ip_objects_clear(). */
int ip_objects_read(struct nl_sock *socket, uint32_t ifindex, struct ip_objects *ret,
		    struct error *err);
void ip_objects_clear(struct ip_objects *objects);

/* A link-local address of IPv6, or a route to such ones: each device has its own. */
bool ip_object_is_link_local(const struct ip_object *object);

bool ip_objects_have(const struct ip_objects *objects, const struct ip_object *object);

/* The messages that make the object on that device, and that delete it where it is. NULL:
 * no memory. */
struct nl_msg *ip_object_make(const struct ip_object *object, const struct link_ref *from,
			      const struct link_ref *to);
struct nl_msg *ip_object_delete(const struct ip_object *object,
				const struct link_ref *from);
