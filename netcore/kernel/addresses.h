/* addresses.h - taking what the host has on a device to another device
 *
 * Addresses, routes, nexthops and neighbours, see ip_object.h.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/link.h"
#include "netcore/error.h"
#include "netcore/kernel/ip_object.h"

/* Whether the device has addresses or routes, link-local ones aside: 1, 0, or -errno. */
int addresses_any(struct nl_sock *socket, uint32_t ifindex, struct error *err);

/* What a move has taken along: it is not lost with the device that it went to. */
struct addresses_taken {
	struct ip_objects objects;
	struct link_ref from, to;
};

void addresses_taken_clear(struct addresses_taken *taken);

/* What is there on the second already is done already, so that this can be begun again;
 * the first keeps nothing. New comes before old: at no time is the host without a route
 * that it had. Then nothing names the first any more, and every next hop is reached by
 * the second; or else 0 is not returned, and all is brought back as far as can be. What
 * was taken is added to taken; where the first is gone, it comes from there. */
int addresses_move(struct nl_sock *socket, const struct link_ref *from,
		   const struct link_ref *to, struct addresses_taken *taken,
		   struct error *err);
