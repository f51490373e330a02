/* listen.c - what the kernel tells, unasked, of devices that change
 *
 * A socket of its own: answers to questions would be lost among them, and they when
 * answers are waited for.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/listen.h"

#include <errno.h>
#include <linux/if_bridge.h>
#include <linux/netconf.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <string.h>
#include <sys/socket.h>

#include "netcore/kernel/filter_text.h"
#include "netcore/kernel/nat.h"

enum {
	DATAGRAM_BYTES = 32768, /* of netlink the kernel makes none larger */
	DATAGRAMS_AT_ONCE = 4096,
};

/* RTNLGRP_BRVLAN is above 32, and has no bit in the address. */
static const int link_groups[] = {RTNLGRP_LINK, RTNLGRP_NEIGH, RTNLGRP_BRVLAN},
		 route_groups[] = {RTNLGRP_IPV4_IFADDR,  RTNLGRP_IPV4_ROUTE,
				   RTNLGRP_IPV4_NETCONF, RTNLGRP_IPV6_IFADDR,
				   RTNLGRP_IPV6_ROUTE,   RTNLGRP_IPV6_NETCONF},
		 nftables_groups[] = {NFNLGRP_NFTABLES};

static int join_groups(int fd, const int *groups, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &groups[i],
			       sizeof(groups[i])) < 0)
			return -errno;
	return 0;
}

/* Above the host's limit only with CAP_NET_ADMIN in its first user namespace. */
static void set_buffer(int fd, int bytes)
{
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
}

static int open_listener(int protocol, const int *groups, size_t count, int bytes,
			 int *ret_fd)
{
	struct sockaddr_nl here = {.nl_family = AF_NETLINK};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
	int r = fd < 0 ? -errno : 0;

	if (r == 0)
		set_buffer(fd, bytes);
	if (r == 0 && bind(fd, (struct sockaddr *)&here, sizeof(here)) < 0)
		r = -errno;
	if (r == 0)
		r = join_groups(fd, groups, count);
	if (r < 0)
		cleanup_fd(&fd);
	else
		*ret_fd = fd;
	return r;
}

static int cannot_listen(int r, const char *what, struct error *err)
{
	return r < 0 ? error_set(err, -r, "%s: cannot listen: %s", what, strerror(-r))
		     : 0;
}

int listen_open(int bytes, int *ret_fd, struct error *err)
{
	return cannot_listen(open_listener(NETLINK_ROUTE, link_groups,
					   ARRAY_SIZE(link_groups), bytes, ret_fd),
			     "rtnetlink", err);
}

int listen_to_routes(int fd, struct error *err)
{
	return cannot_listen(join_groups(fd, route_groups, ARRAY_SIZE(route_groups)),
			     "rtnetlink", err);
}

int listen_open_nftables(int bytes, int *ret_fd, struct error *err)
{
	return cannot_listen(open_listener(NETLINK_NETFILTER, nftables_groups,
					   ARRAY_SIZE(nftables_groups), bytes, ret_fd),
			     "nftables", err);
}

static bool read_link_change(struct nlmsghdr *message, struct listen_change *change)
{
	const struct ifinfomsg *header = nlmsg_data(message);

	change->kind = header->ifi_family == AF_BRIDGE ? LISTEN_PORT : LISTEN_LINK;
	change->ifindex = (uint32_t)header->ifi_index;
	change->gone = message->nlmsg_type == RTM_DELLINK;
	/* register_netdevice() in the kernel's net/core/dev.c */
	change->made = !change->gone && header->ifi_change == UINT32_MAX;
	return true;
}

static bool read_entry_change(struct nlmsghdr *message, struct listen_change *change)
{
	const struct ndmsg *header = nlmsg_data(message);

	change->kind = LISTEN_ENTRY;
	change->ifindex = (uint32_t)header->ndm_ifindex;
	change->gone = message->nlmsg_type == RTM_DELNEIGH;
	change->learnt = !(header->ndm_state & (NUD_PERMANENT | NUD_NOARP));
	return header->ndm_family == AF_BRIDGE && !(header->ndm_state & NUD_PERMANENT);
}

static bool read_vlan_change(struct nlmsghdr *message, struct listen_change *change)
{
	const struct br_vlan_msg *header = nlmsg_data(message);

	change->kind = LISTEN_PORT;
	change->ifindex = header->ifindex;
	return true;
}

static bool read_address_change(struct nlmsghdr *message, struct listen_change *change)
{
	const struct ifaddrmsg *header = nlmsg_data(message);

	change->kind = LISTEN_IP;
	change->ifindex = header->ifa_index;
	return true;
}

/* Like ours; a routing daemon may tell of a million others. */
static bool read_route_change(struct nlmsghdr *message, struct listen_change *change)
{
	const struct rtmsg *header = nlmsg_data(message);
	struct nlattr *device = nlmsg_find_attr(message, sizeof(*header), RTA_OIF);

	change->kind = LISTEN_IP;
	change->ifindex = device ? nla_get_u32(device) : 0;
	return change->ifindex && header->rtm_protocol == RTPROT_STATIC &&
	       !nlmsg_find_attr(message, sizeof(*header), RTA_GATEWAY);
}

