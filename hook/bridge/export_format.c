/* export_format.c - what the formats of bridge export share */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/export_format.h"

#include <string.h>

#include "hook/bridge/export_ip.h"

void export_print_options(const struct host_bridge *host,
			  const struct export_format *format, FILE *out)
{
	const struct option_values *values = &host->bridge->options;

	for (size_t i = 0; i < bridge_options.count; i++) {
		const struct link_option *option = &bridge_options.rows[i];
		const char *word = format->option(option);
		char value[OPTION_TEXT];

		if (!option_values_have(values, i))
			continue;
		if (word && format->value(option, values->value[i], value)) {
			fprintf(out, "%s%s%s%s\n", format->indent, word, format->equals,
				value);
			continue;
		}
		option_print(option, values->value[i], value, sizeof(value));
		fprintf(out, "# there is no word here for %s='%s'\n", option->name,
			value);
	}
}

void export_print_bond(const struct bond *bond, const struct export_format *format,
		       FILE *out)
{
	for (size_t i = 0; i < BOND_OPTIONS; i++)
		if (bond->value[i][0] &&
		    !format->print_bond_option(&bond_options[i], bond->value[i], out))
			fprintf(out, "# there is no word here for the bond's %s=%s\n",
				bond_options[i].name, bond->value[i]);
}

void export_print_lost_route(const struct host_bridge *host,
			     const struct host_route *route, FILE *out)
{
	fprintf(out, "# there is no word here for: ");
	export_ip_route(host, route, out);
	fputc('\n', out);
}

void export_print_lost_words(const struct host_route *route, FILE *out)
{
	if (route->more[0])
		fprintf(out,
			"# there is no word here for what the route %s has, too: %s\n",
			route->to, route->more);
}

void export_print_lost_address(const struct host_address *address, unsigned can,
			       FILE *out)
{
	bool label = address->label[0] && !(can & CAN_LABEL);
	bool metric = address->metric && !(can & CAN_METRIC);
	bool deprecated = address->deprecated && !(can & CAN_LIFETIME);

	if (!label && !metric && !deprecated && !address->scope &&
	    !address->no_prefix_route && !address->more[0])
		return;
	fprintf(out, "# there is no word here for what %s has, too:", address->address);
	if (label)
		fprintf(out, " label %s", address->label);
	if (address->scope)
		fprintf(out, " scope %u", address->scope);
	if (metric)
		fprintf(out, " metric %u", address->metric);
	fprintf(out, "%s%s%s%s\n", address->no_prefix_route ? " noprefixroute" : "",
		deprecated ? " preferred_lft 0" : "", address->more[0] ? " " : "",
		address->more);
}

bool export_is_plain(const struct host_address *address)
{
	return !address->peer[0] && !address->scope && !address->label[0] &&
	       !address->metric && !address->no_prefix_route && !address->deprecated &&
	       !address->more[0];
}

bool export_is_simple(const struct host_route *route)
{
	return host_route_has_one_hop(route) && !route->hops[0].by_ipv6;
}

struct host_route export_peer_route(const struct host_address *address)
{
	struct host_route route = {.ipv6 = address->ipv6,
				   .table = HOST_MAIN_TABLE,
				   .metric = address->metric,
				   .hop_count = 1};

	memcpy(route.to, address->network, sizeof(route.to));
	return route;
}

const char *export_destination(const struct host_route *route)
{
	if (strcmp(route->to, "default") != 0)
		return route->to;
	return route->ipv6 ? "::/0" : "0.0.0.0/0";
}

unsigned export_prefix(const struct host_address *address)
{
	if (!address->peer[0])
		return address->prefix;
	return address->ipv6 ? 128 : 32;
}
