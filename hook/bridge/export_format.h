/* export_format.h - a network manager's files, as one row
 *
 * To add a manager, add its row, and name it in bridge_export.c.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <stdio.h>

#include "hook/bridge/host_bridge.h"

struct export_format {
	const char *name;
	bool has_commands;  /* it can have ip(8) do what it has no word for */
	bool makes_uplinks; /* its files make an uplink that is a VLAN device or a bond */

	/* Before an option of a bridge, and between that and its value. */
	const char *indent, *equals;

	/* What it calls an option of a bridge; NULL: it cannot set it. */
	const char *(*option)(const struct link_option *option);

	/* Writes a value as it takes it; ret has OPTION_TEXT bytes. False: it cannot
	 * have this value. */
	bool (*value)(const struct link_option *option, uint64_t value, char *ret);

	/* Prints an option of a bond; false: it cannot set it. */
	bool (*print_bond_option)(const struct bond_option *option, const char *value,
				  FILE *out);

	void (*print)(const struct host_bridge *host, FILE *out);
};

extern const struct export_format export_networkd, export_ifupdown, export_networkmanager,
	export_netplan;

/* Every option that the policy sets on the bridge, or a comment. */
void export_print_options(const struct host_bridge *host,
			  const struct export_format *format, FILE *out);

/* As comments: a route that the manager cannot have; what it cannot have of one, or of an
 * address but for its label, its metric and its lifetime, where it can have these. */
void export_print_lost_route(const struct host_bridge *host,
			     const struct host_route *route, FILE *out);
void export_print_lost_words(const struct host_route *route, FILE *out);
void export_print_lost_address(const struct host_address *address, unsigned can,
			       FILE *out);
enum { CAN_LABEL = 1, CAN_METRIC = 2, CAN_LIFETIME = 4 };

/* Every option of the bond that is not as in a new one, or a comment. */
void export_print_bond(const struct bond *bond, const struct export_format *format,
		       FILE *out);

/* An address that needs nothing said of it but its prefix. */
bool export_is_plain(const struct host_address *address);

/* A route by one next hop, of its own family. */
bool export_is_simple(const struct host_route *route);

/* The way to an address's peer, for managers whose addresses have none. */
struct host_route export_peer_route(const struct host_address *address);

/* "0.0.0.0/0" for the default. */
const char *export_destination(const struct host_route *route);

/* In bits: an address with a peer is one host's. */
unsigned export_prefix(const struct host_address *address);
