/* export_networkmanager.c - a bridge in NetworkManager's files
 *
 * See nm-settings-keyfile(5) and nm-settings-nmcli(5).
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <inttypes.h>
#include <string.h>

#include "hook/bridge/export_note.h"

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

static void networkmanager_route_options(const struct host_route *route, unsigned number,
					 FILE *out)
{
	const char *begin = "";

	if (route->table == HOST_MAIN_TABLE && !route->hops[0].onlink &&
	    !route->source[0] && !route->mtu)
		return;
	fprintf(out, "route%u_options=", number);
	if (route->table != HOST_MAIN_TABLE) {
		fprintf(out, "table=%u", route->table);
		begin = ",";
	}
	if (route->hops[0].onlink) {
		fprintf(out, "%sonlink=true", begin);
		begin = ",";
	}
	if (route->source[0]) {
		fprintf(out, "%ssrc=%s", begin, route->source);
		begin = ",";
	}
	if (route->mtu)
		fprintf(out, "%smtu=%u", begin, route->mtu);
	fputc('\n', out);
}

/* A route without a metric would get one of NetworkManager's. */
static void networkmanager_route(const struct host_bridge *host,
				 const struct host_route *route, unsigned *number,
				 FILE *out)
{
	const struct host_hop *hop = route->hops;
	const char *none = route->ipv6 ? "::" : "0.0.0.0";

	if (!export_is_simple(route)) {
		export_print_lost_route(host, route, out);
		return;
	}
	fprintf(out, "route%u=%s,%s,%u\n", ++*number, export_destination(route),
		hop->gateway[0] ? hop->gateway : none, route->metric);
	networkmanager_route_options(route, *number, out);
	export_print_lost_words(route, out);
}

static const char *networkmanager_method(const struct host_bridge *host, bool ipv6)
{
	const struct host_family *family = ipv6 ? &host->ipv6 : &host->ipv4;
	bool dhcp = host->bridge->uplink.addresses == ADDRESSES_DHCP;

	if (family->by_dhcp || family->by_router)
		return "auto";
	if (family->has_static)
		return "manual";
	return dhcp ? "auto" : ipv6 && host->ipv6_on ? "link-local" : "disabled";
}

/* One for the family: of the addresses' own routes, and of what DHCP or a router gives.
 */
static uint32_t networkmanager_metric(const struct host_bridge *host, bool ipv6)
{
	const struct host_family *family = ipv6 ? &host->ipv6 : &host->ipv4;
	const struct host_addresses *has = &host->has;

	for (size_t i = 0; !family->has_metric && i < has->address_count; i++)
		if (has->addresses[i].ipv6 == ipv6 && has->addresses[i].metric &&
		    host_address_is_static(&has->addresses[i]))
			return has->addresses[i].metric;
	return family->metric;
}

static void networkmanager_address(const struct host_address *address, uint32_t metric,
				   unsigned *number, FILE *out)
{
	fprintf(out, "address%u=%s/%u\n", ++*number, address->address,
		export_prefix(address));
	export_print_lost_address(address, address->metric == metric ? CAN_METRIC : 0,
				  out);
}

static void networkmanager_routes(const struct host_bridge *host, bool ipv6, FILE *out)
{
	const struct host_addresses *has = &host->has;
	unsigned number = 0;

	for (size_t i = 0; i < has->address_count; i++) {
		const struct host_address *address = &has->addresses[i];
		struct host_route way = export_peer_route(address);

		if (address->ipv6 == ipv6 && host_address_is_static(address) &&
		    address->peer[0])
			networkmanager_route(host, &way, &number, out);
	}
	for (size_t i = 0; i < has->route_count; i++)
		if (has->routes[i].ipv6 == ipv6 && host_route_is_static(&has->routes[i]))
			networkmanager_route(host, &has->routes[i], &number, out);
}

/* The first address is the preferred one. */
static void networkmanager_family(const struct host_bridge *host, bool ipv6, FILE *out)
{
	const struct host_addresses *has = &host->has;
	uint32_t metric = networkmanager_metric(host, ipv6);
	unsigned number = 0;

	fprintf(out, "\n[ipv%d]\nmethod=%s\n", ipv6 ? 6 : 4,
		networkmanager_method(host, ipv6));
	if (metric || (ipv6 ? &host->ipv6 : &host->ipv4)->has_metric)
		fprintf(out, "route-metric=%u\n", metric);
	if (ipv6 && host->ipv6.by_router && host->privacy)
		fprintf(out, "ip6-privacy=%d\n", host->privacy == 1 ? 1 : 2);
	for (size_t i = 0; i < has->address_count; i++) {
		size_t place = ipv6 ? has->address_count - 1 - i : i;

		if (has->addresses[place].ipv6 == ipv6 &&
		    host_address_is_static(&has->addresses[place]))
			networkmanager_address(&has->addresses[place], metric, &number,
					       out);
	}
	networkmanager_routes(host, ipv6, out);
}

