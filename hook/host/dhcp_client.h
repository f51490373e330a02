/* dhcp_client.h - starting and stopping the host's own DHCP client on a device */
#pragma once

#include "netcore/error.h"

/* Starts whichever of dhclient, dhcpcd and udhcpc the host has; prefer may name one, or
 * be
 * "". It goes on by itself. -ENOENT: there is none of them. */
int dhcp_client_start(const char *device, const char *prefer, struct error *err);

/* Ends the client of that device, if there is one, at once: what it has got stays. ret
 * (16 bytes) is its name, "": there was none. */
void dhcp_client_stop(const char *device, char ret[16]);
