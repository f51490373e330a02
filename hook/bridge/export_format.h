/* export_format.h - a network manager's files, as one row
 *
 * To add a manager, add its row, and name it in bridge_export.c.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <stdio.h>

#include "netcore/host_addresses.h"
#include "xml/policy.h"

/* What is to be exported. */
struct host_bridge {
	const struct policy_bridge *bridge;
	const char *mac; /* as text; NULL: the kernel's to choose */
	const struct host_addresses *has;
};

struct export_format {
	const char *name;

	/* What it calls an option of a bridge; NULL: it cannot set it. */
	const char *(*option)(const struct link_option *option);

	/* Writes a value as it takes it; ret has OPTION_TEXT bytes. False: it cannot
	 * have this value. */
	bool (*value)(const struct link_option *option, uint64_t value, char *ret);

	void (*print)(const struct host_bridge *host, FILE *out);
};

extern const struct export_format export_networkd, export_ifupdown, export_networkmanager;

/* Every option that the policy sets on the bridge, or a comment. */
void export_print_options(const struct host_bridge *host,
			  const struct export_format *format, FILE *out);

/* Whether there is an address of that family. */
bool export_has_address(const struct host_bridge *host, bool ipv6);

bool export_is_dhcp(const struct host_bridge *host);
