/* host_addresses_dump.h - reads the permanent addresses and routes of a device */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/host_addresses.h"

struct nl_sock;

/* Those of the device with this ifindex, without what comes and goes by itself:
 * link-local and temporary addresses, and what a router or a DHCP server has announced.
 * Returns 0 or -errno; the caller frees ret with host_addresses_clear(). */
int host_addresses_dump(struct nl_sock *socket, uint32_t ifindex,
			struct host_addresses *ret, struct error *err);
