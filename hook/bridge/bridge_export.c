/* bridge_export.c - a <bridge> in the words of the host's own network managers */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/bridge_export.h"

#include <string.h>

#include "netcore/cleanup.h"

static const struct export_format *const formats[] = {
	&export_networkd,
	&export_ifupdown,
	&export_networkmanager,
};

const struct export_format *export_format_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (!strcmp(formats[i]->name, name))
			return formats[i];
	return NULL;
}

const char *export_format_names(void)
{
	return "networkd, ifupdown, networkmanager";
}

void bridge_export(const struct export_format *format, const struct policy_bridge *bridge,
		   const uint8_t mac[MAC_BYTES], const struct host_addresses *has,
		   FILE *out)
{
	static const uint8_t none[MAC_BYTES];
	char text[MAC_TEXT];
	struct host_bridge host = {.bridge = bridge, .has = has};

	text_print_mac(mac, text);
	if (memcmp(mac, none, MAC_BYTES) != 0)
		host.mac = text;
	format->print(&host, out);
}
