/* udp_sockets.c - the UDP sockets of this network namespace, from sock_diag(7)
 *
 * /proc/net/udp does not tell what device a socket is bound to.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/udp_sockets.h"

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "netcore/array.h"
#include "netcore/kernel/rtnl.h"

struct udp_reading {
	struct udp_sockets found;
	uint16_t port;
	bool no_memory;
};

void udp_sockets_clear(struct udp_sockets *sockets)
{
	free(sockets->all);
	*sockets = (struct udp_sockets){};
}

static bool read_socket(struct nlmsghdr *part, void *data)
{
	struct udp_reading *reading = data;
	struct udp_sockets *found = &reading->found;
	struct inet_diag_msg *told = nlmsg_data(part);
	struct udp_socket udp = {};

	if (part->nlmsg_type != SOCK_DIAG_BY_FAMILY ||
	    nlmsg_datalen(part) < (int)sizeof(*told) ||
	    ntohs(told->id.idiag_sport) != reading->port)
		return true;
	udp.inode = told->idiag_inode;
	udp.port = reading->port;
	udp.ifindex = told->id.idiag_if;
	udp.ipv6 = told->idiag_family == AF_INET6;
	memcpy(udp.address, told->id.idiag_src, sizeof(udp.address));
	reading->no_memory = !array_grow(&found->all, found->count, sizeof(*found->all));
	if (!reading->no_memory)
		found->all[found->count++] = udp;
	return !reading->no_memory;
}

int udp_sockets_read(bool ipv6, uint16_t port, struct udp_sockets *ret, struct error *err)
{
	struct inet_diag_req_v2 asked = {.sdiag_family = ipv6 ? AF_INET6 : AF_INET,
					 .sdiag_protocol = IPPROTO_UDP,
					 .idiag_states = UINT32_MAX};
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		rtnl_message(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, &asked, sizeof(asked));
	_cleanup_(rtnl_close) struct nl_sock *socket = NULL;
	struct udp_reading reading = {.port = port};
	int r;

	if (!question)
		return error_set(err, ENOMEM, "no memory for a message");
	r = rtnl_open_protocol(NETLINK_SOCK_DIAG, &socket, err);
	if (r < 0)
		return r;
	r = rtnl_dump(socket, question, read_socket, &reading, err);
	if (r == 0 && reading.no_memory)
		r = error_set(err, ENOMEM, "no memory for the UDP sockets");
	if (r < 0)
		udp_sockets_clear(&reading.found);
	else
		*ret = reading.found;
	return r;
}
