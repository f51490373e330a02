/* export_networkd.c - a bridge in systemd-networkd's files
 *
 * See systemd.netdev(5) and systemd.network(5).
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <inttypes.h>
#include <string.h>

#include "hook/bridge/export_note.h"

static const char *networkd_option(const struct link_option *option)
{
	return option->networkd;
}

static bool networkd_value(const struct link_option *option, uint64_t value, char *ret)
{
	if (option_is_flag(option))
		snprintf(ret, OPTION_TEXT, "%s", value ? "yes" : "no");
	else
		option_print(option, value, ret, OPTION_TEXT);
	return true;
}

static void networkd_address(const struct host_bridge *host,
			     const struct host_address *address, FILE *out)
{
	fprintf(out, "\n[Address]\nAddress=%s/%u\n", address->address, address->prefix);
	if (address->peer[0])
		fprintf(out, "Peer=%s/%u\n", address->peer, address->prefix);
	if (address->scope)
		fprintf(out, "Scope=%u\n", address->scope);
	if (address->label[0])
		fprintf(out, "Label=%s%s\n", host->bridge->name, address->label);
	if (address->metric)
		fprintf(out, "RouteMetric=%u\n", address->metric);
	if (address->no_prefix_route)
		fprintf(out, "AddPrefixRoute=no\n");
	if (address->deprecated)
		fprintf(out, "PreferredLifetime=0\n");
	if (address->more[0])
		fprintf(out, "# there is no word here for what %s has, too: %s\n",
			address->address, address->more);
}

/* Of several hops each has a gateway that is within reach. */
static bool networkd_has_hops(const struct host_route *route)
{
	for (size_t i = 0; !host_route_has_one_hop(route) && i < route->hop_count; i++)
		if (!route->hops[i].gateway[0] || route->hops[i].onlink)
			return false;
	return true;
}

static void networkd_hops(const struct host_route *route, FILE *out)
{
	const struct host_hop *hop = route->hops;

	if (host_route_has_one_hop(route)) {
		if (hop->gateway[0])
			fprintf(out, "Gateway=%s\n", hop->gateway);
		if (hop->onlink)
			fprintf(out, "GatewayOnLink=yes\n");
		return;
	}
	for (; hop < route->hops + route->hop_count; hop++)
		fprintf(out, "MultiPathRoute=%s%s%s %u\n", hop->gateway,
			hop->device[0] ? "@" : "", hop->device, hop->weight);
}

static void networkd_route(const struct host_bridge *host, const struct host_route *route,
			   FILE *out)
{
	if (!networkd_has_hops(route)) {
		fputc('\n', out);
		export_print_lost_route(host, route, out);
		return;
	}
	fprintf(out, "\n[Route]\n");
	if (strcmp(route->to, "default") != 0 || !export_is_simple(route) ||
	    !route->hops[0].gateway[0])
		fprintf(out, "Destination=%s\n", export_destination(route));
	networkd_hops(route, out);
	if (route->source[0])
		fprintf(out, "PreferredSource=%s\n", route->source);
	if (route->metric)
		fprintf(out, "Metric=%u\n", route->metric);
	if (route->table != HOST_MAIN_TABLE)
		fprintf(out, "Table=%u\n", route->table);
	if (route->mtu)
		fprintf(out, "MTUBytes=%u\n", route->mtu);
	export_print_lost_words(route, out);
}

static void networkd_netdev(const struct host_bridge *host, FILE *out)
{
	const char *name = host->bridge->name;

	fprintf(out, "# /etc/systemd/network/20-%s.netdev\n", name);
	export_print_notes(host, &export_networkd, out);
	fprintf(out, "[NetDev]\nName=%s\nKind=bridge\n", name);
	if (host->mac[0])
		fprintf(out, "MACAddress=%s\n", host->mac);
	fprintf(out, "\n[Bridge]\n");
	export_print_options(host, &export_networkd, out);
}

/* The DHCP client of IPv6 starts when a router says that there is a server. */
static void networkd_given(const struct host_bridge *host, FILE *out)
{
	bool ipv4 = host->ipv4.by_dhcp, ipv6 = host->ipv6.by_dhcp;

	if (host->bridge->uplink.addresses == ADDRESSES_DHCP || (ipv4 && ipv6))
		fprintf(out, "DHCP=yes\n");
	else if (ipv4 || ipv6)
		fprintf(out, "DHCP=%s\n", ipv4 ? "ipv4" : "ipv6");
	if (host->ipv6.by_router || ipv6)
		fprintf(out, "IPv6AcceptRA=yes\n");
	else if (host->ipv6.ignores_router)
		fprintf(out, "IPv6AcceptRA=no\n");
	if (host->ipv6.by_router && host->privacy)
		fprintf(out, "IPv6PrivacyExtensions=%s\n",
			host->privacy == 1 ? "prefer-public" : "yes");
}

static void networkd_metrics(const struct host_bridge *host, FILE *out)
{
	if (host->ipv4.has_metric)
		fprintf(out, "\n[DHCPv4]\nRouteMetric=%u\n", host->ipv4.metric);
	if (host->ipv6.has_metric)
		fprintf(out, "\n[IPv6AcceptRA]\nRouteMetric=%u\n", host->ipv6.metric);
}

/* Addresses of which more is to be said have a section each. */
static void networkd_addresses(const struct host_bridge *host, FILE *out)
{
	const struct host_addresses *has = &host->has;

	for (size_t i = 0; i < has->address_count; i++)
		if (host_address_is_static(&has->addresses[i]) &&
		    export_is_plain(&has->addresses[i]))
			fprintf(out, "Address=%s/%u\n", has->addresses[i].address,
				has->addresses[i].prefix);
	for (size_t i = 0; i < has->address_count; i++)
		if (host_address_is_static(&has->addresses[i]) &&
		    !export_is_plain(&has->addresses[i]))
			networkd_address(host, &has->addresses[i], out);
	for (size_t i = 0; i < has->route_count; i++)
		if (host_route_is_static(&has->routes[i]))
			networkd_route(host, &has->routes[i], out);
}

static void networkd_network(const struct host_bridge *host, FILE *out)
{
	const struct policy_bridge *bridge = host->bridge;

	fprintf(out, "\n# /etc/systemd/network/20-%s.network\n[Match]\nName=%s\n",
		bridge->name, bridge->name);
	if (bridge->mtu)
		fprintf(out, "\n[Link]\nMTUBytes=%u\n", bridge->mtu);
	fprintf(out, "\n[Network]\nConfigureWithoutCarrier=yes\n");
	networkd_given(host, out);
	networkd_addresses(host, out);
	networkd_metrics(host, out);
}

static void networkd_uplink(const struct host_bridge *host, FILE *out)
{
	const struct policy_bridge *bridge = host->bridge;

	fprintf(out,
		"\n# /etc/systemd/network/20-%s-uplink.network\n[Match]\n"
		"Name=%s\n",
		bridge->name, bridge->uplink.dev);
	if (host_uplink_mtu(&host->uplink))
		fprintf(out, "\n[Link]\nMTUBytes=%u\n", host_uplink_mtu(&host->uplink));
	fprintf(out, "\n[Network]\nBridge=%s\n", bridge->name);
}

static void networkd_print(const struct host_bridge *host, FILE *out)
{
	networkd_netdev(host, out);
	networkd_network(host, out);
	if (host->bridge->uplink.dev[0])
		networkd_uplink(host, out);
}

const struct export_format export_networkd = {
	.name = "networkd",
	.indent = "",
	.equals = "=",
	.option = networkd_option,
	.value = networkd_value,
	.print = networkd_print,
};
