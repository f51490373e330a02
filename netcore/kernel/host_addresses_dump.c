/* host_addresses_dump.c - reads the permanent addresses and routes of a device */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/host_addresses_dump.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <stdio.h>
#include <string.h>

#include "netcore/array.h"
#include "netcore/kernel/rtnl.h"

struct reading {
	struct host_addresses found;
	uint32_t ifindex;
	bool no_memory;
};

static bool print(int family, struct nlattr *attribute, char ret[HOST_ADDRESS_TEXT])
{
	int bytes = family == AF_INET6 ? 16 : 4;

	return attribute && nla_len(attribute) == bytes &&
	       inet_ntop(family, nla_data(attribute), ret, HOST_ADDRESS_TEXT);
}

static void add_prefix(char text[HOST_ADDRESS_TEXT], unsigned prefix)
{
	size_t used = strlen(text);

	snprintf(text + used, HOST_ADDRESS_TEXT - used, "/%u", prefix);
}

static bool read_address(struct nlmsghdr *part, void *data)
{
	struct reading *reading = data;
	struct host_addresses *found = &reading->found;
	struct ifaddrmsg *header = nlmsg_data(part);
	struct host_address address = {.ipv6 = header->ifa_family == AF_INET6};
	struct nlattr *attributes[IFA_MAX + 1];

	if (part->nlmsg_type != RTM_NEWADDR || header->ifa_index != reading->ifindex ||
	    header->ifa_scope != RT_SCOPE_UNIVERSE ||
	    !(header->ifa_flags & IFA_F_PERMANENT) ||
	    nlmsg_parse(part, sizeof(*header), attributes, IFA_MAX, NULL) < 0 ||
	    !print(header->ifa_family,
		   attributes[attributes[IFA_LOCAL] ? IFA_LOCAL : IFA_ADDRESS],
		   address.text))
		return true;
	add_prefix(address.text, header->ifa_prefixlen);
	reading->no_memory = !array_grow(&found->addresses, found->address_count,
					 sizeof(*found->addresses));
	if (!reading->no_memory)
		found->addresses[found->address_count++] = address;
	return !reading->no_memory;
}

static bool read_route(struct nlmsghdr *part, void *data)
{
	struct reading *reading = data;
	struct host_addresses *found = &reading->found;
	struct rtmsg *header = nlmsg_data(part);
	struct host_route route = {.ipv6 = header->rtm_family == AF_INET6,
				   .to = "default"};
	struct nlattr *attributes[RTA_MAX + 1];

	if (part->nlmsg_type != RTM_NEWROUTE || header->rtm_type != RTN_UNICAST ||
	    (header->rtm_protocol != RTPROT_BOOT &&
	     header->rtm_protocol != RTPROT_STATIC) ||
	    nlmsg_parse(part, sizeof(*header), attributes, RTA_MAX, NULL) < 0 ||
	    !print(header->rtm_family, attributes[RTA_GATEWAY], route.gateway))
		return true;
	if (print(header->rtm_family, attributes[RTA_DST], route.to))
		add_prefix(route.to, header->rtm_dst_len);
	if (attributes[RTA_PRIORITY])
		route.metric = nla_get_u32(attributes[RTA_PRIORITY]);
	route.table = attributes[RTA_TABLE] ? nla_get_u32(attributes[RTA_TABLE])
					    : header->rtm_table;
	reading->no_memory =
		!array_grow(&found->routes, found->route_count, sizeof(*found->routes));
	if (!reading->no_memory)
		found->routes[found->route_count++] = route;
	return !reading->no_memory;
}

static int ask(struct nl_sock *socket, int family, bool routes, struct reading *reading,
	       struct error *err)
{
	struct ifaddrmsg address = {.ifa_family = (unsigned char)family,
				    .ifa_index = reading->ifindex};
	struct rtmsg route = {.rtm_family = (unsigned char)family};
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		routes ? rtnl_message(RTM_GETROUTE, NLM_F_DUMP, &route, sizeof(route))
		       : rtnl_message(RTM_GETADDR, NLM_F_DUMP, &address, sizeof(address));

	if (!question || (routes && nla_put_u32(question, RTA_OIF, reading->ifindex) < 0))
		return error_set(err, ENOMEM, "no memory for a message");
	return rtnl_dump(socket, question, routes ? read_route : read_address, reading,
			 err);
}

int host_addresses_dump(struct nl_sock *socket, uint32_t ifindex,
			struct host_addresses *ret, struct error *err)
{
	static const int families[] = {AF_INET, AF_INET6};
	struct reading reading = {.ifindex = ifindex};
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(families); i++) {
		r = ask(socket, families[i], false, &reading, err);
		if (r == 0)
			r = ask(socket, families[i], true, &reading, err);
	}
	if (r == 0 && reading.no_memory)
		r = error_set(err, ENOMEM, "no memory for a device's addresses");
	if (r < 0)
		host_addresses_clear(&reading.found);
	else
		*ret = reading.found;
	return r;
}
