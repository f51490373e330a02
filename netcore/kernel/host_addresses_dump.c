/* host_addresses_dump.c - reads what the host has on a device, as text */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/host_addresses_dump.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netlink/attr.h>
#include <stdio.h>
#include <string.h>

#include "netcore/array.h"
#include "netcore/cleanup.h"
#include "netcore/kernel/host_route_read.h"

/* --- addresses */

/* The first bits of the address; its family's attributes have no other length. */
static void print_network(int family, const struct nlattr *attribute, unsigned prefix,
			  char ret[HOST_ADDRESS_TEXT])
{
	uint8_t bytes[16] = {};
	size_t used;

	nla_memcpy(bytes, attribute, sizeof(bytes));
	for (unsigned bit = prefix; bit < 128; bit++)
		bytes[bit / 8] &= (uint8_t) ~(0x80 >> bit % 8);
	inet_ntop(family, bytes, ret, HOST_ADDRESS_TEXT);
	used = strlen(ret);
	snprintf(ret + used, HOST_ADDRESS_TEXT - used, "/%u", prefix);
}

/* A DHCP client gives an address its lease as lifetime. In IPv6 its prefix is the address
 * alone (RFC 8415, 18.2.10.1), and that of an advertisement is the network's. */
static enum host_giver address_giver(const struct ifaddrmsg *header, uint32_t flags)
{
	if (header->ifa_family == AF_INET)
		return flags & IFA_F_PERMANENT ? HOST_ADMIN : HOST_DHCP;
	if (flags & (IFA_F_MANAGETEMPADDR | IFA_F_TEMPORARY))
		return HOST_ROUTER;
	if (flags & IFA_F_PERMANENT)
		return HOST_ADMIN;
	return header->ifa_prefixlen == 128 ? HOST_DHCP : HOST_ROUTER;
}

/* One that the kernel, or a manager in its stead, has made of the MAC or of a secret. */
static bool is_own_link_local(const struct ifaddrmsg *header, uint32_t flags)
{
	return header->ifa_family == AF_INET6 && header->ifa_scope == RT_SCOPE_LINK &&
	       flags & (IFA_F_NOPREFIXROUTE | IFA_F_STABLE_PRIVACY);
}

/* What is behind the device's name: ":1" of "eth0:1". */
static void read_label(struct nlattr *label, char ret[IFNAMSIZ])
{
	const char *colon = label ? strchr(nla_get_string(label), ':') : NULL;

	if (colon)
		snprintf(ret, IFNAMSIZ, "%s", colon);
}

static void read_names(const struct ifaddrmsg *header, struct nlattr **attributes,
		       struct host_address *ret)
{
	struct nlattr *local = attributes[IFA_LOCAL], *other = attributes[IFA_ADDRESS];
	uint32_t kernels_metric = header->ifa_family == AF_INET6 ? 256 : 0;

	host_text_of(header->ifa_family, local ? local : other, ret->address);
	if (local && other)
		host_text_of(header->ifa_family, other, ret->peer);
	if (!strcmp(ret->peer, ret->address))
		*ret->peer = '\0';
	print_network(header->ifa_family, other ? other : local, header->ifa_prefixlen,
		      ret->network);
	if (attributes[IFA_RT_PRIORITY])
		ret->metric = nla_get_u32(attributes[IFA_RT_PRIORITY]);
	if (ret->metric == kernels_metric)
		ret->metric = 0;
	read_label(attributes[IFA_LABEL], ret->label);
}

/* A broadcast address that is not the network's last one, and rare flags. */
static void read_more(const struct ifaddrmsg *header, const struct nlattr *broadcast,
		      uint32_t flags, struct host_address *ret)
{
	uint32_t hosts =
		header->ifa_prefixlen < 32 ? UINT32_MAX >> header->ifa_prefixlen : 0;
	char text[HOST_ADDRESS_TEXT], usual[HOST_ADDRESS_TEXT] = "";
	struct in_addr address;

	if (inet_pton(AF_INET, ret->address, &address) == 1) {
		address.s_addr |= htonl(hosts);
		inet_ntop(AF_INET, &address, usual, sizeof(usual));
	}
	if (!host_text_of(AF_INET, broadcast, text) || !strcmp(text, usual))
		text[0] = '\0';
	snprintf(ret->more, sizeof(ret->more), "%s%s%s%s%s", text[0] ? "brd " : "", text,
		 text[0] && flags & IFA_F_MCAUTOJOIN ? " " : "",
		 flags & IFA_F_MCAUTOJOIN ? "autojoin" : "",
		 flags & IFA_F_HOMEADDRESS ? "home" : "");
}

/* False: it is not to be told of. */
static bool read_address(struct nlmsghdr *message, struct host_address *ret)
{
	struct ifaddrmsg *header = nlmsg_data(message);
	struct host_address address = {.ipv6 = header->ifa_family == AF_INET6,
				       .prefix = header->ifa_prefixlen,
				       .scope = header->ifa_scope};
	struct nlattr *attributes[IFA_MAX + 1];
	uint32_t flags;

	if (nlmsg_parse(message, sizeof(*header), attributes, IFA_MAX, NULL) < 0 ||
	    (!attributes[IFA_LOCAL] && !attributes[IFA_ADDRESS]))
		return false;
	flags = attributes[IFA_FLAGS] ? nla_get_u32(attributes[IFA_FLAGS])
				      : header->ifa_flags;
	if (is_own_link_local(header, flags))
		return false;
	read_names(header, attributes, &address);
	address.giver = address_giver(header, flags);
	address.no_prefix_route = flags & IFA_F_NOPREFIXROUTE;
	address.deprecated = flags & IFA_F_DEPRECATED;
	read_more(header, attributes[IFA_BROADCAST], flags, &address);
	*ret = address;
	return true;
}

