/* export_ifupdown.c - a bridge in ifupdown's file
 *
 * See interfaces(5). It has ip(8) make the bridge, which knows every option.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <inttypes.h>

#include "hook/bridge/export_format.h"

static const char *ifupdown_option(const struct link_option *option)
{
	return option->name;
}

static bool ifupdown_value(const struct link_option *option, uint64_t value, char *ret)
{
	if (option->type == OPTION_MAC || option->type == OPTION_PROTOCOL)
		option_print(option, value, ret, OPTION_TEXT);
	else
		snprintf(ret, OPTION_TEXT, "%" PRIu64, value);
	return true;
}

static void ifupdown_add_bridge(const struct host_bridge *host, FILE *out)
{
	const struct policy_bridge *bridge = host->bridge;

	fprintf(out, "    pre-up ip link add %s", bridge->name);
	if (host->mac)
		fprintf(out, " address %s", host->mac);
	fprintf(out, " type bridge");
	for (size_t i = 0; i < bridge_options.count; i++) {
		char value[OPTION_TEXT];

		if (!option_values_have(&bridge->options, i))
			continue;
		ifupdown_value(&bridge_options.rows[i], bridge->options.value[i], value);
		fprintf(out, " %s %s", bridge_options.rows[i].name, value);
	}
	fputc('\n', out);
}

/* What makes the bridge stands in its first stanza. */
static void ifupdown_make(const struct host_bridge *host, FILE *out)
{
	const struct policy_bridge *bridge = host->bridge;

	ifupdown_add_bridge(host, out);
	if (bridge->mtu)
		fprintf(out, "    pre-up ip link set %s mtu %u\n", bridge->name,
			bridge->mtu);
	fprintf(out, "    pre-up ip link set %s up\n", bridge->name);
	if (bridge->uplink.dev[0])
		fprintf(out, "    pre-up ip link set %s master %s up\n",
			bridge->uplink.dev, bridge->name);
}

static void ifupdown_routes(const struct host_bridge *host, FILE *out, bool ipv6)
{
	for (size_t i = 0; i < host->has->route_count; i++) {
		const struct host_route *route = &host->has->routes[i];

		if (route->ipv6 != ipv6)
			continue;
		fprintf(out, "    up ip -%d route add %s via %s dev %s", ipv6 ? 6 : 4,
			route->to, route->gateway, host->bridge->name);
		if (route->metric)
			fprintf(out, " metric %u", route->metric);
		if (route->table != 254)
			fprintf(out, " table %u", route->table);
		fputc('\n', out);
	}
}

static size_t last_address(const struct host_addresses *has, bool ipv6)
{
	size_t last = has->address_count;

	for (size_t i = 0; i < has->address_count; i++)
		if (has->addresses[i].ipv6 == ipv6)
			last = i;
	return last;
}

static void ifupdown_addresses(const struct host_bridge *host, FILE *out, bool ipv6,
			       bool *made)
{
	const struct host_addresses *has = host->has;

	for (size_t i = 0; i < has->address_count; i++) {
		if (has->addresses[i].ipv6 != ipv6)
			continue;
		fprintf(out, "iface %s inet%s static\n", host->bridge->name,
			ipv6 ? "6" : "");
		if (!*made)
			ifupdown_make(host, out);
		*made = true;
		fprintf(out, "    address %s\n", has->addresses[i].text);
		if (ipv6)
			fprintf(out, "    dad-attempts 0\n");
		if (i == last_address(has, ipv6))
			ifupdown_routes(host, out, ipv6);
	}
}

static void ifupdown_print(const struct host_bridge *host, FILE *out)
{
	const char *name = host->bridge->name;
	bool made = false;

	fprintf(out, "# /etc/network/interfaces.d/%s\n", name);
	fprintf(out, "auto %s\n", name);
	if (export_is_dhcp(host)) {
		fprintf(out, "iface %s inet dhcp\n", name);
		ifupdown_make(host, out);
		made = true;
	}
	ifupdown_addresses(host, out, false, &made);
	ifupdown_addresses(host, out, true, &made);
	if (!made) {
		fprintf(out, "iface %s inet manual\n", name);
		ifupdown_make(host, out);
	}
	fprintf(out, "    post-down ip link delete %s\n", name);
}

const struct export_format export_ifupdown = {
	.name = "ifupdown",
	.option = ifupdown_option,
	.value = ifupdown_value,
	.print = ifupdown_print,
};
