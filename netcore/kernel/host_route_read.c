/* host_route_read.c - the kernel's message of a route as text for people's files */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/host_route_read.h"

#include <arpa/inet.h>
#include <netlink/attr.h>
#include <string.h>

#include "netcore/cleanup.h"
#include "netcore/kernel/ip_route.h"

bool host_text_of(int family, const struct nlattr *attribute, char *ret)
{
	int bytes = family == AF_INET6 ? 16 : 4;

	return attribute && nla_len(attribute) == bytes &&
	       inet_ntop(family, nla_data(attribute), ret, HOST_ADDRESS_TEXT);
}

/* --- hops */

/* RTA_VIA: a family and an address of it (struct rtvia). */
static void read_via(struct nlattr *attribute, struct host_hop *ret)
{
	struct rtvia *via = nla_data(attribute);

	if (nla_len(attribute) == (int)sizeof(*via) + 16 && via->rtvia_family == AF_INET6)
		ret->by_ipv6 = inet_ntop(AF_INET6, via->rtvia_addr, ret->gateway,
					 sizeof(ret->gateway));
}

static void read_gateway(int family, struct nlattr *gateway, struct nlattr *via,
			 struct host_hop *ret)
{
	host_text_of(family, gateway, ret->gateway);
	if (via)
		read_via(via, ret);
}

/* False: there are too many, or one of them has an encapsulation. */
static bool read_hops(int family, struct nlattr *attribute, uint32_t ifindex,
		      struct host_route *ret)
{
	struct rtnexthop *next = nla_data(attribute);

	for (int left = nla_len(attribute); RTNH_OK(next, left);
	     left -= RTNH_ALIGN(next->rtnh_len), next = RTNH_NEXT(next)) {
		struct host_hop *hop = &ret->hops[ret->hop_count];
		struct nlattr *inner[RTA_MAX + 1];

		if (ret->hop_count++ == HOST_HOPS ||
		    nla_parse(inner, RTA_MAX, (struct nlattr *)RTNH_DATA(next),
			      next->rtnh_len - (int)sizeof(*next), NULL) < 0 ||
		    inner[RTA_ENCAP])
			return false;
		read_gateway(family, inner[RTA_GATEWAY], inner[RTA_VIA], hop);
		hop->onlink = next->rtnh_flags & RTNH_F_ONLINK;
		hop->weight = next->rtnh_hops + 1U;
		if ((uint32_t)next->rtnh_ifindex != ifindex)
			if_indextoname((unsigned)next->rtnh_ifindex, hop->device);
	}
	return true;
}

/* --- what else a route has */

static void add_metric_word(struct host_route *route, const char *word, uint32_t number)
{
	size_t used = strlen(route->more);

	snprintf(route->more + used, sizeof(route->more) - used, "%s%s %u",
		 used ? " " : "", word, number);
}

/* RTAX_…, as ip-route(8) calls those that it takes as the plain number that they are. */
static const struct {
	int attribute;
	const char *word;
} metric_words[] = {
	{RTAX_WINDOW, "window"},
	{RTAX_SSTHRESH, "ssthresh"},
	{RTAX_CWND, "cwnd"},
	{RTAX_ADVMSS, "advmss"},
	{RTAX_REORDERING, "reordering"},
	{RTAX_HOPLIMIT, "hoplimit"},
	{RTAX_INITCWND, "initcwnd"},
	{RTAX_INITRWND, "initrwnd"},
	{RTAX_QUICKACK, "quickack"},
};

/* False: there is one that is neither of these nor the MTU. */
static bool read_metrics(struct nlattr *attribute, struct host_route *ret)
{
	struct nlattr *metrics[RTAX_MAX + 1];
	unsigned left = 0;

	if (nla_parse_nested(metrics, RTAX_MAX, attribute, NULL) < 0)
		return false;
	for (int i = 0; i <= RTAX_MAX; i++)
		left += metrics[i] != NULL;
	if (metrics[RTAX_MTU]) {
		ret->mtu = nla_get_u32(metrics[RTAX_MTU]);
		left--;
	}
	for (size_t i = 0; i < ARRAY_SIZE(metric_words); i++) {
		struct nlattr *metric = metrics[metric_words[i].attribute];

		if (!metric)
			continue;
		add_metric_word(ret, metric_words[i].word, nla_get_u32(metric));
		left--;
	}
	return left == 0;
}

/* RFC 4191; in the kernel 0 is medium. */
static void read_preference(struct nlattr *attribute, struct host_route *ret)
{
	size_t used = strlen(ret->more);
	uint8_t preference = attribute ? nla_get_u8(attribute) : 0;

	if (preference)
		snprintf(ret->more + used, sizeof(ret->more) - used, "%spref %s",
			 used ? " " : "", preference == 1 ? "high" : "low");
}

