/* default_route.c - the bridge that the host's default route goes out by
 *
 * An IPv4 dump is in the order of the destinations, so that 0.0.0.0/0 is among the first,
 * but behind 0.0.0.0/1 and 0.0.0.0/8 (fib_insert_alias() in net/ipv4/fib_trie.c). An IPv6
 * dump has ::/0 last (fib6_walk_continue() in net/ipv6/ip6_fib.c). Of several default
 * routes the one with the lowest metric comes first.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>

#include "netcore/kernel/kernel_ask.h"

/* The devices that the default routes of one table go out by, each once. */
struct default_routes {
	uint32_t ifindex[16];
	size_t count;
};

static void add_route_device(struct default_routes *routes, uint32_t ifindex)
{
	for (size_t i = 0; i < routes->count; i++)
		if (routes->ifindex[i] == ifindex)
			return;
	if (routes->count < ARRAY_SIZE(routes->ifindex))
		routes->ifindex[routes->count++] = ifindex;
}

static void add_route_hops(struct default_routes *routes, struct nlattr *multipath)
{
	struct rtnexthop *hop = nla_data(multipath);

	for (int left = nla_len(multipath); RTNH_OK(hop, left);
	     left -= RTNH_ALIGN(hop->rtnh_len), hop = RTNH_NEXT(hop))
		add_route_device(routes, (uint32_t)hop->rtnh_ifindex);
}

static bool is_zero(struct nlattr *destination)
{
	static const uint8_t zeros[16];

	return !destination || nla_len(destination) > (int)sizeof(zeros) ||
	       !memcmp(nla_data(destination), zeros, (size_t)nla_len(destination));
}

static bool read_default(struct nlmsghdr *message, void *data)
{
	struct default_routes *routes = data;
	struct rtmsg *header = nlmsg_data(message);
	struct nlattr *attributes[RTA_MAX + 1];

	if (nlmsg_parse(message, sizeof(*header), attributes, RTA_MAX, NULL) < 0)
		return false;
	if (header->rtm_dst_len != 0)
		return header->rtm_family == AF_INET6 || is_zero(attributes[RTA_DST]);
	if (header->rtm_type != RTN_UNICAST)
		return true;
	if (attributes[RTA_OIF])
		add_route_device(routes, nla_get_u32(attributes[RTA_OIF]));
	else if (attributes[RTA_MULTIPATH])
		add_route_hops(routes, attributes[RTA_MULTIPATH]);
	return true;
}

/* On a socket of its own, which is closed in the middle of the dump: a host may have a
 * million routes. */
static int find_default_routes(int family, struct default_routes *ret, struct error *err)
{
	struct rtmsg header = {.rtm_family = (unsigned char)family,
			       .rtm_table = RT_TABLE_MAIN};
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		rtnl_message(RTM_GETROUTE, NLM_F_DUMP, &header, sizeof(header));
	_cleanup_(rtnl_close) struct nl_sock *socket = NULL;
	int r;

	if (!question)
		return kernel_no_memory(err);
	r = rtnl_open(&socket, err);
	if (r < 0)
		return r;
	r = rtnl_dump_first(socket, question, read_default, ret, err);
	return r == -ENOENT ? 0 : r; /* no route has ever been put into that table */
}

/* 1: none of them is a bridge. */
static int find_bridge_by_route(struct kernel *kernel,
				const struct default_routes *routes, struct link *ret,
				struct error *err)
{
	struct look looks[ARRAY_SIZE(routes->ifindex)] = {};
	int r;

	for (size_t i = 0; i < routes->count; i++)
		looks[i] = (struct look){.kind = LOOK_IFINDEX,
					 .ifindex = routes->ifindex[i]};
	r = kernel_look(kernel, looks, routes->count, err);
	if (r < 0)
		return r;
	for (size_t i = 0; i < routes->count; i++)
		if (looks[i].found && looks[i].link.kind == LINK_BRIDGE) {
			*ret = looks[i].link;
			return 0;
		}
	return 1;
}

int kernel_find_default_bridge(void *self, struct link *ret, struct error *err)
{
	static const int families[] = {AF_INET, AF_INET6};

	for (size_t i = 0; i < ARRAY_SIZE(families); i++) {
		struct default_routes routes = {};
		int r = find_default_routes(families[i], &routes, err);

		if (r < 0)
			return r;
		r = find_bridge_by_route(self, &routes, ret, err);
		if (r <= 0)
			return r;
	}
	return 1;
}
