/* host_addresses.h - what the host has on a device, as text for people's files */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netcore/error.h"

enum {
	HOST_ADDRESS_TEXT = 64,
	HOST_WORDS_TEXT = 128,
	HOST_HOPS = 8,
	HOST_MAIN_TABLE = 254,
};

/* Where it comes from. */
enum host_giver {
	HOST_ADMIN,  /* or a manager that was told so: it is to be there at each boot */
	HOST_DHCP,   /* asked for anew at each boot */
	HOST_ROUTER, /* announced by a router (RFC 4861) */
	HOST_KERNEL, /* follows from an address */
};

struct host_address {
	bool ipv6;
	enum host_giver giver;
	char address[HOST_ADDRESS_TEXT]; /* "192.0.2.2" */
	char peer[HOST_ADDRESS_TEXT];    /* "192.0.2.1"; empty: none */
	uint8_t prefix;                  /* bits; the peer's where there is one */
	char network[HOST_ADDRESS_TEXT]; /* "192.0.2.0/24": what the prefix is */
	char label[IFNAMSIZ];            /* behind the device's name: ":1" */
	uint8_t scope;                   /* RT_SCOPE_… in linux/rtnetlink.h */
	uint32_t metric;                 /* of the prefix's route; 0: the kernel's */
	bool no_prefix_route;
	bool deprecated;            /* not to be used for new connections */
	char more[HOST_WORDS_TEXT]; /* what else it has, as ip-address(8) says it */
};

struct host_hop {
	char gateway[HOST_ADDRESS_TEXT]; /* empty: the destination is on the link */
	bool by_ipv6;                    /* the gateway of an IPv4 route is IPv6 */
	bool onlink;
	unsigned weight;       /* from 1 */
	char device[IFNAMSIZ]; /* another one; empty: this one */
};

/* A unicast route. */
struct host_route {
	bool ipv6;
	enum host_giver giver;
	bool is_boot; /* "ip route add" says no more of it */
	bool expires;
	bool is_part; /* an IPv6 route, which other devices may have next hops of */
	char to[HOST_ADDRESS_TEXT];     /* "198.51.100.0/24"; "default" */
	char source[HOST_ADDRESS_TEXT]; /* the address to send from; empty: not said */
	uint32_t metric;                /* 0: none was named */
	uint32_t table;
	uint32_t mtu;               /* bytes; 0: the device's */
	char more[HOST_WORDS_TEXT]; /* what else it has, as ip-route(8) says it */
	struct host_hop hops[HOST_HOPS];
	size_t hop_count;
};

/* What is neither of the two, or has something that is not in them. */
struct host_other {
	char text[HOST_WORDS_TEXT]; /* "neighbour 192.0.2.9 lladdr 02:00:00:00:00:09" */
	bool is_command; /* what ip(8) makes it by, with "dev NAME" behind it */
};

/* In the order in which they are to be made; an IPv6 address that is made later is
 * preferred. */
struct host_addresses {
	struct host_address *addresses;
	size_t address_count;
	struct host_route *routes;
	size_t route_count;
	struct host_other *others;
	size_t other_count;
	size_t daemon_routes; /* of routing protocols, which are not in routes */
};

void host_addresses_clear(struct host_addresses *addresses);

/* No other of this device, and as far as is known of others. */
static inline bool host_route_has_one_hop(const struct host_route *route)
{
	return route->hop_count == 1 && !route->is_part;
}

/* Removes the routes that follow from addresses, and finds out which of the rest are
 * DHCP's. silent_client: one runs that gives its lease no lifetime, as udhcpc's script.
 */
void host_addresses_settle(struct host_addresses *has, bool silent_client);
