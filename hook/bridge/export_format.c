/* export_format.c - what the formats of bridge export share */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/export_format.h"

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
			fprintf(out, "%s=%s\n", word, value);
			continue;
		}
		option_print(option, values->value[i], value, sizeof(value));
		fprintf(out, "# there is no word here for %s='%s'\n", option->name,
			value);
	}
}

bool export_has_address(const struct host_bridge *host, bool ipv6)
{
	for (size_t i = 0; i < host->has->address_count; i++)
		if (host->has->addresses[i].ipv6 == ipv6)
			return true;
	return false;
}

bool export_is_dhcp(const struct host_bridge *host)
{
	return host->bridge->uplink.addresses == ADDRESSES_DHCP;
}
