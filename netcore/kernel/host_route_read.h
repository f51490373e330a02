/* host_route_read.h - the kernel's message of a route as text for people's files */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/host_addresses.h"
#include "netcore/kernel/ip_object_row.h"

/* The address as text; false: there is none. ret has HOST_ADDRESS_TEXT bytes. */
bool host_text_of(int family, const struct nlattr *attribute, char *ret);

/* ret as it is seen from the device. 1: it has something that struct host_route cannot
 * hold, which why names ("several tables"); ret then tells only where it leads. */
int host_route_read(struct nlmsghdr *message, uint32_t ifindex, struct host_route *ret,
		    const char **why);

/* Whether the message is another nexthop of the IPv6 route that was read before it. */
bool host_route_continues(struct nlmsghdr *message, const struct host_route *before,
			  const struct host_route *route);
