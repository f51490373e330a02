/* export_netplan.c - a bridge in netplan's file
 *
 * See netplan(5). Which of systemd-networkd and NetworkManager it is for is said in other
 * files of netplan's.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <linux/if_ether.h>
#include <string.h>

#include "hook/bridge/export_note.h"

static const char *netplan_option(const struct link_option *option)
{
	return option->netplan;
}

static bool netplan_value(const struct link_option *option, uint64_t value, char *ret)
{
	if (option_is_flag(option))
		snprintf(ret, OPTION_TEXT, "%s", value ? "true" : "false");
	else
		option_print(option, value, ret, OPTION_TEXT);
	return true;
}

/* A device's name as a scalar of YAML. */
struct netplan_name {
	char text[2 * IFNAMSIZ + 3];
};

static struct netplan_name netplan_name(const char *name)
{
	struct netplan_name ret = {};
	char *end = ret.text;

	*end++ = '"';
	for (; *name; name++) {
		if (*name == '"' || *name == '\\')
			*end++ = '\\';
		*end++ = *name;
	}
	*end = '"';
	return ret;
}

static void netplan_address(const struct host_bridge *host,
			    const struct host_address *address, FILE *out)
{
	bool more = address->label[0] || address->deprecated;

	fprintf(out, "        - \"%s/%u\"%s\n", address->address, export_prefix(address),
		more ? ":" : "");
	if (address->label[0])
		fprintf(out, "            label: \"%s%s\"\n", host->bridge->name,
			address->label);
	if (address->deprecated)
		fprintf(out, "            lifetime: 0\n");
	export_print_lost_address(address, CAN_LABEL | CAN_LIFETIME, out);
}

static void netplan_addresses(const struct host_bridge *host, FILE *out)
{
	const struct host_addresses *has = &host->has;

	if (!host->ipv4.has_static && !host->ipv6.has_static)
		return;
	fprintf(out, "      addresses:\n");
	for (size_t i = 0; i < has->address_count; i++)
		if (host_address_is_static(&has->addresses[i]))
			netplan_address(host, &has->addresses[i], out);
}

static void netplan_route(const struct host_bridge *host, const struct host_route *route,
			  FILE *out)
{
	const struct host_hop *hop = route->hops;

	fprintf(out, "        - to: \"%s\"\n", export_destination(route));
	if (hop->gateway[0])
		fprintf(out, "          via: \"%s\"\n", hop->gateway);
	else
		fprintf(out, "          scope: link\n");
	if (hop->onlink)
		fprintf(out, "          on-link: true\n");
	if (route->source[0])
		fprintf(out, "          from: \"%s\"\n", route->source);
	if (route->metric)
		fprintf(out, "          metric: %u\n", route->metric);
	if (route->table != HOST_MAIN_TABLE)
		fprintf(out, "          table: %u\n", route->table);
	if (route->mtu)
		fprintf(out, "          mtu: %u\n", route->mtu);
	export_print_lost_words(route, out);
}

static bool netplan_has_route(const struct host_route *route)
{
	return host_route_is_static(route) && export_is_simple(route);
}

static bool netplan_has_peer(const struct host_address *address)
{
	return host_address_is_static(address) && address->peer[0];
}

static size_t netplan_count_routes(const struct host_addresses *has)
{
	size_t count = 0;

	for (size_t i = 0; i < has->address_count; i++)
		count += netplan_has_peer(&has->addresses[i]);
	for (size_t i = 0; i < has->route_count; i++)
		count += netplan_has_route(&has->routes[i]);
	return count;
}

static void netplan_routes(const struct host_bridge *host, FILE *out)
{
	const struct host_addresses *has = &host->has;

	if (netplan_count_routes(has))
		fprintf(out, "      routes:\n");
	for (size_t i = 0; i < has->address_count; i++) {
		struct host_route way = export_peer_route(&has->addresses[i]);

		if (netplan_has_peer(&has->addresses[i]))
			netplan_route(host, &way, out);
	}
	for (size_t i = 0; i < has->route_count; i++)
		if (netplan_has_route(&has->routes[i]))
			netplan_route(host, &has->routes[i], out);
		else if (host_route_is_static(&has->routes[i]))
			export_print_lost_route(host, &has->routes[i], out);
}

static void netplan_given(const struct host_bridge *host, FILE *out)
{
	if (host->ipv4.by_dhcp)
		fprintf(out, "      dhcp4: true\n");
	if (host->ipv4.has_metric)
		fprintf(out, "      dhcp4-overrides: {route-metric: %u}\n",
			host->ipv4.metric);
	if (host->ipv6.by_dhcp)
		fprintf(out, "      dhcp6: true\n");
	if (host->ipv6.by_router || host->ipv6.by_dhcp)
		fprintf(out, "      accept-ra: true\n");
	else if (host->ipv6.ignores_router)
		fprintf(out, "      accept-ra: false\n");
	if (host->ipv6.has_metric)
		fprintf(out,
			"# there is no word here for the metric %u of what a router "
			"announces\n",
			host->ipv6.metric);
	if (host->ipv6.by_router && host->privacy)
		fprintf(out, "      ipv6-privacy: true\n");
}

