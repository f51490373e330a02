/* addresses.h - taking a device's addresses, routes and neighbours to another device
 *
 * What the kernel makes itself stays: an IPv6 link-local address that follows from the
 * MAC, the routes to a device's own networks, local and broadcast routes.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/link.h"
#include "netcore/error.h"
#include "netcore/kernel/rtnl.h"

/* Whether the device has any that would be taken: 1, 0, or -errno. */
int addresses_any(struct nl_sock *socket, uint32_t ifindex, struct error *err);

/* Whatever is there on the second already is done already, so that this can be begun
 * again; the first keeps nothing. New comes before old: at no time is the host without a
 * route that it had. 0, or -errno with the rest of it done as far as can be. */
int addresses_move(struct nl_sock *socket, const struct link_ref *from,
		   const struct link_ref *to, struct error *err);
