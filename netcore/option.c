/* option.c - every option of a bridge port, one row each
 *
 * The standards are those of new_nbp() in the kernel's net/bridge/br_if.c, the bounds
 * those of br_setport() in br_netlink.c and br_stp_set_path_cost(),
 * br_stp_set_port_priority() in br_stp_if.c.
 */
#include "netcore/option.h"

#include <errno.h>
#include <linux/if_link.h>
#include <stdio.h>
#include <string.h>

#include "netcore/cleanup.h"
#include "netcore/text.h"

/* clang-format off */
const struct port_option port_options[] = {
/*	  name              attribute         type         min, max  standard  gates  help */
	{ "isolated",       IFLA_BRPORT_ISOLATED,       OPTION_FLAG, 0, 1,     0, true,
	  "talk to ports that are not isolated only" },
	{ "learning",       IFLA_BRPORT_LEARNING,       OPTION_FLAG, 0, 1,     1, false,
	  "learn which MACs are behind the port from the frames it sends" },
	{ "flood",          IFLA_BRPORT_UNICAST_FLOOD,  OPTION_FLAG, 0, 1,     1, true,
	  "receive unicast whose MAC the bridge does not know" },
	{ "mcast_flood",    IFLA_BRPORT_MCAST_FLOOD,    OPTION_FLAG, 0, 1,     1, true,
	  "receive multicast that nobody behind the port has joined" },
	{ "bcast_flood",    IFLA_BRPORT_BCAST_FLOOD,    OPTION_FLAG, 0, 1,     1, true,
	  "receive broadcast" },
	{ "mcast_to_unicast", IFLA_BRPORT_MCAST_TO_UCAST, OPTION_FLAG, 0, 1,   0, false,
	  "receive multicast as unicast, a copy for each MAC that has joined" },
	{ "hairpin",        IFLA_BRPORT_MODE,           OPTION_FLAG, 0, 1,     0, false,
	  "send frames back out of the port they came in by" },
	{ "fastleave",      IFLA_BRPORT_FAST_LEAVE,     OPTION_FLAG, 0, 1,     0, false,
	  "stop a multicast group at the first leave message" },
	{ "guard",          IFLA_BRPORT_GUARD,          OPTION_FLAG, 0, 1,     0, false,
	  "shut the port when an STP BPDU comes in" },
	{ "root_block",     IFLA_BRPORT_PROTECT,        OPTION_FLAG, 0, 1,     0, false,
	  "never let the port become STP's root port" },
	{ "locked",         IFLA_BRPORT_LOCKED,         OPTION_FLAG, 0, 1,     0, false,
	  "drop what comes from a MAC that has no entry on this port" },
	{ "vlan_tunnel",    IFLA_BRPORT_VLAN_TUNNEL,    OPTION_FLAG, 0, 1,     0, false,
	  "map VLANs to tunnels, where the port is a vxlan device" },
	{ "neigh_suppress", IFLA_BRPORT_NEIGH_SUPPRESS, OPTION_FLAG, 0, 1,     0, false,
	  "answer ARP and ND for known neighbours instead of flooding them" },
	{ "cost",           IFLA_BRPORT_COST,           OPTION_U32,  1, 65535, OPTION_BY_KERNEL, false,
	  "STP path cost; left out, the kernel takes it from the link's speed" },
	{ "priority",       IFLA_BRPORT_PRIORITY,       OPTION_U16,  0, 63,    32, false,
	  "STP port priority" },
};
/* clang-format on */

const size_t port_option_count = ARRAY_SIZE(port_options);
_Static_assert(ARRAY_SIZE(port_options) <= PORT_OPTIONS_MAX, "a bit of port_values each");

const struct port_option *port_option_find(const char *name)
{
	for (size_t i = 0; i < port_option_count; i++)
		if (!strcmp(port_options[i].name, name))
			return &port_options[i];
	return NULL;
}

int port_option_read(const struct port_option *option, const char *text, uint32_t *ret)
{
	bool yes;
	int r;

	if (option->type != OPTION_FLAG)
		return text_read_number(text, option->min, option->max, ret);
	r = text_read_bool(text, &yes);
	if (r == 0)
		*ret = yes;
	return r;
}

void port_option_print(const struct port_option *option, uint32_t value, char *ret,
		       size_t size)
{
	if (option->type == OPTION_FLAG)
		snprintf(ret, size, "%s", value ? "on" : "off");
	else
		snprintf(ret, size, "%u", value);
}

void port_option_expects(const struct port_option *option, char *ret, size_t size)
{
	if (option->type == OPTION_FLAG)
		snprintf(ret, size, "yes or no");
	else
		snprintf(ret, size, "a number from %u to %u", option->min, option->max);
}

struct port_values port_values_standard(void)
{
	struct port_values values = {};

	for (size_t i = 0; i < port_option_count; i++)
		port_values_set(&values, i, port_options[i].standard);
	return values;
}
