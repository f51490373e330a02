/* bridge_export.h - a <bridge> in the words of the host's own network managers */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/bridge/export_format.h"

/* "networkd", "ifupdown", "networkmanager"; NULL: no such format. */
const struct export_format *export_format_find(const char *name);

/* All their names, for a message: "networkd, ifupdown, …". */
const char *export_format_names(void);

/* Prints the files that make the bridge, each behind a line "# PATH". What cannot be seen
 * on this host, or what the manager has no word for, is in a comment. */
int bridge_export(struct net *net, const struct policy_bridge *bridge,
		  const struct export_format *format, FILE *out, struct error *err);
