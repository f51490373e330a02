/* export_networkmanager.c - a bridge in NetworkManager's files
 *
 * See nm-settings-keyfile(5) and nm-settings-nmcli(5).
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <inttypes.h>
#include <string.h>

#include "hook/bridge/export_format.h"

static const char *networkmanager_option(const struct link_option *option)
{
	return option->networkmanager;
}

/* The timers of STP are in whole seconds, those of multicast in hundredths. */
static bool networkmanager_value(const struct link_option *option, uint64_t value,
				 char *ret)
{
	if (option_is_flag(option))
		snprintf(ret, OPTION_TEXT, "%s", value ? "true" : "false");
	else if (option->type == OPTION_TIME)
		snprintf(ret, OPTION_TEXT, "%" PRIu64, value / 100);
	else if (option->type == OPTION_TIME64)
		snprintf(ret, OPTION_TEXT, "%" PRIu64, value);
	else
		option_print(option, value, ret, OPTION_TEXT);
	return option->type != OPTION_TIME || value % 100 == 0;
}

static void networkmanager_route(const struct host_route *route, unsigned number,
				 FILE *out)
{
	const char *any = route->ipv6 ? "::/0" : "0.0.0.0/0";

	fprintf(out, "route%u=%s,%s", number,
		strcmp(route->to, "default") != 0 ? route->to : any, route->gateway);
	if (route->metric)
		fprintf(out, ",%u", route->metric);
	fputc('\n', out);
	if (route->table != 254)
		fprintf(out, "route%u_options=table=%u\n", number, route->table);
}

static void networkmanager_family(const struct host_bridge *host, FILE *out, bool ipv6)
{
	const struct host_addresses *has = host->has;
	const char *none = export_is_dhcp(host) ? "auto" : "disabled";
	unsigned number = 0;

	fprintf(out, "\n[ipv%d]\nmethod=%s\n", ipv6 ? 6 : 4,
		export_has_address(host, ipv6) ? "manual" : none);
	for (size_t i = 0; i < has->address_count; i++)
		if (has->addresses[i].ipv6 == ipv6)
			fprintf(out, "address%u=%s\n", ++number, has->addresses[i].text);
	number = 0;
	for (size_t i = 0; i < has->route_count; i++)
		if (has->routes[i].ipv6 == ipv6)
			networkmanager_route(&has->routes[i], ++number, out);
}

/* Without a word NetworkManager switches STP on. */
static void networkmanager_bridge(const struct host_bridge *host, FILE *out)
{
	const struct policy_bridge *bridge = host->bridge;

	fprintf(out,
		"# /etc/NetworkManager/system-connections/%s.nmconnection\n[connection]\n"
		"id=%s\ntype=bridge\ninterface-name=%s\nautoconnect-slaves=1\n",
		bridge->name, bridge->name, bridge->name);
	if (bridge->mtu || host->mac)
		fprintf(out, "\n[ethernet]\n");
	if (bridge->mtu)
		fprintf(out, "mtu=%u\n", bridge->mtu);
	if (host->mac)
		fprintf(out, "cloned-mac-address=%s\n", host->mac);
	fprintf(out, "\n[bridge]\n");
	if (!option_values_have(&bridge->options, BRIDGE_stp_state))
		fprintf(out, "stp=false\n");
	export_print_options(host, &export_networkmanager, out);
}

static void networkmanager_uplink(const struct host_bridge *host, FILE *out)
{
	const struct policy_bridge *bridge = host->bridge;

	fprintf(out,
		"\n# /etc/NetworkManager/system-connections/%s-uplink.nmconnection\n"
		"[connection]\nid=%s-uplink\ntype=ethernet\ninterface-name=%s\n"
		"master=%s\nslave-type=bridge\n",
		bridge->name, bridge->name, bridge->uplink.dev, bridge->name);
}

static void networkmanager_print(const struct host_bridge *host, FILE *out)
{
	networkmanager_bridge(host, out);
	networkmanager_family(host, out, false);
	networkmanager_family(host, out, true);
	if (host->bridge->uplink.dev[0])
		networkmanager_uplink(host, out);
}

const struct export_format export_networkmanager = {
	.name = "networkmanager",
	.option = networkmanager_option,
	.value = networkmanager_value,
	.print = networkmanager_print,
};
