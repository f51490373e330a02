/* host_addresses_dump.h - reads what the host has on a device, as text */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/host_addresses.h"

struct nl_sock;

/* All that addresses_move() would take from the device with this ifindex, whatever it is;
 * but for what was learnt of neighbours, and what a manager or the kernel makes by itself
 * on each device: link-local addresses, and the routes to them.
 * Returns 0 or -errno; the caller frees ret with host_addresses_clear(). */
int host_addresses_dump(struct nl_sock *socket, uint32_t ifindex,
			struct host_addresses *ret, struct error *err);
