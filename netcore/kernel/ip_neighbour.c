/* ip_neighbour.c - what a device knows of its neighbours, and nexthops, to be put on
 * another one
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <netlink/attr.h>

#include "netcore/cleanup.h"
#include "netcore/kernel/ip_object_row.h"

/* --- neighbours */

static bool neighbour_wanted(struct nlmsghdr *part, uint32_t ifindex,
			     enum ip_turn *ret_turn)
{
	struct ndmsg *header = nlmsg_data(part);

	*ret_turn = TURN_NEIGHBOUR;
	return part->nlmsg_type == RTM_NEWNEIGH && header->ndm_ifindex == (int)ifindex &&
	       nlmsg_find_attr(part, sizeof(*header), NDA_LLADDR) &&
	       !(header->ndm_state & (NUD_NOARP | NUD_FAILED | NUD_INCOMPLETE));
}

/* Addresses for which the host answers in others' place (ip neigh add proxy). */
static bool proxy_wanted(struct nlmsghdr *part, uint32_t ifindex, enum ip_turn *ret_turn)
{
	struct ndmsg *header = nlmsg_data(part);

	*ret_turn = TURN_NEIGHBOUR;
	return part->nlmsg_type == RTM_NEWNEIGH && header->ndm_ifindex == (int)ifindex &&
	       header->ndm_flags & NTF_PROXY;
}

/* What was learnt is believed until it is used. */
static void neighbour_set_device(void *header, const struct ip_copy *copy)
{
	struct ndmsg *neighbour = header;

	neighbour->ndm_ifindex = (int)copy->to->ifindex;
	if (!(neighbour->ndm_state & NUD_PERMANENT))
		neighbour->ndm_state = NUD_STALE;
}

static int neighbour_copy(struct nl_msg *message, struct nlattr *attribute,
			  const struct ip_copy *copy)
{
	if (nla_type(attribute) != NDA_DST && nla_type(attribute) != NDA_LLADDR)
		return 0;
	return ip_copy_attribute(message, attribute);
}

static bool neighbour_same(struct nlmsghdr *a, struct nlmsghdr *b)
{
	static const int attributes[] = {NDA_DST};

	return ip_same_attributes(a, b, sizeof(struct ndmsg), attributes,
				  ARRAY_SIZE(attributes));
}

const struct ip_object_row ip_neighbour_row = {
	.name = "a neighbour",
	.ask = RTM_GETNEIGH,
	.make = RTM_NEWNEIGH,
	.take_out = RTM_DELNEIGH,
	.header = sizeof(struct ndmsg),
	.device = NDA_IFINDEX,
	.wanted = neighbour_wanted,
	.set_device = neighbour_set_device,
	.copy = neighbour_copy,
	.same = neighbour_same,
};

const struct ip_object_row ip_proxy_row = {
	.name = "a proxied neighbour",
	.ask = RTM_GETNEIGH,
	.make = RTM_NEWNEIGH,
	.take_out = RTM_DELNEIGH,
	.header = sizeof(struct ndmsg),
	.device = NDA_IFINDEX,
	.neighbour_flags = NTF_PROXY,
	.wanted = proxy_wanted,
	.set_device = neighbour_set_device,
	.copy = neighbour_copy,
	.same = neighbour_same,
};

/* --- nexthops; routes and groups that name their number follow them */

static bool nexthop_wanted(struct nlmsghdr *part, uint32_t ifindex,
			   enum ip_turn *ret_turn)
{
	struct nlattr *device = nlmsg_find_attr(part, sizeof(struct nhmsg), NHA_OIF);

	*ret_turn = TURN_NEXTHOP;
	return part->nlmsg_type == RTM_NEWNEXTHOP && device &&
	       nla_get_u32(device) == ifindex;
}

static void nexthop_set_device(void *header, const struct ip_copy *copy)
{
	struct nhmsg *nexthop = header;

	nexthop->nh_flags &= RTNH_F_ONLINK;
	nexthop->nh_scope = 0; /* the kernel's to say */
}

static int nexthop_copy(struct nl_msg *message, struct nlattr *attribute,
			const struct ip_copy *copy)
{
	if (nla_type(attribute) == NHA_OIF)
		return nla_put_u32(message, NHA_OIF, copy->to->ifindex);
	return ip_copy_attribute(message, attribute);
}

static bool nexthop_same(struct nlmsghdr *a, struct nlmsghdr *b)
{
	static const int attributes[] = {NHA_ID};

	return ip_same_attributes(a, b, sizeof(struct nhmsg), attributes,
				  ARRAY_SIZE(attributes));
}

const struct ip_object_row ip_nexthop_row = {
	.name = "a nexthop",
	.ask = RTM_GETNEXTHOP,
	.make = RTM_NEWNEXTHOP,
	.flags = NLM_F_REPLACE,
	.header = sizeof(struct nhmsg),
	.device = NHA_OIF,
	.wanted = nexthop_wanted,
	.set_device = nexthop_set_device,
	.copy = nexthop_copy,
	.same = nexthop_same,
};
