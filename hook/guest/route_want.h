/* route_want.h - what a rule's <route> wants of the host */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/routed.h"
#include "netcore/seen.h"
#include "xml/rule.h"

/* The addresses, routes, proxies and NATs, with the TAP's in its name. uplink: NULL,
 * there is none. */
void route_want_entries(const struct route *route, const struct link_ref *tap,
			const struct link *uplink, struct ip_entries *ret);

/* The settings that a rule may want, a bit each. */
uint64_t route_want_settings(void);

/* All of it; nic_mtu: in bytes, where the rule has none. 0 or -ENOMEM; the caller ends
 * with routed_want_clear(). */
int route_want(const struct rule *rule, const struct seen *seen,
	       const struct link_ref *tap, const struct link *uplink, uint32_t nic_mtu,
	       struct routed_want *ret, struct error *err);
