/* ip_object_row.h - a kind of what the host has on a device, as one row
 *
 * To add a kind, add its row, and name it in ip_object.c.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <linux/if_addr.h>
#include <linux/neighbour.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>

#include "netcore/kernel/ip_object.h"

union ip_header {
	struct ifaddrmsg address;
	struct rtmsg route;
	struct nhmsg nexthop;
	struct ndmsg neighbour;
};

/* An object's attributes are copied for another device. */
struct ip_copy {
	const struct nlmsghdr *object;
	const struct link_ref *from, *to;
	bool deletes; /* the object, not makes it */
};

struct ip_object_row {
	const char *name;   /* for messages: "an address" */
	int ask;            /* RTM_GET… */
	int make, take_out; /* RTM_NEW…, RTM_DEL… (0: it is gone once made elsewhere) */
	int flags;          /* beside NLM_F_CREATE */
	size_t header;
	int device; /* the question's attribute for the device; 0: it is in the header */
	uint8_t neighbour_flags; /* the question's NTF_… */

	/* Whether the part of a dump is such an object of the device, and its turn. */
	bool (*wanted)(struct nlmsghdr *part, uint32_t ifindex, enum ip_turn *ret_turn);

	/* Names the device in the header; attribute by attribute, what is to be sent. */
	void (*set_device)(void *header, const struct ip_copy *copy);
	int (*copy)(struct nl_msg *message, struct nlattr *attribute,
		    const struct ip_copy *copy);

	/* Whether both are the same to the kernel, were they on one device. */
	bool (*same)(struct nlmsghdr *a, struct nlmsghdr *b);
};

extern const struct ip_object_row ip_address_row, ip_route_row, ip_nexthop_row,
	ip_neighbour_row, ip_proxy_row;

/* For rows: whether both messages have the same values of these attributes, or lack them.
 */
bool ip_same_attributes(struct nlmsghdr *a, struct nlmsghdr *b, size_t header,
			const int *attributes, size_t count);

/* For rows: the attribute as it is. */
int ip_copy_attribute(struct nl_msg *message, struct nlattr *attribute);

/* An IPv6 address of the link-local kind. */
static inline bool ip_is_link_local(const uint8_t *address)
{
	return address[0] == 0xfe && (address[1] & 0xc0) == 0x80;
}