/* That which is not simply the link's where there is no gateway, and else anywhere. */
static void read_scope(const struct rtmsg *header, struct host_route *ret)
{
	bool by_gateway = ret->hops[0].gateway[0];

	if (header->rtm_family == AF_INET &&
	    header->rtm_scope != (by_gateway ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK))
		add_metric_word(ret, "scope", header->rtm_scope);
	if (header->rtm_tos)
		add_metric_word(ret, "tos", header->rtm_tos);
}

/* --- the route */

static enum host_giver giver_of(struct nlmsghdr *message)
{
	const struct rtmsg *header = nlmsg_data(message);

	if (ip_route_is_advertised(message) || ip_route_is_stand_in(message))
		return HOST_ROUTER;
	switch (header->rtm_protocol) {
	case RTPROT_KERNEL:
		return HOST_KERNEL;
	case RTPROT_RA:
		return HOST_ROUTER;
	case RTPROT_DHCP:
		return HOST_DHCP;
	}
	return HOST_ADMIN;
}

static const char *find_unknown(const struct rtmsg *header, struct nlattr **attributes,
				const struct host_route *route)
{
	if (header->rtm_type != RTN_UNICAST)
		return "another type than unicast";
	if (attributes[RTA_ENCAP])
		return "an encapsulation";
	if (header->rtm_src_len)
		return "source addresses that it is for";
	if (attributes[RTA_FLOW])
		return "a realm";
	if (route->expires && route->giver == HOST_ADMIN)
		return "a lifetime";
	return NULL;
}

static void read_numbers(const struct rtmsg *header, struct nlattr **attributes,
			 struct host_route *ret)
{
	struct rta_cacheinfo info = {};
	size_t used;

	strcpy(ret->to, "default");
	if (host_text_of(header->rtm_family, attributes[RTA_DST], ret->to)) {
		used = strlen(ret->to);
		snprintf(ret->to + used, sizeof(ret->to) - used, "/%u",
			 header->rtm_dst_len);
	}
	host_text_of(header->rtm_family, attributes[RTA_PREFSRC], ret->source);
	if (attributes[RTA_CACHEINFO])
		nla_memcpy(&info, attributes[RTA_CACHEINFO], sizeof(info));
	ret->expires = info.rta_expires > 0;
	ret->table = attributes[RTA_TABLE] ? nla_get_u32(attributes[RTA_TABLE])
					   : header->rtm_table;
}

static void read_one_hop(const struct rtmsg *header, struct nlattr **attributes,
			 struct host_route *ret)
{
	read_gateway(header->rtm_family, attributes[RTA_GATEWAY], attributes[RTA_VIA],
		     &ret->hops[0]);
	ret->hops[0].onlink = header->rtm_flags & RTNH_F_ONLINK;
	ret->hops[0].weight = 1;
	ret->hop_count = 1;
}

int host_route_read(struct nlmsghdr *message, uint32_t ifindex, struct host_route *ret,
		    const char **why)
{
	const struct rtmsg *header = nlmsg_data(message);
	struct nlattr *attributes[RTA_MAX + 1];
	struct host_route route = {.ipv6 = header->rtm_family == AF_INET6,
				   .is_boot = header->rtm_protocol == RTPROT_BOOT,
				   .giver = giver_of(message)};

	*why = "attributes that are not valid";
	if (nlmsg_parse(message, sizeof(*header), attributes, RTA_MAX, NULL) < 0)
		return 1;
	read_numbers(header, attributes, &route);
	route.metric = ip_route_metric(message);
	*ret = route;
	*why = find_unknown(header, attributes, &route);
	if (*why)
		return 1;
	*why = "next hops that cannot be written down";
	if (!attributes[RTA_MULTIPATH])
		read_one_hop(header, attributes, &route);
	else if (!read_hops(header->rtm_family, attributes[RTA_MULTIPATH], ifindex,
			    &route))
		return 1;
	*why = "metrics that cannot be written down";
	if (attributes[RTA_METRICS] && !read_metrics(attributes[RTA_METRICS], &route))
		return 1;
	route.is_part = route.ipv6 && attributes[RTA_MULTIPATH];
	read_preference(attributes[RTA_PREF], &route);
	read_scope(header, &route);
	*ret = route;
	return 0;
}

bool host_route_continues(struct nlmsghdr *message, const struct host_route *before,
			  const struct host_route *route)
{
	return ip_route_has_hops(message) && before->ipv6 && route->hop_count == 1 &&
	       before->hop_count < HOST_HOPS && before->metric == route->metric &&
	       before->table == route->table && !strcmp(before->to, route->to);
}
