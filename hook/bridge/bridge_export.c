/* bridge_export.c - a <bridge> in the words of the host's own network managers
 *
 * systemd.netdev(5), systemd.network(5), interfaces(5), nm-settings-keyfile(5). ifupdown
 * has ip(8) make the bridge, which knows every option.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/bridge/bridge_export.h"

#include <inttypes.h>
#include <string.h>

#include "netcore/cleanup.h"

struct export
{
	const struct policy_bridge *bridge;
	const char *mac; /* as text; NULL: the kernel's to choose */
	const struct host_addresses *has;
	FILE *out;
};

struct exporter {
	const char *name;
	void (*print)(const struct export *export);
};

/* How a manager writes a value. */
enum style {
	STYLE_YES,     /* yes, no */
	STYLE_TRUE,    /* true, false */
	STYLE_NUMBER,  /* as it is */
	STYLE_SECONDS, /* 2.5 */
	STYLE_WHOLE,   /* seconds, whole ones only */
	STYLE_HUNDREDTHS,
	STYLE_TEXT, /* as the policy has it */
};

struct word {
	const char *option; /* of bridge_options */
	const char *word;
	enum style style;
};

static const struct word networkd_words[] = {
	{"stp_state", "STP", STYLE_YES},
	{"priority", "Priority", STYLE_NUMBER},
	{"forward_delay", "ForwardDelaySec", STYLE_SECONDS},
	{"hello_time", "HelloTimeSec", STYLE_SECONDS},
	{"max_age", "MaxAgeSec", STYLE_SECONDS},
	{"ageing_time", "AgeingTimeSec", STYLE_SECONDS},
	{"vlan_filtering", "VLANFiltering", STYLE_YES},
	{"vlan_protocol", "VLANProtocol", STYLE_TEXT},
	{"vlan_default_pvid", "DefaultPVID", STYLE_NUMBER},
	{"group_fwd_mask", "GroupForwardMask", STYLE_NUMBER},
	{"mcast_snooping", "MulticastSnooping", STYLE_YES},
	{"mcast_querier", "MulticastQuerier", STYLE_YES},
	{"mcast_igmp_version", "MulticastIGMPVersion", STYLE_NUMBER},
};

static const struct word networkmanager_words[] = {
	{"stp_state", "stp", STYLE_TRUE},
	{"priority", "priority", STYLE_NUMBER},
	{"forward_delay", "forward-delay", STYLE_WHOLE},
	{"hello_time", "hello-time", STYLE_WHOLE},
	{"max_age", "max-age", STYLE_WHOLE},
	{"ageing_time", "ageing-time", STYLE_WHOLE},
	{"vlan_filtering", "vlan-filtering", STYLE_TRUE},
	{"vlan_protocol", "vlan-protocol", STYLE_TEXT},
	{"vlan_default_pvid", "vlan-default-pvid", STYLE_NUMBER},
	{"vlan_stats_enabled", "vlan-stats-enabled", STYLE_TRUE},
	{"group_fwd_mask", "group-forward-mask", STYLE_NUMBER},
	{"group_address", "group-address", STYLE_TEXT},
	{"mcast_snooping", "multicast-snooping", STYLE_TRUE},
	{"mcast_query_use_ifaddr", "multicast-query-use-ifaddr", STYLE_TRUE},
	{"mcast_querier", "multicast-querier", STYLE_TRUE},
	{"mcast_hash_max", "multicast-hash-max", STYLE_NUMBER},
	{"mcast_last_member_count", "multicast-last-member-count", STYLE_NUMBER},
	{"mcast_startup_query_count", "multicast-startup-query-count", STYLE_NUMBER},
	{"mcast_last_member_interval", "multicast-last-member-interval",
	 STYLE_HUNDREDTHS},
	{"mcast_membership_interval", "multicast-membership-interval", STYLE_HUNDREDTHS},
	{"mcast_querier_interval", "multicast-querier-interval", STYLE_HUNDREDTHS},
	{"mcast_query_interval", "multicast-query-interval", STYLE_HUNDREDTHS},
	{"mcast_query_response_interval", "multicast-query-response-interval",
	 STYLE_HUNDREDTHS},
	{"mcast_startup_query_interval", "multicast-startup-query-interval",
	 STYLE_HUNDREDTHS},
};

static const struct word *find_word(const struct word *words, size_t count,
				    const char *option)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(words[i].option, option))
			return &words[i];
	return NULL;
}

