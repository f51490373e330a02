/* ip_entry_message.c - rtnetlink's words for one address, route or proxied neighbour */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/ip_entry_message.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>

#include "netcore/cleanup.h"
#include "netcore/kernel/rtnl.h"

static unsigned char family_of(const struct ip_prefix *prefix)
{
	return prefix->ipv6 ? AF_INET6 : AF_INET;
}

static int put_address(struct nl_msg *message, int attribute,
		       const struct ip_prefix *prefix)
{
	return nla_put(message, attribute, (int)ip_prefix_bytes(prefix), prefix->bytes);
}

/* Nobody else can have the address on a TAP, and a guest is not to wait for its gateway:
 * no duplicate address detection. */
static struct nl_msg *address_message(const struct step *step)
{
	struct ifaddrmsg header = {.ifa_family = family_of(&step->prefix),
				   .ifa_prefixlen = step->prefix.length,
				   .ifa_index = step->dev.ifindex};
	int flags = NLM_F_ACK | (step->to.set ? NLM_F_CREATE | NLM_F_REPLACE : 0);
	struct nl_msg *message = rtnl_message(step->to.set ? RTM_NEWADDR : RTM_DELADDR,
					      flags, &header, sizeof(header));

	if (message && put_address(message, IFA_LOCAL, &step->prefix) == 0 &&
	    put_address(message, IFA_ADDRESS, &step->prefix) == 0 &&
	    (!step->to.set || nla_put_u32(message, IFA_FLAGS, IFA_F_NODAD) == 0))
		return message;
	nlmsg_free(message);
	return NULL;
}

/* Never beside one to the same address: that is another guest's. */
static struct nl_msg *route_message(const struct step *step)
{
	struct rtmsg header = {.rtm_family = family_of(&step->prefix),
			       .rtm_dst_len = step->prefix.length,
			       .rtm_table = RT_TABLE_MAIN,
			       .rtm_protocol = step->to.set ? RTPROT_STATIC : 0,
			       .rtm_type = RTN_UNICAST,
			       .rtm_scope = RT_SCOPE_LINK};
	int flags = NLM_F_ACK | (step->to.set ? NLM_F_CREATE | NLM_F_EXCL : 0);
	struct nl_msg *message = rtnl_message(step->to.set ? RTM_NEWROUTE : RTM_DELROUTE,
					      flags, &header, sizeof(header));

	if (message && put_address(message, RTA_DST, &step->prefix) == 0 &&
	    nla_put_u32(message, RTA_OIF, step->dev.ifindex) == 0)
		return message;
	nlmsg_free(message);
	return NULL;
}

static struct nl_msg *proxy_message(const struct step *step)
{
	struct ndmsg header = {.ndm_family = family_of(&step->prefix),
			       .ndm_ifindex = (int)step->dev.ifindex,
			       .ndm_state = NUD_PERMANENT,
			       .ndm_flags = NTF_PROXY};
	int flags = NLM_F_ACK | (step->to.set ? NLM_F_CREATE | NLM_F_REPLACE : 0);
	struct nl_msg *message = rtnl_message(step->to.set ? RTM_NEWNEIGH : RTM_DELNEIGH,
					      flags, &header, sizeof(header));

	if (message && put_address(message, NDA_DST, &step->prefix) == 0)
		return message;
	nlmsg_free(message);
	return NULL;
}

struct nl_msg *ip_entry_message(const struct step *step)
{
	if (step->kind == STEP_ADDRESS)
		return address_message(step);
	return step->kind == STEP_ROUTE ? route_message(step) : proxy_message(step);
}

/* inet_rtm_deladdr(), fib_table_delete() and neigh_delete(). */
bool ip_entry_is_gone(int result)
{
	return result == -EADDRNOTAVAIL || result == -ESRCH || result == -ENOENT;
}

/* --- questions and answers */

struct nl_msg *ip_entry_ask_addresses(void)
{
	struct ifaddrmsg header = {};

	return rtnl_message(RTM_GETADDR, NLM_F_DUMP, &header, sizeof(header));
}

