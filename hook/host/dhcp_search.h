/* dhcp_search.h - the DHCP clients that serve a device, found by what they hold */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <net/if.h>
#include <sys/types.h>

#include "hook/host/dhcp_program.h"
#include "netcore/error.h"

enum { DHCP_CLIENTS_MAX = 8 };

struct dhcp_client {
	pid_t pid; /* 0: the process is not seen */
	char command[16];
	const struct dhcp_program *program; /* NULL: not known */
	char other[IFNAMSIZ];               /* a device that it serves, too; "": none */
};

struct dhcp_clients {
	struct dhcp_client all[DHCP_CLIENTS_MAX];
	size_t count;
};

/* Those of this network namespace. A process is one if it is called like a client and has
 * a packet socket of the device, UDP port 68 or 546, a PID file or an open lease file for
 * it, or names it as an argument; or if it has, whatever it is called, such a port open
 * for the device. */
void dhcp_search(const char *device, struct dhcp_clients *ret);

/* 0; -EBUSY: one of the device's clients cannot move to the bridge, and what to do. */
int dhcp_search_check(const char *device, const char *bridge, struct error *err);