/* networkd makes the bridge with it, which to the kernel is not the same as setting it:
 * the bridge goes by its ports (br_mtu_auto_adjust() in net/bridge/br_if.c). */
static void netplan_mtu(const struct host_bridge *host, FILE *out)
{
	if (!host->bridge->mtu)
		return;
	fprintf(out, "      mtu: %u\n", host->bridge->mtu);
	if (host->bridge->mtu != host->uplink.link.mtu)
		fprintf(out,
			"# as made by netplan, the bridge has the smallest MTU of its "
			"ports'\n");
}

/* Without a word netplan switches STP on. */
static void netplan_bridge(const struct host_bridge *host, FILE *out)
{
	const struct policy_bridge *bridge = host->bridge;
	const char *uplink = bridge->uplink.dev;

	fprintf(out, "  bridges:\n    %s:\n      interfaces: [%s]\n",
		netplan_name(bridge->name).text,
		*uplink ? netplan_name(uplink).text : "");
	if (host->mac[0])
		fprintf(out, "      macaddress: \"%s\"\n", host->mac);
	netplan_mtu(host, out);
	fprintf(out, "      parameters:\n");
	if (!option_values_have(&bridge->options, BRIDGE_stp_state))
		fprintf(out, "        stp: false\n");
	export_print_options(host, &export_netplan, out);
	netplan_given(host, out);
	netplan_addresses(host, out);
	netplan_routes(host, out);
}

/* 0 and 1 are no flags to netplan, and lists have brackets. */
static bool netplan_bond_option(const struct bond_option *option, const char *value,
				FILE *out)
{
	bool list = !strcmp(option->name, "arp_ip_target");

	if (!option->netplan)
		return false;
	if (!strcmp(option->name, "all_slaves_active"))
		value = "true";
	fprintf(out, "        %s: %s%s%s\n", option->netplan, list ? "[" : "", value,
		list ? "]" : "");
	return true;
}

static void netplan_ethernets(const struct link *links, size_t count, FILE *out)
{
	bool begun = false;

	for (size_t i = 0; i < count; i++) {
		if (!host_is_ethernet(&links[i]))
			continue;
		fprintf(out, "%s    %s: {", begun ? "" : "  ethernets:\n",
			netplan_name(links[i].ref.name).text);
		if (links[i].mtu && links[i].mtu != ETH_DATA_LEN)
			fprintf(out, "mtu: %u", links[i].mtu);
		fprintf(out, "}\n");
		begun = true;
	}
}

static void netplan_vlan(const struct host_uplink *uplink, FILE *out)
{
	netplan_ethernets(&uplink->below, 1, out);
	fprintf(out, "  vlans:\n    %s:\n      id: %u\n      link: %s\n",
		netplan_name(uplink->link.ref.name).text, uplink->link.vlan_id,
		netplan_name(uplink->below.ref.name).text);
}

static void netplan_bond(const struct host_uplink *uplink, FILE *out)
{
	const struct link_list *members = &uplink->members;

	netplan_ethernets(members->links, members->count, out);
	fprintf(out, "  bonds:\n    %s:\n      interfaces: [",
		netplan_name(uplink->link.ref.name).text);
	for (size_t i = 0; i < members->count; i++)
		fprintf(out, "%s%s", i ? ", " : "",
			netplan_name(members->links[i].ref.name).text);
	fprintf(out, "]\n      parameters:\n");
	export_print_bond(&uplink->bond, &export_netplan, out);
}

static void netplan_uplink(const struct host_bridge *host, FILE *out)
{
	struct link named = host->uplink.link;

	strcpy(named.ref.name, host->bridge->uplink.dev);
	switch (host_uplink_kind(&host->uplink)) {
	case UPLINK_ETHERNET:
		netplan_ethernets(&named, 1, out);
		return;
	case UPLINK_VLAN:
		netplan_vlan(&host->uplink, out);
		break;
	case UPLINK_BOND:
		netplan_bond(&host->uplink, out);
		break;
	case UPLINK_OTHER:
		return;
	}
	if (host_uplink_mtu(&host->uplink))
		fprintf(out, "      mtu: %u\n", host_uplink_mtu(&host->uplink));
}

static void netplan_print(const struct host_bridge *host, FILE *out)
{
	fprintf(out, "# /etc/netplan/60-%s.yaml\n", host->bridge->name);
	export_print_notes(host, &export_netplan, out);
	fprintf(out, "network:\n  version: 2\n");
	if (host->bridge->uplink.dev[0])
		netplan_uplink(host, out);
	netplan_bridge(host, out);
}

const struct export_format export_netplan = {
	.name = "netplan",
	.makes_uplinks = true,
	.indent = "        ",
	.equals = ": ",
	.option = netplan_option,
	.value = netplan_value,
	.print_bond_option = netplan_bond_option,
	.print = netplan_print,
};