struct nl_msg *ip_entry_ask_proxies(void)
{
	struct ndmsg header = {.ndm_flags = NTF_PROXY};

	return rtnl_message(RTM_GETNEIGH, NLM_F_DUMP, &header, sizeof(header));
}

/* RTM_F_FIB_MATCH: the route itself (inet_rtm_getroute() in net/ipv4/route.c, and
 * inet6_rtm_getroute() in net/ipv6/route.c). */
struct nl_msg *ip_entry_ask_route(const struct ip_prefix *to)
{
	struct rtmsg header = {.rtm_family = family_of(to),
			       .rtm_dst_len = to->length,
			       .rtm_flags = RTM_F_FIB_MATCH};
	struct nl_msg *message = rtnl_message(RTM_GETROUTE, 0, &header, sizeof(header));

	if (!message || put_address(message, RTA_DST, to) == 0)
		return message;
	nlmsg_free(message);
	return NULL;
}

static bool read_prefix(int family, struct nlattr *attribute, unsigned length,
			struct ip_prefix *ret)
{
	struct ip_prefix prefix = {.ipv6 = family == AF_INET6, .length = (uint8_t)length};

	if (!attribute || (family != AF_INET && family != AF_INET6) ||
	    nla_len(attribute) != (int)ip_prefix_bytes(&prefix))
		return false;
	memcpy(prefix.bytes, nla_data(attribute), ip_prefix_bytes(&prefix));
	*ret = prefix;
	return true;
}

static bool read_address_entry(struct nlmsghdr *message, struct ip_entry *ret)
{
	const struct ifaddrmsg *header = nlmsg_data(message);
	struct nlattr *local = nlmsg_find_attr(message, sizeof(*header), IFA_LOCAL);

	if (!local)
		local = nlmsg_find_attr(message, sizeof(*header), IFA_ADDRESS);
	ret->what = IP_ADDRESS;
	ret->dev.ifindex = header->ifa_index;
	return read_prefix(header->ifa_family, local, header->ifa_prefixlen,
			   &ret->prefix);
}

static bool read_route_entry(struct nlmsghdr *message, struct ip_entry *ret)
{
	const struct rtmsg *header = nlmsg_data(message);
	struct nlattr *device = nlmsg_find_attr(message, sizeof(*header), RTA_OIF);

	ret->what = IP_ROUTE;
	ret->dev.ifindex = device ? nla_get_u32(device) : 0;
	return header->rtm_type == RTN_UNICAST &&
	       read_prefix(header->rtm_family,
			   nlmsg_find_attr(message, sizeof(*header), RTA_DST),
			   header->rtm_dst_len, &ret->prefix);
}

static bool read_proxy_entry(struct nlmsghdr *message, struct ip_entry *ret)
{
	const struct ndmsg *header = nlmsg_data(message);

	ret->what = IP_PROXY;
	ret->dev.ifindex = (uint32_t)header->ndm_ifindex;
	return header->ndm_flags & NTF_PROXY &&
	       read_prefix(header->ndm_family,
			   nlmsg_find_attr(message, sizeof(*header), NDA_DST),
			   header->ndm_family == AF_INET6 ? 128 : 32, &ret->prefix);
}

bool ip_entry_read(struct nlmsghdr *message, struct ip_entry *ret)
{
	static const struct {
		int type, size; /* bytes of the header that its reader looks at */
		bool (*read)(struct nlmsghdr *message, struct ip_entry *ret);
	} readers[] = {
		{RTM_NEWADDR, sizeof(struct ifaddrmsg), read_address_entry},
		{RTM_NEWROUTE, sizeof(struct rtmsg), read_route_entry},
		{RTM_NEWNEIGH, sizeof(struct ndmsg), read_proxy_entry},
	};

	for (size_t i = 0; i < ARRAY_SIZE(readers); i++)
		if (message->nlmsg_type == readers[i].type)
			return nlmsg_datalen(message) >= readers[i].size &&
			       readers[i].read(message, ret);
	return false;
}
