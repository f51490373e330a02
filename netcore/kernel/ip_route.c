/* ip_route.c - a route of a device, to be put on another one
 *
 * A default route that the kernel has made of a router advertisement is the kernel's to
 * make again: one of the same metric that came by netlink makes it ignore the rest of
 * each advertisement, prefixes too (ndisc_router_discovery() in net/ipv6/ndisc.c, "failed
 * to add default route"). Until the next advertisement another one stands in, which is
 * used only as long as there is no better one, and which runs out when the router's
 * would.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/ip_route.h"

#include <netlink/attr.h>
#include <string.h>
#include <sys/socket.h>

#include "netcore/cleanup.h"

enum {
	KERNEL_METRIC = 256,   /* IP6_RT_PRIO_ADDRCONF in net/ip6_route.h */
	STAND_IN_WORSE_BY = 1, /* in metric */
};

static struct nlattr *route_attribute(const struct nlmsghdr *route, int type)
{
	return nlmsg_find_attr((struct nlmsghdr *)route, sizeof(struct rtmsg), type);
}

static uint32_t route_number(const struct nlmsghdr *route, int type)
{
	struct nlattr *attribute = route_attribute(route, type);

	return attribute ? nla_get_u32(attribute) : 0;
}

static uint32_t route_table(const struct nlmsghdr *route)
{
	const struct rtmsg *header = nlmsg_data(route);

	return route_attribute(route, RTA_TABLE) ? route_number(route, RTA_TABLE)
						 : header->rtm_table;
}

/* In seconds, where the kernel has told hundredths of them; 0: never. */
static uint32_t route_expiry(const struct nlmsghdr *route)
{
	struct rta_cacheinfo info = {};
	struct nlattr *attribute = route_attribute(route, RTA_CACHEINFO);

	if (attribute)
		nla_memcpy(&info, attribute, sizeof(info));
	return info.rta_expires > 0 ? ((uint32_t)info.rta_expires + 99) / 100 : 0;
}

static bool is_expiring_default(const struct nlmsghdr *route, uint8_t protocol)
{
	const struct rtmsg *header = nlmsg_data(route);

	return header->rtm_family == AF_INET6 && header->rtm_dst_len == 0 &&
	       header->rtm_protocol == protocol && route_expiry(route) &&
	       route_attribute(route, RTA_GATEWAY);
}

bool ip_route_is_advertised(const struct nlmsghdr *route)
{
	return is_expiring_default(route, RTPROT_RA);
}

bool ip_route_is_stand_in(const struct nlmsghdr *route)
{
	return is_expiring_default(route, RTPROT_BOOT);
}

uint32_t ip_route_metric(const struct nlmsghdr *route)
{
	uint32_t metric = route_number(route, RTA_PRIORITY);

	return ip_route_is_stand_in(route) ? metric - STAND_IN_WORSE_BY : metric;
}

bool ip_route_is_prefix(const struct nlmsghdr *route)
{
	const struct rtmsg *header = nlmsg_data(route);

	return header->rtm_protocol == RTPROT_KERNEL && header->rtm_type == RTN_UNICAST;
}

/* What each device has by itself: local and broadcast routes, fe80::/64, ff00::/8. A
 * manager's own fe80::/64 has another metric. */
static bool route_is_kernels(const struct nlmsghdr *route)
{
	const struct rtmsg *header = nlmsg_data(route);
	struct nlattr *to = route_attribute(route, RTA_DST);

	if (header->rtm_protocol != RTPROT_KERNEL)
		return false;
	return header->rtm_type != RTN_UNICAST || route_table(route) == RT_TABLE_LOCAL ||
	       (header->rtm_family == AF_INET6 && to && nla_len(to) == 16 &&
		ip_is_link_local(nla_data(to)) &&
		route_number(route, RTA_PRIORITY) == KERNEL_METRIC);
}

static bool hops_use(struct nlattr *hops, uint32_t ifindex)
{
	struct rtnexthop *hop = nla_data(hops);

	for (int left = nla_len(hops); RTNH_OK(hop, left);
	     left -= RTNH_ALIGN(hop->rtnh_len), hop = RTNH_NEXT(hop))
		if ((uint32_t)hop->rtnh_ifindex == ifindex)
			return true;
	return false;
}

static bool route_uses(const struct nlmsghdr *route, uint32_t ifindex)
{
	struct nlattr *hops = route_attribute(route, RTA_MULTIPATH);

	return route_number(route, RTA_OIF) == ifindex ||
	       (hops && hops_use(hops, ifindex));
}

static enum ip_turn route_turn(const struct nlmsghdr *route)
{
	const struct rtmsg *header = nlmsg_data(route);

	if (route_attribute(route, RTA_GATEWAY) || route_attribute(route, RTA_VIA) ||
	    route_attribute(route, RTA_MULTIPATH))
		return TURN_ROUTE;
	return header->rtm_family == AF_INET6 || header->rtm_scope != RT_SCOPE_UNIVERSE
		       ? TURN_LINK_ROUTE
		       : TURN_ROUTE;
}

