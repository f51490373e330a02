/* dhcp_client.h - starts and stops the host's own DHCP clients on a device */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/net.h"

/* dhclient, dhcpcd and udhcpc, of this network namespace, as dhcp_search() finds them.
 * They are ended by SIGKILL, so that they keep their leases. */
extern const struct dhcp_ops dhcp_clients;
