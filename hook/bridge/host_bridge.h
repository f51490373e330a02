/* host_bridge.h - what this host has of a <bridge>, or would have after bridge up */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/bridge/host_uplink.h"
#include "xml/policy.h"

/* How a family of addresses comes about. */
struct host_family {
	bool has_static; /* addresses that are there at each boot */
	bool by_dhcp;    /* asks for a lease */
	bool by_router;  /* listens to advertisements, and has something of one … */
	bool has_router_address; /* … an address, too */
	bool ignores_router;     /* is told not to listen */
	bool has_metric; /* what DHCP or a router gives has a default route, and … */
	uint32_t metric; /* … this is its metric */
};

struct host_bridge {
	const struct policy_bridge *bridge;
	char mac[MAC_TEXT];            /* empty: the kernel's to choose */
	struct host_addresses has;     /* the bridge's, or those that are to be */
	struct option_values settings; /* ip_settings of the device that has them */
	struct option_values defaults; /* and those of a new one */
	uint8_t token[IPV6_BYTES];     /* … and its IPv6 token; zeros: none */
	struct host_family ipv4, ipv6;
	bool ipv6_on;     /* at least link-local addresses */
	uint64_t privacy; /* use_tempaddr of Documentation/networking/ip-sysctl.rst */
	char client[DHCP_CLIENT_TEXT]; /* the DHCP client that runs; empty: none */
	struct host_uplink uplink;
	bool uplink_keeps; /* addresses that are not the bridge's to take */
	char rules[400];   /* routing rules that name the device; empty: none */
};

/* Looks at the host; nothing is changed. The caller ends with host_bridge_clear(), also
 * after a failure. */
int host_bridge_look(struct net *net, const struct policy_bridge *bridge,
		     struct host_bridge *ret, struct error *err);
void host_bridge_clear(struct host_bridge *host);

/* The pure part of it: what follows from the addresses. */
void host_bridge_decide(struct host_bridge *host);

/* What is printed, in the order of the host's; others are left to DHCP and routers. */
bool host_address_is_static(const struct host_address *address);
bool host_route_is_static(const struct host_route *route);
