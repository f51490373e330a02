/* ip_route.h - a route of a device, to be put on another one */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/kernel/ip_object_row.h"

/* An IPv6 route with several nexthops. */
bool ip_route_has_hops(struct nlmsghdr *route);

/* The route by that one of its nexthops alone, its weight kept. NULL: no memory. */
struct nl_msg *ip_route_by_hop(struct nlmsghdr *route, const struct rtnexthop *hop);

/* A default route that the kernel has made of a router advertisement. */
bool ip_route_is_advertised(const struct nlmsghdr *route);

/* The route that stands in for such a one on another device. */
bool ip_route_is_stand_in(const struct nlmsghdr *route);

/* The route's metric, or that of the one which it stands in for; 0: none was named. */
uint32_t ip_route_metric(const struct nlmsghdr *route);

/* A route to a device's own network that the kernel has made for an address. */
bool ip_route_is_prefix(const struct nlmsghdr *route);
