/* ip_entries.h - addresses, routes, proxied neighbours and NAT, as routed TAPs need */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/ip_prefix.h"
#include "netcore/link.h"

enum ip_what {
	IP_ADDRESS, /* of the device */
	IP_ROUTE,   /* by the device, to an address that has no network route there */
	IP_PROXY,   /* for which the host answers on the device */
	IP_NAT,     /* source addresses that are translated where they leave by it */
};

struct ip_entry {
	enum ip_what what;
	struct link_ref dev;
	struct ip_prefix prefix;
};

/* Each once, in no order. */
struct ip_entries {
	struct ip_entry *all;
	size_t count;
	bool no_memory;
};

void ip_entries_clear(struct ip_entries *entries);

/* An entry of a device is found by its ifindex, one of IP_NAT by its name. */
struct ip_entry *ip_entries_find(const struct ip_entries *entries,
				 const struct ip_entry *key);
void ip_entries_put(struct ip_entries *entries, const struct ip_entry *entry);
void ip_entries_remove(struct ip_entries *entries, const struct ip_entry *key);
