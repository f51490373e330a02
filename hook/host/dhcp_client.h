/* dhcp_client.h - finds, starts and stops the host's own DHCP client on a device */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/net.h"

/* dhclient, dhcpcd and udhcpc: those of this network namespace that have the device on
 * their command line. They are ended by SIGKILL, so that they keep their leases. */
extern const struct dhcp_ops dhcp_clients;