/* Those of all devices and of new ones have negative numbers. */
static bool read_setting_change(struct nlmsghdr *message, struct listen_change *change)
{
	struct nlattr *device =
		nlmsg_find_attr(message, sizeof(struct netconfmsg), NETCONFA_IFINDEX);

	change->kind = LISTEN_IP;
	change->ifindex = device ? nla_get_u32(device) : 0;
	return change->ifindex && change->ifindex <= INT32_MAX;
}

/* The first attribute is the table's name, whatever of the table has changed. */
static bool read_nftables_change(struct nlmsghdr *message, struct listen_change *change)
{
	struct nlattr *table =
		nlmsg_find_attr(message, sizeof(struct nfgenmsg), NFTA_TABLE_NAME);
	char name[FILTER_TABLE_TEXT], tap[IFNAMSIZ];

	if (!table || nla_strlcpy(name, table, sizeof(name)) >= sizeof(name))
		return false;
	if (!strcmp(name, NAT_TABLE)) {
		change->kind = LISTEN_NAT;
		return true;
	}
	change->kind = LISTEN_FILTER;
	change->ifindex = filter_table_tap(name, tap) ? if_nametoindex(tap) : 0;
	return change->ifindex;
}

#define NFT(type) (NFNL_SUBSYS_NFTABLES << 8 | (type))

static const struct message_row {
	int type, size; /* bytes of the header that its reader looks at */
	bool (*read)(struct nlmsghdr *message, struct listen_change *change);
} message_rows[] = {
	{RTM_NEWLINK, sizeof(struct ifinfomsg), read_link_change},
	{RTM_DELLINK, sizeof(struct ifinfomsg), read_link_change},
	{RTM_NEWNEIGH, sizeof(struct ndmsg), read_entry_change},
	{RTM_DELNEIGH, sizeof(struct ndmsg), read_entry_change},
	{RTM_NEWVLAN, sizeof(struct br_vlan_msg), read_vlan_change},
	{RTM_DELVLAN, sizeof(struct br_vlan_msg), read_vlan_change},
	{RTM_DELADDR, sizeof(struct ifaddrmsg), read_address_change},
	{RTM_DELROUTE, sizeof(struct rtmsg), read_route_change},
	{RTM_NEWNETCONF, sizeof(struct netconfmsg), read_setting_change},
	{NFT(NFT_MSG_NEWTABLE), sizeof(struct nfgenmsg), read_nftables_change},
	{NFT(NFT_MSG_DELTABLE), sizeof(struct nfgenmsg), read_nftables_change},
	{NFT(NFT_MSG_DELCHAIN), sizeof(struct nfgenmsg), read_nftables_change},
	{NFT(NFT_MSG_NEWRULE), sizeof(struct nfgenmsg), read_nftables_change},
	{NFT(NFT_MSG_DELRULE), sizeof(struct nfgenmsg), read_nftables_change},
	{NFT(NFT_MSG_DELSET), sizeof(struct nfgenmsg), read_nftables_change},
	{NFT(NFT_MSG_DELSETELEM), sizeof(struct nfgenmsg), read_nftables_change},
};

static bool read_change(struct nlmsghdr *message, struct listen_change *ret)
{
	for (size_t i = 0; i < ARRAY_SIZE(message_rows); i++)
		if (message->nlmsg_type == message_rows[i].type)
			return nlmsg_datalen(message) >= message_rows[i].size &&
			       message_rows[i].read(message, ret);
	return false;
}

static void read_changes(char *bytes, int length, listen_heard heard, void *data)
{
	for (struct nlmsghdr *message = (struct nlmsghdr *)bytes;
	     nlmsg_ok(message, length); message = nlmsg_next(message, &length)) {
		struct listen_change change = {};

		if (read_change(message, &change))
			heard(&change, data);
	}
}

void listen_read(int fd, listen_heard heard, void *data)
{
	static const struct listen_change lost = {.kind = LISTEN_LOST};
	_Alignas(struct nlmsghdr) char bytes[DATAGRAM_BYTES];

	for (int i = 0; i < DATAGRAMS_AT_ONCE; i++) {
		struct sockaddr_nl sender = {};
		struct iovec part = {bytes, sizeof(bytes)};
		struct msghdr datagram = {.msg_name = &sender,
					  .msg_namelen = sizeof(sender),
					  .msg_iov = &part,
					  .msg_iovlen = 1};
		ssize_t length = recvmsg(fd, &datagram, 0);

		if (length < 0 && errno != ENOBUFS)
			return;
		if (length < 0 || datagram.msg_flags & MSG_TRUNC)
			heard(&lost, data);
		else if (sender.nl_pid == 0)
			read_changes(bytes, (int)length, heard, data);
	}
}
