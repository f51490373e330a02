/* router_solicitation.c - asks routers for an advertisement (RFC 4861, 4.1)
 *
 * Without the source link-layer address option: the answer may come from an address of
 * the device that is not used yet.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/router_solicitation.h"

#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "netcore/cleanup.h"

enum { HOP_LIMIT = 255 /* RFC 4861, 6.1.1: another one is not taken */ };

void router_solicitation_send(const struct link_ref *device)
{
	struct nd_router_solicit solicitation = {.nd_rs_type = ND_ROUTER_SOLICIT};
	struct sockaddr_in6 all_routers = {.sin6_family = AF_INET6,
					   .sin6_addr.s6_addr = {0xff, 2, [15] = 2},
					   .sin6_scope_id = device->ifindex};
	int hops = HOP_LIMIT, index = (int)device->ifindex;
	_cleanup_(cleanup_fd) int fd =
		socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6);

	if (fd < 0 ||
	    setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops, sizeof(hops)) < 0 ||
	    setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, &index, sizeof(index)) < 0)
		return;
	sendto(fd, &solicitation, sizeof(solicitation), MSG_DONTWAIT,
	       (struct sockaddr *)&all_routers, sizeof(all_routers));
}
