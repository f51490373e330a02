/* dhcp_socket.h - the sockets that a DHCP client has open */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dhcp_socket {
	uint64_t inode;
	uint32_t ifindex; /* 0: of no device in particular */
	bool is_packet;   /* which others have open, too; else UDP port 68 or 546 */
	bool ipv6;
};

struct dhcp_sockets {
	struct dhcp_socket *all;
	size_t count;
	bool any_udp;
};

/* What cannot be read is left out. The caller ends with dhcp_sockets_clear(). */
void dhcp_sockets_read(struct dhcp_sockets *ret);
void dhcp_sockets_clear(struct dhcp_sockets *sockets);

/* NULL: not one of them. */
const struct dhcp_socket *dhcp_sockets_find(const struct dhcp_sockets *sockets,
					    uint64_t inode);
