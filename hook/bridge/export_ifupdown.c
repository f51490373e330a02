/* export_ifupdown.c - a bridge in ifupdown's file
 *
 * See interfaces(5). It has ip(8) make the bridge, which knows every option.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <inttypes.h>

#include "hook/bridge/export_ip.h"
#include "hook/bridge/export_note.h"

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

	fprintf(out, "    pre-up ip link add %s", text_for_shell(bridge->name).text);
	if (host->mac[0])
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
	struct shell_word name = text_for_shell(bridge->name);

	ifupdown_add_bridge(host, out);
	if (bridge->mtu)
		fprintf(out, "    pre-up ip link set %s mtu %u\n", name.text,
			bridge->mtu);
	fprintf(out, "    pre-up ip link set %s up\n", name.text);
	if (host_uplink_mtu(&host->uplink))
		fprintf(out, "    pre-up ip link set %s mtu %u\n",
			text_for_shell(bridge->uplink.dev).text,
			host_uplink_mtu(&host->uplink));
	if (bridge->uplink.dev[0])
		fprintf(out, "    pre-up ip link set %s master %s up\n",
			text_for_shell(bridge->uplink.dev).text, name.text);
}

static bool ifupdown_is_plain(const struct host_address *address, bool ipv6)
{
	return address->ipv6 == ipv6 && host_address_is_static(address) &&
	       export_is_plain(address);
}

/* The kernel makes the route to an IPv6 peer no sooner than the bridge has a carrier. */
static void ifupdown_address(const struct host_bridge *host,
			     const struct host_address *address, FILE *out)
{
	struct host_route way = export_peer_route(address);

	fprintf(out, "    up ");
	export_ip_address(host, address, out);
	fputc('\n', out);
	if (!address->ipv6 || !address->peer[0])
		return;
	way.metric = address->metric ? address->metric : 256;
	fprintf(out, "    up ");
	export_ip_route(host, &way, out);
	fputc('\n', out);
}

/* What is left to ip(8) stands in the last stanza of its family. */
static void ifupdown_commands(const struct host_bridge *host, bool ipv6, FILE *out)
{
	const struct host_addresses *has = &host->has;

	for (size_t i = 0; i < has->address_count; i++)
		if (has->addresses[i].ipv6 == ipv6 &&
		    host_address_is_static(&has->addresses[i]) &&
		    !export_is_plain(&has->addresses[i]))
			ifupdown_address(host, &has->addresses[i], out);
	for (size_t i = 0; i < has->route_count; i++) {
		if (has->routes[i].ipv6 != ipv6 || !host_route_is_static(&has->routes[i]))
			continue;
		fprintf(out, "    up ");
		export_ip_route(host, &has->routes[i], out);
		fputc('\n', out);
	}
}

static void ifupdown_others(const struct host_bridge *host, FILE *out)
{
	for (size_t i = 0; i < host->has.other_count; i++)
		if (host->has.others[i].is_command) {
			fprintf(out, "    up ");
			export_ip_other(host, &host->has.others[i], out);
			fputc('\n', out);
		}
}

struct stanzas {
	const struct host_bridge *host;
	FILE *out;
	bool made; /* what makes the bridge has been printed */
};

static void ifupdown_stanza(struct stanzas *stanzas, bool ipv6, const char *method)
{
	fprintf(stanzas->out, "iface %s inet%s %s\n", stanzas->host->bridge->name,
		ipv6 ? "6" : "", method);
	if (!stanzas->made)
		ifupdown_make(stanzas->host, stanzas->out);
	stanzas->made = true;
}

/* A static stanza switches off what is not said. */
static void ifupdown_router(const struct host_bridge *host, FILE *out)
{
	if (host->ipv6.by_router)
		fprintf(out, "    accept_ra 2\n    autoconf %d\n",
			host->ipv6.has_router_address);
	else if (host->ipv6.ignores_router)
		fprintf(out, "    accept_ra 0\n");
	if (host->ipv6.by_router && host->privacy)
		fprintf(out, "    privext %d\n", host->privacy == 1 ? 1 : 2);
}

