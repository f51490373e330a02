/* ip_lookup.c - by which device the kernel reaches an address */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/ip_lookup.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netlink/attr.h>
#include <string.h>
#include <sys/socket.h>

#include "netcore/array.h"
#include "netcore/kernel/ip_route.h"

enum { LOOKUPS = 16 /* whose answers surely fit in the receive buffer */ };

void ip_hops_clear(struct ip_hops *hops)
{
	free(hops->all);
	*hops = (struct ip_hops){};
}

static bool hops_have(const struct ip_hops *hops, const struct ip_hop *hop)
{
	for (size_t i = 0; i < hops->count; i++)
		if (hops->all[i].family == hop->family &&
		    !memcmp(hops->all[i].address, hop->address, sizeof(hop->address)))
			return true;
	return false;
}

/* --- gathering */

/* An attribute that is not there, or too short, is no hop; nor is a link-local address,
 * which is its route's device's alone. 0 or -ENOMEM. */
static int add_hop(struct ip_hops *hops, int family, struct nlattr *attribute,
		   size_t offset)
{
	struct ip_hop hop = {.family = family};
	size_t length = family == AF_INET6 ? 16 : 4;

	if (!attribute || (size_t)nla_len(attribute) < offset + length)
		return 0;
	memcpy(hop.address, (char *)nla_data(attribute) + offset, length);
	if ((family == AF_INET6 && ip_is_link_local(hop.address)) ||
	    hops_have(hops, &hop))
		return 0;
	if (!array_grow(&hops->all, hops->count, sizeof(hop)))
		return -ENOMEM;
	hops->all[hops->count++] = hop;
	return 0;
}

static int add_via(struct ip_hops *hops, struct nlattr *via)
{
	struct rtvia header;

	if (!via || nla_len(via) < (int)sizeof(header))
		return 0;
	nla_memcpy(&header, via, sizeof(header));
	return add_hop(hops, header.rtvia_family, via, sizeof(header));
}

static int add_multipath(struct ip_hops *hops, int family, struct nlattr *multipath,
			 uint32_t ifindex)
{
	struct rtnexthop *hop = nla_data(multipath);

	for (int left = nla_len(multipath); RTNH_OK(hop, left);
	     left -= RTNH_ALIGN(hop->rtnh_len), hop = RTNH_NEXT(hop)) {
		int length = hop->rtnh_len - (int)sizeof(*hop);
		struct nlattr *first = (struct nlattr *)RTNH_DATA(hop);

		if ((uint32_t)hop->rtnh_ifindex == ifindex &&
		    (add_hop(hops, family, nla_find(first, length, RTA_GATEWAY), 0) < 0 ||
		     add_via(hops, nla_find(first, length, RTA_VIA)) < 0))
			return -ENOMEM;
	}
	return 0;
}

/* Of a route without a gateway its destination; a network's own address is no host's, but
 * goes the same way. */
static int add_route(struct ip_hops *hops, struct nlmsghdr *route, uint32_t ifindex)
{
	const struct rtmsg *header = nlmsg_data(route);
	struct nlattr *gateway = nlmsg_find_attr(route, sizeof(*header), RTA_GATEWAY);
	struct nlattr *via = nlmsg_find_attr(route, sizeof(*header), RTA_VIA);
	struct nlattr *multipath = nlmsg_find_attr(route, sizeof(*header), RTA_MULTIPATH);

	if (multipath)
		return add_multipath(hops, header->rtm_family, multipath, ifindex);
	if (via)
		return add_via(hops, via);
	if (!gateway)
		gateway = nlmsg_find_attr(route, sizeof(*header), RTA_DST);
	return add_hop(hops, header->rtm_family, gateway, 0);
}

/* An address without a peer names itself. */
static int add_peer(struct ip_hops *hops, struct nlmsghdr *address)
{
	const struct ifaddrmsg *header = nlmsg_data(address);
	struct nlattr *own = nlmsg_find_attr(address, sizeof(*header), IFA_LOCAL);
	struct nlattr *peer = nlmsg_find_attr(address, sizeof(*header), IFA_ADDRESS);

	if (!own || !peer || nla_len(own) != nla_len(peer) ||
	    !memcmp(nla_data(own), nla_data(peer), (size_t)nla_len(own)))
		return 0;
	return add_hop(hops, header->ifa_family, peer, 0);
}

