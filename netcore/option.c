/* option.c - every option of a bridge's port, one row each
 *
 * A port's standards are those of new_nbp() in the kernel's net/bridge/br_if.c, its
 * bounds those of br_setport() in br_netlink.c and br_stp_set_path_cost(),
 * br_stp_set_port_priority() in br_stp_if.c.
 *
 * To add an option, add its row: policy, schema, show, check and the kernel's message
 * come from it. A name that the headers of an older kernel lack goes into compat.h.
 */
#include "netcore/option.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "netcore/cleanup.h"
#include "netcore/compat.h"
#include "netcore/text.h"

/* clang-format off */
static const struct link_option port_rows[] = {
	{ .name = "isolated", .attribute = IFLA_BRPORT_ISOLATED,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0, .gates = true,
	  .help = "talk to ports that are not isolated only" },
	{ .name = "learning", .attribute = IFLA_BRPORT_LEARNING,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 1,
	  .help = "learn which MACs are behind the port from the frames it sends" },
	{ .name = "flood", .attribute = IFLA_BRPORT_UNICAST_FLOOD,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 1, .gates = true,
	  .help = "receive unicast whose MAC the bridge does not know" },
	{ .name = "mcast_flood", .attribute = IFLA_BRPORT_MCAST_FLOOD,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 1, .gates = true,
	  .help = "receive multicast that nobody behind the port has joined" },
	{ .name = "bcast_flood", .attribute = IFLA_BRPORT_BCAST_FLOOD,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 1, .gates = true,
	  .help = "receive broadcast" },
	{ .name = "mcast_to_unicast", .attribute = IFLA_BRPORT_MCAST_TO_UCAST,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0,
	  .help = "receive multicast as unicast, a copy for each MAC that has joined" },
	{ .name = "mcast_router", .attribute = IFLA_BRPORT_MULTICAST_ROUTER,
	  .type = OPTION_U8, .min = 0, .max = 3, .standard = 1, .gates = true,
	  .help = "a multicast router: 0 never, 1 when it says so, 2 always, 3 a while" },
	{ .name = "mcast_max_groups", .attribute = IFLA_BRPORT_MCAST_MAX_GROUPS,
	  .type = OPTION_U32, .min = 0, .max = UINT32_MAX, .standard = 0,
	  .help = "most multicast groups joined behind the port; 0: no bound" },
	{ .name = "hairpin", .attribute = IFLA_BRPORT_MODE,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0,
	  .help = "send frames back out of the port they came in by" },
	{ .name = "fastleave", .attribute = IFLA_BRPORT_FAST_LEAVE,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0,
	  .help = "stop a multicast group at the first leave message" },
	{ .name = "guard", .attribute = IFLA_BRPORT_GUARD,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0,
	  .help = "shut the port when an STP BPDU comes in" },
	{ .name = "root_block", .attribute = IFLA_BRPORT_PROTECT,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0,
	  .help = "never let the port become STP's root port" },
	{ .name = "vlan_tunnel", .attribute = IFLA_BRPORT_VLAN_TUNNEL,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0,
	  .help = "map VLANs to tunnels, where the port is a vxlan device" },
	{ .name = "proxy_arp", .attribute = IFLA_BRPORT_PROXYARP,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0, .gates = true,
	  .help = "answer ARP for known neighbours instead of passing it on" },
	{ .name = "proxy_arp_wifi", .attribute = IFLA_BRPORT_PROXYARP_WIFI,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0, .gates = true,
	  .help = "the same for those behind one port, as an access point does" },
	{ .name = "neigh_suppress", .attribute = IFLA_BRPORT_NEIGH_SUPPRESS,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0, .gates = true,
	  .help = "answer ARP and ND for known neighbours instead of flooding them" },
	{ .name = "neigh_vlan_suppress", .attribute = IFLA_BRPORT_NEIGH_VLAN_SUPPRESS,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0, .gates = true,
	  .help = "leave neigh_suppress to each VLAN's own setting" },
	{ .name = "group_fwd_mask", .attribute = IFLA_BRPORT_GROUP_FWD_MASK,
	  .type = OPTION_U16, .min = 0, .max = 65532, .standard = 0, .gates = true,
	  .help = "pass on link-local groups 01:80:c2:00:00:0N, bit N each; not 0 and 1" },
	{ .name = "backup_nhid", .attribute = IFLA_BRPORT_BACKUP_NHID,
	  .type = OPTION_U32, .min = 0, .max = INT32_MAX, .standard = 0, .beside = IFLA_BRPORT_NEIGH_VLAN_SUPPRESS,
	  .help = "nexthop that frames for a vxlan as backup port go by; 0: none" },
	{ .name = "cost", .attribute = IFLA_BRPORT_COST,
	  .type = OPTION_U32, .min = 1, .max = 65535, .standard = OPTION_BY_KERNEL,
	  .help = "STP path cost; left out, the kernel takes it from the link's speed" },
	{ .name = "priority", .attribute = IFLA_BRPORT_PRIORITY,
	  .type = OPTION_U16, .min = 0, .max = 63, .standard = 32,
	  .help = "STP port priority" },
	{ .name = "locked", .attribute = IFLA_BRPORT_LOCKED,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0, .last = true,
	  .help = "drop what comes from a MAC that has no entry on this port" },
};
/* clang-format on */

_Static_assert(ARRAY_SIZE(port_rows) <= OPTIONS_MAX, "a bit of option_values each");

const struct option_table port_options = {port_rows, ARRAY_SIZE(port_rows)};

const struct link_option *option_find(const struct option_table *table, const char *name)
{
	for (size_t i = 0; i < table->count; i++)
		if (!strcmp(table->rows[i].name, name))
			return &table->rows[i];
	return NULL;
}

size_t option_index(const struct link_option *option)
{
	return (size_t)(option - port_rows);
}

bool option_is_flag(const struct link_option *option)
{
	return option->type == OPTION_FLAG;
}

int option_read(const struct link_option *option, const char *text, uint64_t *ret)
{
	uint32_t number;
	bool yes;
	int r;

	if (option_is_flag(option)) {
		r = text_read_bool(text, &yes);
		number = r == 0 && yes;
	} else {
		r = text_read_number(text, option->min, option->max, &number);
	}
	if (r == 0)
		*ret = number;
	return r;
}

void option_print(const struct link_option *option, uint64_t value, char *ret,
		  size_t size)
{
	if (option_is_flag(option))
		snprintf(ret, size, "%s", value ? "on" : "off");
	else
		snprintf(ret, size, "%" PRIu64, value);
}

void option_expects(const struct link_option *option, char *ret, size_t size)
{
	if (option_is_flag(option))
		snprintf(ret, size, "yes or no");
	else
		snprintf(ret, size, "a number from %u to %u", option->min, option->max);
}

struct option_values option_values_standard(const struct option_table *table)
{
	struct option_values values = {};

	for (size_t i = 0; i < table->count; i++)
		option_values_set(&values, i, table->rows[i].standard);
	return values;
}