/* False: the manager cannot have this value. */
static bool print_value(const struct link_option *option, enum style style,
			uint64_t value, char *ret, size_t size)
{
	switch (style) {
	case STYLE_YES:
		snprintf(ret, size, "%s", value ? "yes" : "no");
		return true;
	case STYLE_TRUE:
		snprintf(ret, size, "%s", value ? "true" : "false");
		return true;
	case STYLE_WHOLE:
		snprintf(ret, size, "%" PRIu64, value / 100);
		return value % 100 == 0;
	case STYLE_NUMBER:
	case STYLE_HUNDREDTHS:
		snprintf(ret, size, "%" PRIu64, value);
		return true;
	case STYLE_SECONDS:
	case STYLE_TEXT:
		option_print(option, value, ret, size);
		return true;
	}
	return false;
}

/* Every option of the bridge, or a comment. */
static void print_options(const struct export *export, const struct word *words,
			  size_t count)
{
	const struct option_values *values = &export->bridge->options;

	for (size_t i = 0; i < bridge_options.count; i++) {
		const struct link_option *option = &bridge_options.rows[i];
		const struct word *word = find_word(words, count, option->name);
		char value[OPTION_TEXT];

		if (!option_values_have(values, i))
			continue;
		if (word && print_value(option, word->style, values->value[i], value,
					sizeof(value))) {
			fprintf(export->out, "%s=%s\n", word->word, value);
			continue;
		}
		option_print(option, values->value[i], value, sizeof(value));
		fprintf(export->out, "# there is no word here for %s='%s'\n",
			option->name, value);
	}
}

static bool by_dhcp(const struct export *export)
{
	return export->bridge->uplink.addresses == ADDRESSES_DHCP;
}

/* --- systemd-networkd */

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

static void print_networkd(const struct export *export)
{
	const struct policy_bridge *bridge = export->bridge;
	FILE *out = export->out;

	fprintf(out,
		"# /etc/systemd/network/20-%s.netdev\n[NetDev]\nName=%s\nKind=bridge\n",
		bridge->name, bridge->name);
	if (export->mac)
		fprintf(out, "MACAddress=%s\n", export->mac);
	fprintf(out, "\n[Bridge]\n");
	print_options(export, networkd_words, ARRAY_SIZE(networkd_words));
	fprintf(out, "\n# /etc/systemd/network/20-%s.network\n[Match]\nName=%s\n",
		bridge->name, bridge->name);
	if (bridge->mtu)
		fprintf(out, "\n[Link]\nMTUBytes=%u\n", bridge->mtu);
	fprintf(out, "\n[Network]\nConfigureWithoutCarrier=yes\n%s",
		by_dhcp(export) ? "DHCP=yes\n" : "");
	for (size_t i = 0; i < export->has->address_count; i++)
		fprintf(out, "Address=%s\n", export->has->addresses[i].text);
	for (size_t i = 0; i < export->has->route_count; i++)
		networkd_route(&export->has->routes[i], out);
	if (bridge->uplink.dev[0])
		fprintf(out,
			"\n# /etc/systemd/network/20-%s-uplink.network\n[Match]\n"
			"Name=%s\n\n[Network]\nBridge=%s\n",
			bridge->name, bridge->uplink.dev, bridge->name);
}

/* --- ifupdown */

static void ifupdown_option(const struct link_option *option, uint64_t value, FILE *out)
{
	char text[OPTION_TEXT];

	if (option->type == OPTION_MAC || option->type == OPTION_PROTOCOL)
		option_print(option, value, text, sizeof(text));
	else
		snprintf(text, sizeof(text), "%" PRIu64, value);
	fprintf(out, " %s %s", option->name, text);
}

/* What makes the bridge stands in its first stanza. */
static void ifupdown_make(const struct export *export)
{
	const struct policy_bridge *bridge = export->bridge;
	FILE *out = export->out;

	fprintf(out, "    pre-up ip link add %s", bridge->name);
	if (export->mac)
		fprintf(out, " address %s", export->mac);
	fprintf(out, " type bridge");
	for (size_t i = 0; i < bridge_options.count; i++)
		if (option_values_have(&bridge->options, i))
			ifupdown_option(&bridge_options.rows[i], bridge->options.value[i],
					out);
	fputc('\n', out);
	if (bridge->mtu)
		fprintf(out, "    pre-up ip link set %s mtu %u\n", bridge->name,
			bridge->mtu);
	fprintf(out, "    pre-up ip link set %s up\n", bridge->name);
	if (bridge->uplink.dev[0])
		fprintf(out, "    pre-up ip link set %s master %s up\n",
			bridge->uplink.dev, bridge->name);
}