static bool add_address(struct host_addresses *found, struct nlmsghdr *message)
{
	if (!array_grow(&found->addresses, found->address_count,
			sizeof(*found->addresses)))
		return false;
	found->address_count +=
		read_address(message, &found->addresses[found->address_count]);
	return true;
}

/* --- what is neither an address nor a route */

static bool add_other(struct host_addresses *found, const struct host_other *other)
{
	if (!array_grow(&found->others, found->other_count, sizeof(*found->others)))
		return false;
	found->others[found->other_count++] = *other;
	return true;
}

static bool add_neighbour(struct host_addresses *found, struct nlmsghdr *message)
{
	struct ndmsg *header = nlmsg_data(message);
	struct nlattr *attributes[NDA_MAX + 1];
	struct host_other other = {.is_command = true};
	char address[HOST_ADDRESS_TEXT], mac[MAC_TEXT];
	bool proxy = header->ndm_flags & NTF_PROXY;

	if (nlmsg_parse(message, sizeof(*header), attributes, NDA_MAX, NULL) < 0 ||
	    !host_text_of(header->ndm_family, attributes[NDA_DST], address) ||
	    (!proxy && !(header->ndm_state & NUD_PERMANENT)))
		return true;
	if (proxy) {
		snprintf(other.text, sizeof(other.text), "neighbour replace proxy %s",
			 address);
		return add_other(found, &other);
	}
	if (!attributes[NDA_LLADDR] || nla_len(attributes[NDA_LLADDR]) != MAC_BYTES)
		return true;
	text_print_mac(nla_data(attributes[NDA_LLADDR]), mac);
	snprintf(other.text, sizeof(other.text), "neighbour replace %s lladdr %s",
		 address, mac);
	return add_other(found, &other);
}

static bool add_nexthop(struct host_addresses *found, struct nlmsghdr *message)
{
	struct nlattr *id = nlmsg_find_attr(message, sizeof(struct nhmsg), NHA_ID);
	struct host_other other = {};

	snprintf(other.text, sizeof(other.text),
		 "nexthop id %u, and the routes that name it or a group with it",
		 id ? nla_get_u32(id) : 0);
	return add_other(found, &other);
}

/* --- routes */

static bool is_link_local_route(const struct host_route *route)
{
	return route->ipv6 && !strcmp(route->to, "fe80::/64");
}

/* Routes of bird, FRR and the like, which make them again. */
static bool is_daemons(const struct nlmsghdr *message)
{
	const struct rtmsg *header = nlmsg_data(message);

	return header->rtm_protocol > RTPROT_STATIC &&
	       header->rtm_protocol != RTPROT_RA && header->rtm_protocol != RTPROT_DHCP;
}

static bool add_unknown_text(struct host_addresses *found, const struct host_route *route,
			     const char *why)
{
	struct host_other other = {};

	snprintf(other.text, sizeof(other.text), "route %s in table %u, which has %s",
		 route->to, route->table, why);
	return add_other(found, &other);
}

static bool add_route_text(struct host_addresses *found, struct nlmsghdr *message,
			   uint32_t ifindex)
{
	struct host_route route = {}, *before = NULL;
	const struct rtmsg *header = nlmsg_data(message);
	const char *why;

	found->daemon_routes += is_daemons(message);
	if (is_daemons(message) || header->rtm_protocol == RTPROT_REDIRECT)
		return true;
	if (host_route_read(message, ifindex, &route, &why) != 0)
		return add_unknown_text(found, &route, why);
	if (is_link_local_route(&route))
		return true;
	if (found->route_count)
		before = &found->routes[found->route_count - 1];
	if (before && host_route_continues(message, before, &route)) {
		before->hops[before->hop_count++] = route.hops[0];
		return true;
	}
	if (!array_grow(&found->routes, found->route_count, sizeof(*found->routes)))
		return false;
	found->routes[found->route_count++] = route;
	return true;
}

/* --- all of them */

static bool add_object_text(struct host_addresses *found, const struct ip_object *object,
			    uint32_t ifindex)
{
	if (object->row == &ip_address_row)
		return add_address(found, object->message);
	if (object->row == &ip_route_row)
		return add_route_text(found, object->message, ifindex);
	if (object->row == &ip_nexthop_row)
		return add_nexthop(found, object->message);
	return add_neighbour(found, object->message);
}

int host_addresses_dump(struct nl_sock *socket, uint32_t ifindex,
			struct host_addresses *ret, struct error *err)
{
	_cleanup_(ip_objects_clear) struct ip_objects objects = {};
	struct host_addresses found = {};
	int r = ip_objects_read(socket, ifindex, &objects, err);

	if (r < 0)
		return r;
	for (size_t i = 0; i < objects.count; i++)
		if (!add_object_text(&found, &objects.all[i], ifindex)) {
			host_addresses_clear(&found);
			return error_set(err, ENOMEM,
					 "no memory for a device's addresses");
		}
	*ret = found;
	return 0;
}