static void ifupdown_static(struct stanzas *stanzas, bool ipv6)
{
	const struct host_addresses *has = &stanzas->host->has;

	for (size_t i = 0; i < has->address_count; i++) {
		const struct host_address *address = &has->addresses[i];

		if (!ifupdown_is_plain(address, ipv6))
			continue;
		ifupdown_stanza(stanzas, ipv6, "static");
		fprintf(stanzas->out, "    address %s/%u\n", address->address,
			address->prefix);
		if (!ipv6)
			continue;
		fprintf(stanzas->out, "    dad-attempts 0\n");
		ifupdown_router(stanzas->host, stanzas->out);
	}
}

static bool ifupdown_has_plain(const struct host_addresses *has, bool ipv6)
{
	for (size_t i = 0; i < has->address_count; i++)
		if (ifupdown_is_plain(&has->addresses[i], ipv6))
			return true;
	return false;
}

static void ifupdown_given(struct stanzas *stanzas, bool ipv6)
{
	const struct host_bridge *host = stanzas->host;
	const struct host_family *family = ipv6 ? &host->ipv6 : &host->ipv4;

	if (family->by_dhcp) {
		ifupdown_stanza(stanzas, ipv6, "dhcp");
		if (ipv6 && host->ipv6.by_router)
			fprintf(stanzas->out, "    autoconf %d\n",
				host->ipv6.has_router_address);
		if (!ipv6 && family->metric)
			fprintf(stanzas->out, "    metric %u\n", family->metric);
	} else if (family->by_router && !ifupdown_has_plain(&host->has, ipv6)) {
		ifupdown_stanza(stanzas, ipv6, "auto");
		if (host->privacy)
			fprintf(stanzas->out, "    privext %d\n",
				host->privacy == 1 ? 1 : 2);
	}
}

static bool ifupdown_has_static(const struct host_bridge *host, bool ipv6)
{
	if ((ipv6 ? &host->ipv6 : &host->ipv4)->has_static)
		return true;
	for (size_t i = 0; i < host->has.route_count; i++)
		if (host->has.routes[i].ipv6 == ipv6 &&
		    host_route_is_static(&host->has.routes[i]))
			return true;
	return false;
}

static void ifupdown_family(struct stanzas *stanzas, bool ipv6)
{
	const struct host_bridge *host = stanzas->host;
	const struct host_family *family = ipv6 ? &host->ipv6 : &host->ipv4;

	ifupdown_given(stanzas, ipv6);
	ifupdown_static(stanzas, ipv6);
	if (!family->by_dhcp && !family->by_router &&
	    !ifupdown_has_plain(&host->has, ipv6) && ifupdown_has_static(host, ipv6))
		ifupdown_stanza(stanzas, ipv6, "manual");
	ifupdown_commands(host, ipv6, stanzas->out);
}

static void ifupdown_print(const struct host_bridge *host, FILE *out)
{
	const char *name = host->bridge->name;
	struct stanzas stanzas = {.host = host, .out = out};

	fprintf(out, "# /etc/network/interfaces.d/%s\n", name);
	export_print_notes(host, &export_ifupdown, out);
	fprintf(out, "auto %s\n", name);
	ifupdown_family(&stanzas, false);
	ifupdown_family(&stanzas, true);
	if (!stanzas.made)
		ifupdown_stanza(&stanzas, false, "manual");
	ifupdown_others(host, out);
	fprintf(out, "    post-down ip link delete %s\n", text_for_shell(name).text);
}

const struct export_format export_ifupdown = {
	.name = "ifupdown",
	.has_commands = true,
	.option = ifupdown_option,
	.value = ifupdown_value,
	.print = ifupdown_print,
};
