/* export_ip.c - addresses and routes as commands of ip(8), which knows all that they have
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/export_ip.h"

static void print_device_word(const struct host_bridge *host, FILE *out)
{
	fprintf(out, " dev %s", text_for_shell(host->bridge->name).text);
}

void export_ip_address(const struct host_bridge *host, const struct host_address *address,
		       FILE *out)
{
	fprintf(out, "ip address add %s", address->address);
	if (address->peer[0])
		fprintf(out, " peer %s", address->peer);
	fprintf(out, "/%u", address->prefix);
	print_device_word(host, out);
	if (address->scope)
		fprintf(out, " scope %u", address->scope);
	if (address->label[0])
		fprintf(out, " label %s%s", text_for_shell(host->bridge->name).text,
			text_for_shell(address->label).text);
	if (address->metric)
		fprintf(out, " metric %u", address->metric);
	if (address->no_prefix_route)
		fprintf(out, " noprefixroute");
	if (address->deprecated)
		fprintf(out, " preferred_lft 0");
	if (address->more[0])
		fprintf(out, " %s", address->more);
	if (address->ipv6)
		fprintf(out, " nodad");
}

static void print_ip_hop(const struct host_bridge *host, const struct host_hop *hop,
			 FILE *out)
{
	if (hop->gateway[0])
		fprintf(out, " via %s%s", hop->by_ipv6 ? "inet6 " : "", hop->gateway);
	if (hop->device[0])
		fprintf(out, " dev %s", text_for_shell(hop->device).text);
	else
		print_device_word(host, out);
	if (hop->onlink)
		fprintf(out, " onlink");
}

static void print_ip_hops(const struct host_bridge *host, const struct host_route *route,
			  FILE *out)
{
	if (host_route_has_one_hop(route)) {
		print_ip_hop(host, &route->hops[0], out);
		return;
	}
	for (size_t i = 0; i < route->hop_count; i++) {
		fprintf(out, " nexthop");
		print_ip_hop(host, &route->hops[i], out);
		fprintf(out, " weight %u", route->hops[i].weight);
	}
}

/* The hops come last: what follows them would be taken for theirs. */
void export_ip_route(const struct host_bridge *host, const struct host_route *route,
		     FILE *out)
{
	fprintf(out, "ip -%d route %s %s", route->ipv6 ? 6 : 4,
		route->is_part ? "append" : "replace", route->to);
	if (host_route_has_one_hop(route))
		print_ip_hops(host, route, out);
	if (route->source[0])
		fprintf(out, " src %s", route->source);
	if (route->metric)
		fprintf(out, " metric %u", route->metric);
	if (route->table != HOST_MAIN_TABLE)
		fprintf(out, " table %u", route->table);
	if (route->mtu)
		fprintf(out, " mtu %u", route->mtu);
	if (route->more[0])
		fprintf(out, " %s", route->more);
	if (!host_route_has_one_hop(route))
		print_ip_hops(host, route, out);
}

void export_ip_other(const struct host_bridge *host, const struct host_other *other,
		     FILE *out)
{
	fprintf(out, "ip %s", other->text);
	print_device_word(host, out);
}
