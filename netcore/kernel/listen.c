/* listen.c - what the kernel tells, unasked, of devices that change
 *
 * A socket of its own: answers to questions would be lost among them, and they when
 * answers are waited for.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/listen.h"

#include <errno.h>
#include <linux/if_bridge.h>
#include <linux/rtnetlink.h>
#include <netlink/msg.h>
#include <string.h>
#include <sys/socket.h>

enum {
	DATAGRAM_BYTES = 32768, /* of netlink the kernel makes none larger */
	DATAGRAMS_AT_ONCE = 4096,
};

/* RTNLGRP_BRVLAN is above 32, and has no bit in the address. */
static int join_groups(int fd)
{
	static const int groups[] = {RTNLGRP_LINK, RTNLGRP_NEIGH, RTNLGRP_BRVLAN};

	for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
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

int listen_open(int bytes, int *ret_fd, struct error *err)
{
	struct sockaddr_nl here = {.nl_family = AF_NETLINK};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
			NETLINK_ROUTE);
	int r = fd < 0 ? -errno : 0;

	if (r == 0)
		set_buffer(fd, bytes);
	if (r == 0 && bind(fd, (struct sockaddr *)&here, sizeof(here)) < 0)
		r = -errno;
	if (r == 0)
		r = join_groups(fd);
	if (r < 0) {
		cleanup_fd(&fd);
		return error_set(err, -r, "rtnetlink: cannot listen: %s", strerror(-r));
	}
	*ret_fd = fd;
	return 0;
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
