/* route.h - what a rule's <route> says: a TAP with an address of the host's, in no bridge
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <net/if.h>

#include "netcore/ip_prefix.h"

enum { ROUTE_IPS = 4, ROUTE_GUESTS = 16 };

/* Where the guest's packets go beyond the host. */
enum forward_mode {
	FORWARD_NONE,  /* nowhere */
	FORWARD_NAT,   /* by the uplink, with an address of the host's */
	FORWARD_ROUTE, /* by the uplink, with the guest's own */
	FORWARD_OPEN, /* wherever the host forwards anything: that is left to the admin */
};

struct route {
	struct ip_prefix ips[ROUTE_IPS]; /* the host's addresses on the TAP, with the
					    lengths of their networks' prefixes */
	size_t ip_count;
	struct ip_prefix guests[ROUTE_GUESTS]; /* the guest's own, each alone */
	size_t guest_count;
	enum forward_mode forward;
	char dev[IFNAMSIZ]; /* the uplink, of FORWARD_NAT and FORWARD_ROUTE; else empty */
};

/* Whether it has any address of that family, of the host's or the guest's. */
bool route_has_ips(const struct route *route, bool ipv6);
bool route_has_guests(const struct route *route, bool ipv6);
bool route_has_family(const struct route *route, bool ipv6);
