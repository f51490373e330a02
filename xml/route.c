/* route.c - what a rule's <route> says: a TAP with an address of the host's, in no bridge
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/route.h"

static bool has_one_of(const struct ip_prefix *all, size_t count, bool ipv6)
{
	for (size_t i = 0; i < count; i++)
		if (all[i].ipv6 == ipv6)
			return true;
	return false;
}

bool route_has_ips(const struct route *route, bool ipv6)
{
	return has_one_of(route->ips, route->ip_count, ipv6);
}

bool route_has_guests(const struct route *route, bool ipv6)
{
	return has_one_of(route->guests, route->guest_count, ipv6);
}

bool route_has_family(const struct route *route, bool ipv6)
{
	return route_has_ips(route, ipv6) || route_has_guests(route, ipv6);
}