/* A route by a nexthop object follows that. */
static bool route_wanted(struct nlmsghdr *part, uint32_t ifindex, enum ip_turn *ret_turn)
{
	struct rtmsg *header = nlmsg_data(part);

	if (part->nlmsg_type != RTM_NEWROUTE || header->rtm_flags & RTM_F_CLONED ||
	    route_attribute(part, RTA_NH_ID) || !route_uses(part, ifindex) ||
	    route_is_kernels(part))
		return false;
	*ret_turn = route_turn(part);
	return true;
}

/* --- nexthops of a route */

bool ip_route_has_hops(struct nlmsghdr *route)
{
	const struct rtmsg *header = nlmsg_data(route);

	return header->rtm_family == AF_INET6 && route_attribute(route, RTA_MULTIPATH);
}

static int put_hop(struct nl_msg *message, struct nlmsghdr *route,
		   const struct rtnexthop *hop)
{
	struct nlattr *attribute;
	int left;

	nlmsg_for_each_attr (attribute, route, sizeof(struct rtmsg), left)
		if (nla_type(attribute) != RTA_MULTIPATH &&
		    ip_copy_attribute(message, attribute) < 0)
			return -1;
	return nla_put(message, RTA_MULTIPATH, hop->rtnh_len, hop);
}

struct nl_msg *ip_route_by_hop(struct nlmsghdr *route, const struct rtnexthop *hop)
{
	struct nl_msg *message =
		rtnl_message_sized(RTM_NEWROUTE, 0, nlmsg_data(route),
				   sizeof(struct rtmsg), route->nlmsg_len);

	if (message && put_hop(message, route, hop) < 0) {
		nlmsg_free(message);
		return NULL;
	}
	return message;
}

static int copy_hops(struct nl_msg *message, struct nlattr *attribute,
		     const struct ip_copy *copy)
{
	struct nlattr *hops = nla_reserve(message, RTA_MULTIPATH, nla_len(attribute));
	struct rtnexthop *hop;
	int left = nla_len(attribute);

	if (!hops)
		return -1;
	memcpy(nla_data(hops), nla_data(attribute), (size_t)left);
	for (hop = nla_data(hops); RTNH_OK(hop, left);
	     left -= RTNH_ALIGN(hop->rtnh_len), hop = RTNH_NEXT(hop)) {
		hop->rtnh_flags &= RTNH_F_ONLINK;
		if ((uint32_t)hop->rtnh_ifindex == copy->from->ifindex)
			hop->rtnh_ifindex = (int)copy->to->ifindex;
	}
	return 0;
}

/* --- writing */

/* To be deleted it is called what it is. */
static bool is_to_stand_in(const struct ip_copy *copy)
{
	return copy->from->ifindex != copy->to->ifindex &&
	       ip_route_is_advertised(copy->object);
}

static void route_set_device(void *header, const struct ip_copy *copy)
{
	struct rtmsg *route = header;

	route->rtm_flags &= RTNH_F_ONLINK; /* the others are the kernel's to say */
	if (is_to_stand_in(copy))
		route->rtm_protocol = RTPROT_BOOT;
}

static int copy_expiry(struct nl_msg *message, const struct nlmsghdr *route)
{
	uint32_t expiry = route_expiry(route);

	return expiry ? nla_put_u32(message, RTA_EXPIRES, expiry) : 0;
}

static int route_copy(struct nl_msg *message, struct nlattr *attribute,
		      const struct ip_copy *copy)
{
	switch (nla_type(attribute)) {
	case RTA_OIF:
		return nla_put_u32(message, RTA_OIF, copy->to->ifindex);
	case RTA_CACHEINFO:
		return copy_expiry(message, copy->object);
	case RTA_MULTIPATH:
		return copy_hops(message, attribute, copy);
	case RTA_PRIORITY:
		return nla_put_u32(message, RTA_PRIORITY,
				   nla_get_u32(attribute) + (is_to_stand_in(copy)
								     ? STAND_IN_WORSE_BY
								     : 0));
	default:
		return ip_copy_attribute(message, attribute);
	}
}

/* IPv6 tells two routes apart by what is in the first four alone. */
static bool route_same(struct nlmsghdr *a, struct nlmsghdr *b)
{
	static const int attributes[] = {RTA_TABLE,   RTA_DST,     RTA_PRIORITY,
					 RTA_GATEWAY, RTA_PREFSRC, RTA_METRICS};
	const struct rtmsg *left = nlmsg_data(a), *right = nlmsg_data(b);
	bool ipv6 = left->rtm_family == AF_INET6;

	return left->rtm_family == right->rtm_family &&
	       left->rtm_dst_len == right->rtm_dst_len &&
	       left->rtm_tos == right->rtm_tos && left->rtm_type == right->rtm_type &&
	       (ipv6 || left->rtm_protocol == right->rtm_protocol) &&
	       ip_same_attributes(a, b, sizeof(*left), attributes,
				  ipv6 ? 4 : ARRAY_SIZE(attributes));
}

const struct ip_object_row ip_route_row = {
	.name = "a route",
	.ask = RTM_GETROUTE,
	.make = RTM_NEWROUTE,
	.take_out = RTM_DELROUTE,
	.header = sizeof(struct rtmsg),
	.device = RTA_OIF,
	.wanted = route_wanted,
	.set_device = route_set_device,
	.copy = route_copy,
	.same = route_same,
};
