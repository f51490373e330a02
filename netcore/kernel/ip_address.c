/* ip_address.c - an address of a device, to be put on another one */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <netlink/attr.h>
#include <string.h>
#include <sys/socket.h>

#include "netcore/cleanup.h"
#include "netcore/kernel/ip_object_row.h"

static uint32_t address_flags(struct nlmsghdr *address)
{
	struct nlattr *flags =
		nlmsg_find_attr(address, sizeof(struct ifaddrmsg), IFA_FLAGS);

	return flags ? nla_get_u32(flags) : 0;
}

/* Of EUI-64, which the kernel makes again from the same MAC. One that a manager has added
 * says "noprefixroute". */
static bool address_is_kernels(struct nlmsghdr *part)
{
	const struct ifaddrmsg *header = nlmsg_data(part);
	struct nlattr *address = nlmsg_find_attr(part, sizeof(*header), IFA_ADDRESS);
	const uint8_t *bytes = address ? nla_data(address) : NULL;

	return header->ifa_family == AF_INET6 && header->ifa_scope == RT_SCOPE_LINK &&
	       bytes && nla_len(address) == 16 && ip_is_link_local(bytes) &&
	       bytes[11] == 0xff && bytes[12] == 0xfe &&
	       !(address_flags(part) & IFA_F_NOPREFIXROUTE);
}

/* An address that another host has serves nobody. */
static bool address_wanted(struct nlmsghdr *part, uint32_t ifindex,
			   enum ip_turn *ret_turn)
{
	struct ifaddrmsg *header = nlmsg_data(part);

	*ret_turn = TURN_ADDRESS;
	return part->nlmsg_type == RTM_NEWADDR && header->ifa_index == ifindex &&
	       !address_is_kernels(part) && !(address_flags(part) & IFA_F_DADFAILED);
}

static void address_set_device(void *header, const struct ip_copy *copy)
{
	((struct ifaddrmsg *)header)->ifa_index = copy->to->ifindex;
}

/* "eth0:1" becomes "br0:1". An address to be deleted is found without, and a device that
 * is renamed gives it another one. */
static int copy_label(struct nl_msg *message, struct nlattr *attribute,
		      const struct ip_copy *copy)
{
	const char *label = nla_get_string(attribute);
	size_t length = strlen(copy->from->name);
	char renamed[2 * IFNAMSIZ];

	if (copy->deletes)
		return 0;
	if (strncmp(label, copy->from->name, length) != 0)
		return nla_put_string(message, IFA_LABEL, label);
	snprintf(renamed, sizeof(renamed), "%s%.*s", copy->to->name, IFNAMSIZ,
		 label + length);
	return strlen(renamed) < IFNAMSIZ ? nla_put_string(message, IFA_LABEL, renamed)
					  : 0;
}

/* A temporary address cannot be made as one: the kernel drops that flag
 * (inet6_rtm_newaddr() in net/ipv6/addrconf.c), and makes new temporary addresses beside
 * the lasting one where use_tempaddr says so. Connections may go on to use the old one,
 * new ones shall not: it is deprecated. */
static int copy_lifetimes(struct nl_msg *message, struct nlattr *attribute,
			  const struct nlmsghdr *address)
{
	const struct ifaddrmsg *header = nlmsg_data(address);
	struct ifa_cacheinfo lifetimes = {};

	nla_memcpy(&lifetimes, attribute, sizeof(lifetimes));
	if (header->ifa_family == AF_INET6 && header->ifa_flags & IFA_F_TEMPORARY)
		lifetimes.ifa_prefered = 0;
	return nla_put(message, IFA_CACHEINFO, sizeof(lifetimes), &lifetimes);
}

static int address_copy(struct nl_msg *message, struct nlattr *attribute,
			const struct ip_copy *copy)
{
	switch (nla_type(attribute)) {
	case IFA_LABEL:
		return copy_label(message, attribute, copy);
	case IFA_FLAGS:
		/* It was found to be nobody else's when the host got it: no second look,
		 * which would leave the host without it for a second. */
		return nla_put_u32(message, IFA_FLAGS,
				   nla_get_u32(attribute) | IFA_F_NODAD);
	case IFA_CACHEINFO:
		return copy_lifetimes(message, attribute, copy->object);
	default:
		return ip_copy_attribute(message, attribute);
	}
}

static bool address_same(struct nlmsghdr *a, struct nlmsghdr *b)
{
	static const int attributes[] = {IFA_LOCAL, IFA_ADDRESS};
	const struct ifaddrmsg *left = nlmsg_data(a), *right = nlmsg_data(b);

	return left->ifa_family == right->ifa_family &&
	       left->ifa_prefixlen == right->ifa_prefixlen &&
	       ip_same_attributes(a, b, sizeof(*left), attributes,
				  ARRAY_SIZE(attributes));
}

const struct ip_object_row ip_address_row = {
	.name = "an address",
	.ask = RTM_GETADDR,
	.make = RTM_NEWADDR,
	.take_out = RTM_DELADDR,
	.header = sizeof(struct ifaddrmsg),
	.wanted = address_wanted,
	.set_device = address_set_device,
	.copy = address_copy,
	.same = address_same,
};
