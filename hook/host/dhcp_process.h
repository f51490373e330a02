/* dhcp_process.h - what a process holds that makes it a DHCP client */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <net/if.h>

#include "hook/host/dhcp_program.h"
#include "hook/host/dhcp_socket.h"

struct dhcp_process {
	pid_t pid;
	char command[16];                   /* an applet of busybox by its own name */
	const struct dhcp_program *program; /* NULL: not known */
	char *args;                         /* NUL after each; NULL: none can be read */
	size_t size;
	unsigned versions; /* of what its sockets, options and title tell */
	bool has_udp;      /* port 68 or 546, of whatever device */
	bool has_socket;   /* of the device; of an unknown program UDP only */
	bool has_lease;    /* an open lease file of the device */
	uint32_t other;    /* another device that it has a socket of; 0: none */
};

/* Looks at a process for what is about the device. False: there is nothing to look at. */
bool dhcp_process_read(pid_t pid, const char *device, uint32_t ifindex,
		       const struct dhcp_sockets *sockets, struct dhcp_process *ret);
void dhcp_process_clear(struct dhcp_process *process);

/* Whether the device is among its arguments; udhcpc without any serves eth0. */
bool dhcp_process_names(const struct dhcp_process *process, const char *device);

/* Whether it is the dhcpcd of all devices, by its title. */
bool dhcp_process_is_manager(const struct dhcp_process *process);
