/* udp_sockets.h - the UDP sockets of this network namespace, and the devices they are for
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netcore/error.h"

struct udp_socket {
	uint64_t inode; /* as in "socket:[INODE]" of /proc/PID/fd */
	uint16_t port;
	uint32_t ifindex; /* that it is bound to; 0: none */
	bool ipv6;
	uint8_t address[16]; /* that it is bound to, 4 bytes of it for IPv4; zeros: none
			      */
};

struct udp_sockets {
	struct udp_socket *all;
	size_t count;
};

/* Those of a port. The caller ends with udp_sockets_clear(). */
int udp_sockets_read(bool ipv6, uint16_t port, struct udp_sockets *ret,
		     struct error *err);
void udp_sockets_clear(struct udp_sockets *sockets);