/* Without a word NetworkManager switches STP on. */
static void networkmanager_bridge(const struct host_bridge *host, FILE *out)
{
	const struct policy_bridge *bridge = host->bridge;

	fprintf(out, "# /etc/NetworkManager/system-connections/%s.nmconnection\n",
		bridge->name);
	export_print_notes(host, &export_networkmanager, out);
	fprintf(out,
		"[connection]\nid=%s\ntype=bridge\ninterface-name=%s\n"
		"autoconnect-slaves=1\n",
		bridge->name, bridge->name);
	if (bridge->mtu || host->mac[0])
		fprintf(out, "\n[ethernet]\n");
	if (bridge->mtu)
		fprintf(out, "mtu=%u\n", bridge->mtu);
	if (host->mac[0])
		fprintf(out, "cloned-mac-address=%s\n", host->mac);
	fprintf(out, "\n[bridge]\n");
	if (!option_values_have(&bridge->options, BRIDGE_stp_state))
		fprintf(out, "stp=false\n");
	export_print_options(host, &export_networkmanager, out);
}

static void networkmanager_port(const char *name, const char *type, const char *device,
				const char *master, const char *master_type, FILE *out)
{
	fprintf(out,
		"\n# /etc/NetworkManager/system-connections/%s.nmconnection\n"
		"[connection]\nid=%s\ntype=%s\ninterface-name=%s\n"
		"master=%s\nslave-type=%s\n",
		name, name, type, device, master, master_type);
}

static bool networkmanager_bond_option(const struct bond_option *option,
				       const char *value, FILE *out)
{
	if (option->networkmanager)
		fprintf(out, "%s=%s\n", option->networkmanager, value);
	return option->networkmanager;
}

static void networkmanager_bond(const struct host_bridge *host, FILE *out)
{
	const struct host_uplink *uplink = &host->uplink;
	const char *bond = uplink->link.ref.name;

	fprintf(out, "\n[bond]\n");
	export_print_bond(&uplink->bond, &export_networkmanager, out);
	for (size_t i = 0; i < uplink->members.count; i++) {
		const struct link *member = &uplink->members.links[i];
		char name[2 * IFNAMSIZ + 1];

		snprintf(name, sizeof(name), "%s-%s", bond, member->ref.name);
		if (host_is_ethernet(member))
			networkmanager_port(name, "ethernet", member->ref.name, bond,
					    "bond", out);
	}
}

static void networkmanager_uplink(const struct host_bridge *host, FILE *out)
{
	static const char *const types[] = {
		[UPLINK_ETHERNET] = "ethernet",
		[UPLINK_VLAN] = "vlan",
		[UPLINK_BOND] = "bond",
	};
	const struct policy_bridge *bridge = host->bridge;
	enum host_uplink_kind kind = host_uplink_kind(&host->uplink);
	char name[IFNAMSIZ + 8];

	if (kind == UPLINK_OTHER)
		fprintf(out,
			"\n# the profile of %s needs master=%s and slave-type=bridge in "
			"its [connection]\n",
			bridge->uplink.dev, bridge->name);
	if (!bridge->uplink.dev[0] || kind == UPLINK_OTHER)
		return;
	snprintf(name, sizeof(name), "%s-uplink", bridge->name);
	networkmanager_port(name, types[kind], bridge->uplink.dev, bridge->name, "bridge",
			    out);
	if (kind == UPLINK_BOND)
		fprintf(out, "autoconnect-slaves=1\n");
	if (host_uplink_mtu(&host->uplink))
		fprintf(out, "\n[ethernet]\nmtu=%u\n", host_uplink_mtu(&host->uplink));
	if (kind == UPLINK_VLAN)
		fprintf(out, "\n[vlan]\nid=%u\nparent=%s\n", host->uplink.link.vlan_id,
			host->uplink.below.ref.name);
	if (kind == UPLINK_BOND)
		networkmanager_bond(host, out);
}

static void networkmanager_print(const struct host_bridge *host, FILE *out)
{
	networkmanager_bridge(host, out);
	networkmanager_family(host, false, out);
	networkmanager_family(host, true, out);
	networkmanager_uplink(host, out);
}

const struct export_format export_networkmanager = {
	.name = "networkmanager",
	.makes_uplinks = true,
	.indent = "",
	.equals = "=",
	.option = networkmanager_option,
	.value = networkmanager_value,
	.print_bond_option = networkmanager_bond_option,
	.print = networkmanager_print,
};
