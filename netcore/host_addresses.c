/* host_addresses.c - what the host has on a device, as plain values */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/host_addresses.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void host_addresses_clear(struct host_addresses *addresses)
{
	free(addresses->addresses);
	free(addresses->routes);
	free(addresses->others);
	*addresses = (struct host_addresses){};
}

/* --- routes that follow from addresses */

/* A manager may have made the prefix's route itself, with a metric of its own. */
static void take_prefix_route(struct host_address *address,
			      const struct host_route *route)
{
	uint32_t kernels_metric = address->ipv6 ? 256 : 0;

	if (address->no_prefix_route && route->metric != kernels_metric)
		address->metric = route->metric;
	address->no_prefix_route = false;
}

static bool is_prefix_route(const struct host_route *route)
{
	return route->hop_count == 1 && !route->hops[0].gateway[0] &&
	       !route->hops[0].device[0] && route->table == HOST_MAIN_TABLE &&
	       (route->giver == HOST_KERNEL || route->giver == HOST_ROUTER);
}

/* An IPv6 address with a peer has a route to itself, too. */
static bool brings_route(const struct host_address *address,
			 const struct host_route *route)
{
	size_t length = strlen(address->address);

	if (route->source[0] && strcmp(route->source, address->address) != 0)
		return false;
	if (!strcmp(address->network, route->to))
		return true;
	return address->ipv6 && address->peer[0] &&
	       !strncmp(route->to, address->address, length) &&
	       !strcmp(route->to + length, "/128");
}

/* Whether an address stands for the route. */
static bool follows(struct host_addresses *has, const struct host_route *route)
{
	bool found = false;

	for (size_t i = 0; is_prefix_route(route) && i < has->address_count; i++) {
		struct host_address *address = &has->addresses[i];

		if (address->ipv6 != route->ipv6 || !brings_route(address, route))
			continue;
		take_prefix_route(address, route);
		found = true;
	}
	return found;
}

/* Of several addresses in one network the first has the route. */
static bool has_network(const struct host_addresses *has,
			const struct host_address *address)
{
	for (size_t i = 0; i < has->route_count; i++)
		if (is_prefix_route(&has->routes[i]) &&
		    has->routes[i].ipv6 == address->ipv6 &&
		    !strcmp(has->routes[i].to, address->network))
			return true;
	return false;
}

/* Where the kernel's route is not there, somebody has deleted it. */
static void find_missing_routes(struct host_addresses *has)
{
	for (size_t i = 0; i < has->address_count; i++) {
		struct host_address *address = &has->addresses[i];

		if (address->prefix < 32 && !has_network(has, address))
			address->no_prefix_route = true;
	}
}

static void remove_following(struct host_addresses *has)
{
	size_t kept = 0;

	for (size_t i = 0; i < has->route_count; i++)
		if (!follows(has, &has->routes[i]))
			has->routes[kept++] = has->routes[i];
	has->route_count = kept;
}

/* --- which of the rest are DHCP's */

static bool is_lease(const struct host_address *address)
{
	return !address->ipv6 && address->giver == HOST_DHCP;
}

static bool has_lease(const struct host_addresses *has)
{
	for (size_t i = 0; i < has->address_count; i++)
		if (is_lease(&has->addresses[i]))
			return true;
	return false;
}

/* The network is written as "192.0.2.0/24". */
static bool network_has(const char *network, const char *address)
{
	char first[HOST_ADDRESS_TEXT];
	struct in_addr left, right;
	unsigned prefix = 0;

	snprintf(first, sizeof(first), "%s", network);
	first[strcspn(first, "/")] = '\0';
	sscanf(network + strlen(first), "/%u", &prefix);
	return inet_pton(AF_INET, first, &left) == 1 &&
	       inet_pton(AF_INET, address, &right) == 1 &&
	       (prefix == 0 || ntohl(left.s_addr ^ right.s_addr) >> (32 - prefix) == 0);
}

/* dhclient and udhcpc do not say whose their default route is. A lease of one address
 * alone has its gateway elsewhere. */
static bool is_clients_default(const struct host_addresses *has,
			       const struct host_route *route)
{
	if (route->ipv6 || !route->is_boot || route->table != HOST_MAIN_TABLE ||
	    strcmp(route->to, "default") != 0)
		return false;
	for (size_t i = 0; i < has->address_count; i++)
		if (is_lease(&has->addresses[i]) &&
		    (has->addresses[i].prefix == 32 ||
		     network_has(has->addresses[i].network, route->hops[0].gateway)))
			return true;
	return false;
}

/* The way to a gateway that is outside the address's prefix. */
static bool leads_to_gateway(const struct host_route *route,
			     const struct host_route *by_gateway)
{
	const char *gateway = by_gateway->hops[0].gateway;
	size_t length = strlen(gateway);

	return length && route->is_boot && !route->hops[0].gateway[0] &&
	       !strncmp(route->to, gateway, length) && !strcmp(route->to + length, "/32");
}

static void find_clients_routes(struct host_addresses *has)
{
	for (size_t i = 0; i < has->route_count; i++) {
		struct host_route *route = &has->routes[i];

		if (!is_clients_default(has, route))
			continue;
		route->giver = HOST_DHCP;
		for (size_t j = 0; j < has->route_count; j++)
			if (leads_to_gateway(&has->routes[j], route))
				has->routes[j].giver = HOST_DHCP;
	}
}

static void take_first_for_lease(struct host_addresses *has)
{
	for (size_t i = 0; i < has->address_count; i++)
		if (!has->addresses[i].ipv6) {
			has->addresses[i].giver = HOST_DHCP;
			return;
		}
}

/* A lease may be without end, too; its routes are told by their protocol. */
static void find_endless_leases(struct host_addresses *has)
{
	for (size_t i = 0; i < has->address_count; i++)
		for (size_t j = 0; j < has->route_count; j++)
			if (has->routes[j].giver == HOST_DHCP &&
			    !strcmp(has->routes[j].source, has->addresses[i].address))
				has->addresses[i].giver = HOST_DHCP;
}

/* Gateways are looked for among the routes that are there. */
static void put_link_routes_first(struct host_addresses *has)
{
	size_t kept = 0;

	for (size_t i = 0; i < has->route_count; i++) {
		struct host_route route = has->routes[i];

		if (route.hops[0].gateway[0])
			continue;
		memmove(&has->routes[kept + 1], &has->routes[kept],
			(i - kept) * sizeof(route));
		has->routes[kept++] = route;
	}
}

void host_addresses_settle(struct host_addresses *has, bool silent_client)
{
	find_missing_routes(has);
	remove_following(has);
	find_endless_leases(has);
	if (silent_client && !has_lease(has))
		take_first_for_lease(has);
	find_clients_routes(has);
	for (size_t i = 0; i < has->route_count; i++)
		if (has->routes[i].giver == HOST_KERNEL)
			has->routes[i].giver =
				has->routes[i].expires ? HOST_ROUTER : HOST_ADMIN;
	put_link_routes_first(has);
}
