/* dhcp_client.h - finds, starts and stops the host's own DHCP client on a device */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sys/types.h>

#include "netcore/error.h"

/* A DHCP client that keeps a device's address. */
struct dhcp_client {
	pid_t pid;     /* 0: there is none */
	char name[16]; /* dhclient, dhcpcd, udhcpc */
};

/* The one of this network namespace that has the device on its command line. */
struct dhcp_client dhcp_client_find(const char *device);

/* Starts whichever of dhclient, dhcpcd and udhcpc the host has; prefer may name one, or
 * be
 * "". It goes on by itself. -ENOENT: there is none of them. */
int dhcp_client_start(const char *device, const char *prefer, struct error *err);

/* Ends the client of that device, if there is one, at once: what it has got stays. ret
 * (16 bytes) is its name, "": there was none. */
void dhcp_client_stop(const char *device, char ret[16]);
