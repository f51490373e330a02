/* bridge_export.c - a <bridge> in the words of the host's own network managers */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/bridge_export.h"

#include <string.h>

#include "netcore/cleanup.h"

static const struct export_format *const formats[] = {
	&export_networkd,
	&export_ifupdown,
	&export_networkmanager,
	&export_netplan,
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
	return "networkd, ifupdown, networkmanager, netplan";
}

int bridge_export(struct net *net, const struct policy_bridge *bridge,
		  const struct export_format *format, FILE *out, struct error *err)
{
	_cleanup_(host_bridge_clear) struct host_bridge host = {};
	int r = host_bridge_look(net, bridge, &host, err);

	if (r < 0)
		return r;
	format->print(&host, out);
	return 0;
}
