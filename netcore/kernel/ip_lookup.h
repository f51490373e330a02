/* ip_lookup.h - by which device the kernel reaches an address */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/kernel/ip_object.h"

struct ip_hop {
	int family;
	uint8_t address[16];
};

/* The addresses that are reached by a device. */
struct ip_hops {
	struct ip_hop *all;
	size_t count;
};

/* Gateways, peers and networks of these objects, as far as they are reached by the
 * device now. The caller ends with ip_hops_clear(). */
int ip_hops_find(struct nl_sock *socket, const struct ip_objects *objects,
		 const struct link_ref *device, struct ip_hops *ret, struct error *err);
void ip_hops_clear(struct ip_hops *hops);

/* Whether all of them are reached by that device; keeps those that are. -EHOSTUNREACH:
 * one is not. */
int ip_hops_check(struct nl_sock *socket, struct ip_hops *hops,
		  const struct link_ref *device, struct error *err);
