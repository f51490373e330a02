/* export_networkd.c - a bridge in systemd-networkd's files
 *
 * See systemd.netdev(5) and systemd.network(5).
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <inttypes.h>
#include <string.h>

#include "hook/bridge/export_format.h"

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

static void networkd_route(const struct host_route *route, FILE *out)
{
	fprintf(out, "\n[Route]\n");
	if (strcmp(route->to, "default") != 0)
		fprintf(out, "Destination=%s\n", route->to);
	fprintf(out, "Gateway=%s\n", route->gateway);
	if (route->metric)
		fprintf(out, "Metric=%u\n", route->metric);
	if (route->table != 254)
		fprintf(out, "Table=%u\n", route->table);
}

static void networkd_netdev(const struct host_bridge *host, FILE *out)
{
	const char *name = host->bridge->name;

	fprintf(out,
		"# /etc/systemd/network/20-%s.netdev\n[NetDev]\nName=%s\nKind=bridge\n",
		name, name);
	if (host->mac)
		fprintf(out, "MACAddress=%s\n", host->mac);
	fprintf(out, "\n[Bridge]\n");
	export_print_options(host, &export_networkd, out);
}

static void networkd_network(const struct host_bridge *host, FILE *out)
{
	const struct policy_bridge *bridge = host->bridge;

	fprintf(out, "\n# /etc/systemd/network/20-%s.network\n[Match]\nName=%s\n",
		bridge->name, bridge->name);
	if (bridge->mtu)
		fprintf(out, "\n[Link]\nMTUBytes=%u\n", bridge->mtu);
	fprintf(out, "\n[Network]\nConfigureWithoutCarrier=yes\n%s",
		export_is_dhcp(host) ? "DHCP=yes\n" : "");
	for (size_t i = 0; i < host->has->address_count; i++)
		fprintf(out, "Address=%s\n", host->has->addresses[i].text);
	for (size_t i = 0; i < host->has->route_count; i++)
		networkd_route(&host->has->routes[i], out);
}

static void networkd_uplink(const struct host_bridge *host, FILE *out)
{
	const struct policy_bridge *bridge = host->bridge;

	fprintf(out,
		"\n# /etc/systemd/network/20-%s-uplink.network\n[Match]\n"
		"Name=%s\n\n[Network]\nBridge=%s\n",
		bridge->name, bridge->uplink.dev, bridge->name);
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
	.option = networkd_option,
	.value = networkd_value,
	.print = networkd_print,
};
