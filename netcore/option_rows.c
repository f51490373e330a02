/* option_rows.c - the tables of port_options.def, vlan_options.def and bridge_options.def
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/cleanup.h"
#include "netcore/compat.h"
#include "netcore/option.h"

#define OPTION(id, kernel_attribute, kernel_type, ...)                                   \
	{.name = #id, .attribute = kernel_attribute, .type = kernel_type, __VA_ARGS__},

static const struct link_option port_rows[] = {
#include "netcore/port_options.def"
};

static const struct link_option vlan_rows[] = {
#include "netcore/vlan_options.def"
};

static const struct link_option bridge_rows[] = {
#include "netcore/bridge_options.def"
};

_Static_assert(ARRAY_SIZE(port_rows) <= OPTIONS_MAX, "a bit of option_values each");
_Static_assert(ARRAY_SIZE(vlan_rows) <= OPTIONS_MAX, "a bit of vlan_values.known each");
_Static_assert(ARRAY_SIZE(bridge_rows) <= OPTIONS_MAX, "a bit of option_values each");

const struct option_table port_options = {port_rows, ARRAY_SIZE(port_rows)};
const struct option_table vlan_options = {vlan_rows, ARRAY_SIZE(vlan_rows)};
const struct option_table bridge_options = {bridge_rows, ARRAY_SIZE(bridge_rows)};