static int add_object_hops(struct ip_hops *hops, const struct ip_object *object,
			   uint32_t ifindex)
{
	struct nlmsghdr *message = object->message;
	const union ip_header *header = nlmsg_data(message);

	if (object->row == &ip_route_row)
		return add_route(hops, message, ifindex);
	if (object->row == &ip_nexthop_row)
		return add_hop(
			hops, header->nexthop.nh_family,
			nlmsg_find_attr(message, sizeof(header->nexthop), NHA_GATEWAY),
			0);
	return object->row == &ip_address_row ? add_peer(hops, message) : 0;
}

/* --- looking up */

/* The host's own, or a broadcast or anycast address, which a network's may become as soon
 * as the host has another one in it. */
#define OWN_ADDRESS UINT32_MAX

struct ip_lookup {
	uint32_t devices[LOOKUPS]; /* 0: not reached */
};

static void read_lookup(size_t index, struct nlmsghdr *answer, void *data)
{
	struct ip_lookup *lookup = data;
	const struct rtmsg *header = nlmsg_data(answer);
	struct nlattr *device = NULL;

	if (answer->nlmsg_type != RTM_NEWROUTE)
		return;
	device = nlmsg_find_attr(answer, sizeof(*header), RTA_OIF);
	lookup->devices[index] = device ? nla_get_u32(device) : 0;
	if (header->rtm_type != RTN_UNICAST)
		lookup->devices[index] = OWN_ADDRESS;
}

static struct nl_msg *lookup_message(const struct ip_hop *hop)
{
	int length = hop->family == AF_INET6 ? 16 : 4;
	struct rtmsg header = {.rtm_family = (unsigned char)hop->family,
			       .rtm_dst_len = (unsigned char)(length * 8)};
	struct nl_msg *message = rtnl_message(RTM_GETROUTE, 0, &header, sizeof(header));

	if (message && nla_put(message, RTA_DST, length, hop->address) < 0) {
		nlmsg_free(message);
		return NULL;
	}
	return message;
}

static int look_up(struct nl_sock *socket, const struct ip_hop *hops, size_t count,
		   struct ip_lookup *ret, struct error *err)
{
	struct nl_msg *messages[LOOKUPS] = {};
	size_t made = 0;
	int r;

	while (made < count && (messages[made] = lookup_message(&hops[made])))
		made++;
	r = made < count ? error_set(err, ENOMEM, "no memory for a message")
			 : rtnl_talk(socket, messages, count, read_lookup, ret, err);
	for (size_t i = 0; i < made; i++)
		nlmsg_free(messages[i]);
	return r;
}

/* Keeps those that are reached by the device, with_own also the host's own, and tells of
 * the last that is not. */
static int sift(struct nl_sock *socket, struct ip_hops *hops,
		const struct link_ref *device, bool with_own,
		struct ip_hop *ret_unreached, struct error *err)
{
	size_t kept = 0, length;

	for (size_t i = 0; i < hops->count; i += length) {
		struct ip_lookup lookup = {};
		int r;

		length = hops->count - i < LOOKUPS ? hops->count - i : LOOKUPS;
		r = look_up(socket, &hops->all[i], length, &lookup, err);
		if (r < 0)
			return r;
		for (size_t j = 0; j < length; j++)
			if (lookup.devices[j] == device->ifindex ||
			    (with_own && lookup.devices[j] == OWN_ADDRESS))
				hops->all[kept++] = hops->all[i + j];
			else
				*ret_unreached = hops->all[i + j];
	}
	hops->count = kept;
	return 0;
}

int ip_hops_find(struct nl_sock *socket, const struct ip_objects *objects,
		 const struct link_ref *device, struct ip_hops *ret, struct error *err)
{
	_cleanup_(ip_hops_clear) struct ip_hops hops = {};
	struct ip_hop ignored;
	int r;

	for (size_t i = 0; i < objects->count; i++)
		if (add_object_hops(&hops, &objects->all[i], device->ifindex) < 0)
			return error_set(err, ENOMEM, "no memory for a device's routes");
	r = sift(socket, &hops, device, false, &ignored, err);
	if (r < 0)
		return r;
	*ret = hops;
	hops = (struct ip_hops){};
	return 0;
}

int ip_hops_check(struct nl_sock *socket, struct ip_hops *hops,
		  const struct link_ref *device, struct error *err)
{
	struct ip_hop unreached = {};
	char text[INET6_ADDRSTRLEN] = "";
	size_t before = hops->count;
	int r = sift(socket, hops, device, true, &unreached, err);

	if (r < 0 || hops->count == before)
		return r;
	inet_ntop(unreached.family, unreached.address, text, sizeof(text));
	return error_set(err, EHOSTUNREACH, "%s would not be reached by %s", text,
			 device->name);
}