static void ifupdown_routes(const struct export *export, bool ipv6)
{
	for (size_t i = 0; i < export->has->route_count; i++) {
		const struct host_route *route = &export->has->routes[i];

		if (route->ipv6 != ipv6)
			continue;
		fprintf(export->out, "    up ip -%d route add %s via %s dev %s",
			ipv6 ? 6 : 4, route->to, route->gateway, export->bridge->name);
		if (route->metric)
			fprintf(export->out, " metric %u", route->metric);
		if (route->table != 254)
			fprintf(export->out, " table %u", route->table);
		fputc('\n', export->out);
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

static void ifupdown_addresses(const struct export *export, bool ipv6, bool *made)
{
	const struct host_addresses *has = export->has;

	for (size_t i = 0; i < has->address_count; i++) {
		if (has->addresses[i].ipv6 != ipv6)
			continue;
		fprintf(export->out, "iface %s inet%s static\n", export->bridge->name,
			ipv6 ? "6" : "");
		if (!*made)
			ifupdown_make(export);
		*made = true;
		fprintf(export->out, "    address %s\n", has->addresses[i].text);
		if (ipv6)
			fprintf(export->out, "    dad-attempts 0\n");
		if (i == last_address(has, ipv6))
			ifupdown_routes(export, ipv6);
	}
}

static void print_ifupdown(const struct export *export)
{
	const char *name = export->bridge->name;
	bool made = false;

	fprintf(export->out, "# /etc/network/interfaces.d/%s\n", name);
	fprintf(export->out, "auto %s\n", name);
	if (by_dhcp(export)) {
		fprintf(export->out, "iface %s inet dhcp\n", name);
		ifupdown_make(export);
		made = true;
	}
	ifupdown_addresses(export, false, &made);
	ifupdown_addresses(export, true, &made);
	if (!made) {
		fprintf(export->out, "iface %s inet manual\n", name);
		ifupdown_make(export);
	}
	fprintf(export->out, "    post-down ip link delete %s\n", name);
}

/* --- NetworkManager */

static bool has_family(const struct host_addresses *has, bool ipv6)
{
	return last_address(has, ipv6) < has->address_count;
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

static void networkmanager_family(const struct export *export, bool ipv6)
{
	const struct host_addresses *has = export->has;
	const char *none = by_dhcp(export) ? "auto" : "disabled";
	unsigned number = 0;

	fprintf(export->out, "\n[ipv%d]\nmethod=%s\n", ipv6 ? 6 : 4,
		has_family(has, ipv6) ? "manual" : none);
	for (size_t i = 0; i < has->address_count; i++)
		if (has->addresses[i].ipv6 == ipv6)
			fprintf(export->out, "address%u=%s\n", ++number,
				has->addresses[i].text);
	number = 0;
	for (size_t i = 0; i < has->route_count; i++)
		if (has->routes[i].ipv6 == ipv6)
			networkmanager_route(&has->routes[i], ++number, export->out);
}

static void print_networkmanager(const struct export *export)
{
	const struct policy_bridge *bridge = export->bridge;
	FILE *out = export->out;

	fprintf(out,
		"# /etc/NetworkManager/system-connections/%s.nmconnection\n[connection]\n"
		"id=%s\ntype=bridge\ninterface-name=%s\nautoconnect-slaves=1\n",
		bridge->name, bridge->name, bridge->name);
	if (bridge->mtu || export->mac)
		fprintf(out, "\n[ethernet]\n");
	if (bridge->mtu)
		fprintf(out, "mtu=%u\n", bridge->mtu);
	if (export->mac)
		fprintf(out, "cloned-mac-address=%s\n", export->mac);
	fprintf(out, "\n[bridge]\n");
	if (!option_values_have(&bridge->options, 0)) /* else it would switch STP on */
		fprintf(out, "stp=false\n");
	print_options(export, networkmanager_words, ARRAY_SIZE(networkmanager_words));
	networkmanager_family(export, false);
	networkmanager_family(export, true);
	if (bridge->uplink.dev[0])
		fprintf(out,
			"\n# /etc/NetworkManager/system-connections/%s-uplink.nmconnection\n"
			"[connection]\nid=%s-uplink\ntype=ethernet\ninterface-name=%s\n"
			"master=%s\nslave-type=bridge\n",
			bridge->name, bridge->name, bridge->uplink.dev, bridge->name);
}

static const struct exporter exporters[] = {
	{"networkd", print_networkd},
	{"ifupdown", print_ifupdown},
	{"networkmanager", print_networkmanager},
};

const struct exporter *exporter_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(exporters); i++)
		if (!strcmp(exporters[i].name, name))
			return &exporters[i];
	return NULL;
}

const char *exporter_names(void)
{
	return "networkd, ifupdown, networkmanager";
}

void bridge_export(const struct exporter *exporter, const struct policy_bridge *bridge,
		   const uint8_t mac[MAC_BYTES], const struct host_addresses *has,
		   FILE *out)
{
	static const uint8_t none[MAC_BYTES];
	char text[MAC_TEXT];
	struct export export = {.bridge = bridge, .has = has, .out = out};

	text_print_mac(mac, text);
	if (memcmp(mac, none, MAC_BYTES) != 0)
		export.mac = text;
	exporter->print(&export);
}
