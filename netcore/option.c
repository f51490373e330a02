/* option.c - every option of a bridge's port, and of a bridge, one row each
 *
 * A port's standards are those of new_nbp() in the kernel's net/bridge/br_if.c, its
 * bounds those of br_setport() in br_netlink.c and br_stp_set_path_cost(),
 * br_stp_set_port_priority() in br_stp_if.c. A bridge's standards are those of
 * br_dev_setup() in br_device.c and br_multicast_ctx_init() in br_multicast.c, its bounds
 * those of br_changelink() in br_netlink.c and what that calls.
 *
 * To add an option, add its row: policy, schema, show, check and the kernel's message
 * come from it. A bridge's are set in the order of the rows: a default PVID cannot be set
 * once VLANs are filtered. A name that the headers of an older kernel lack goes into
 * compat.h.
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
	{ .name = "backup_port", .attribute = IFLA_BRPORT_BACKUP_PORT,
	  .type = OPTION_DEVICE, .min = 0, .max = INT32_MAX, .standard = 0, .beside = IFLA_BRPORT_ISOLATED,
	  .help = "port of the same bridge that frames go to while this one is down" },
	{ .name = "cost", .attribute = IFLA_BRPORT_COST,
	  .type = OPTION_U32, .min = 1, .max = 65535, .standard = OPTION_BY_KERNEL,
	  .help = "STP path cost; left out, the kernel takes it from the link's speed" },
	{ .name = "priority", .attribute = IFLA_BRPORT_PRIORITY,
	  .type = OPTION_U16, .min = 0, .max = 63, .standard = 32,
	  .help = "STP port priority" },
	{ .name = "locked", .attribute = IFLA_BRPORT_LOCKED,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0, .last = true,
	  .help = "drop what comes from a MAC that has no entry on this port" },
	{ .name = "mab", .attribute = IFLA_BRPORT_MAB,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0, .last = true, .needs = "locked",
	  .help = "note the MACs that locked drops, so that somebody may let them in" },
};

static const struct link_option bridge_rows[] = {
	{ .name = "stp_state", .attribute = IFLA_BR_STP_STATE,
	  .type = OPTION_FLAG32, .min = 0, .max = 1, .standard = 0,
	  .help = "speak the spanning tree protocol" },
	{ .name = "priority", .attribute = IFLA_BR_PRIORITY,
	  .type = OPTION_U16, .min = 0, .max = 65535, .standard = 32768,
	  .help = "STP bridge priority" },
	{ .name = "forward_delay", .attribute = IFLA_BR_FORWARD_DELAY,
	  .type = OPTION_TIME, .min = 0, .max = 3000, .standard = 1500,
	  .help = "how long a new port listens, and learns; with STP on at least 2" },
	{ .name = "hello_time", .attribute = IFLA_BR_HELLO_TIME,
	  .type = OPTION_TIME, .min = 100, .max = 1000, .standard = 200,
	  .help = "between two STP hellos of the root" },
	{ .name = "max_age", .attribute = IFLA_BR_MAX_AGE,
	  .type = OPTION_TIME, .min = 600, .max = 4000, .standard = 2000,
	  .help = "until an STP neighbour that says nothing is given up" },
	{ .name = "ageing_time", .attribute = IFLA_BR_AGEING_TIME,
	  .type = OPTION_TIME, .min = 0, .max = 100 * 1000000, .standard = 30000,
	  .help = "until a MAC that sends nothing is forgotten; 0: at once" },
	{ .name = "vlan_filtering", .attribute = IFLA_BR_VLAN_FILTERING,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0,
	  .help = "keep the VLANs apart" },
	{ .name = "vlan_protocol", .attribute = IFLA_BR_VLAN_PROTOCOL,
	  .type = OPTION_PROTOCOL, .min = 0x8100, .max = 0x88a8, .standard = 0x8100,
	  .help = "the tag that VLANs are told by: customers' or the provider's" },
	{ .name = "vlan_default_pvid", .attribute = IFLA_BR_VLAN_DEFAULT_PVID,
	  .type = OPTION_U16, .min = 0, .max = 4094, .standard = 1,
	  .help = "VLAN that a new port's untagged frames belong to; 0: none" },
	{ .name = "vlan_stats_enabled", .attribute = IFLA_BR_VLAN_STATS_ENABLED,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0,
	  .help = "count frames by VLAN" },
	{ .name = "vlan_stats_per_port", .attribute = IFLA_BR_VLAN_STATS_PER_PORT,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0,
	  .help = "count them by port, too; set while no port has a VLAN" },
	{ .name = "group_fwd_mask", .attribute = IFLA_BR_GROUP_FWD_MASK,
	  .type = OPTION_U16, .min = 0, .max = 0xfff8, .standard = 0,
	  .help = "pass on link-local groups 01:80:c2:00:00:0N, a bit each; not 0 to 2" },
	{ .name = "group_address", .attribute = IFLA_BR_GROUP_ADDR,
	  .type = OPTION_MAC, .min = 0, .max = 0xffffffffffff, .standard = 0x0180c2000000,
	  .help = "where STP's frames go: 01:80:c2:00:00:0N" },
	{ .name = "mcast_snooping", .attribute = IFLA_BR_MCAST_SNOOPING,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 1,
	  .help = "send multicast only where it was joined" },
	{ .name = "mcast_router", .attribute = IFLA_BR_MCAST_ROUTER,
	  .type = OPTION_U8, .min = 0, .max = 2, .standard = 1,
	  .help = "the host itself as multicast router: 0 never, 1 when it asks, 2 always" },
	{ .name = "mcast_query_use_ifaddr", .attribute = IFLA_BR_MCAST_QUERY_USE_IFADDR,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0,
	  .help = "ask with the bridge's own address, not 0.0.0.0" },
	{ .name = "mcast_querier", .attribute = IFLA_BR_MCAST_QUERIER,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0,
	  .help = "ask who has joined what, if no router does" },
	{ .name = "mcast_hash_elasticity", .attribute = IFLA_BR_MCAST_HASH_ELASTICITY,
	  .type = OPTION_U32, .min = 16, .max = 16, .standard = 16,
	  .help = "of no effect, and one value, since Linux 5.0" },
	{ .name = "mcast_hash_max", .attribute = IFLA_BR_MCAST_HASH_MAX,
	  .type = OPTION_U32, .min = 1, .max = UINT32_MAX, .standard = 4096,
	  .help = "most multicast groups; a power of two on older kernels" },
	{ .name = "mcast_last_member_count", .attribute = IFLA_BR_MCAST_LAST_MEMBER_CNT,
	  .type = OPTION_U32, .min = 0, .max = UINT32_MAX, .standard = 2,
	  .help = "questions before a group that somebody left is stopped" },
	{ .name = "mcast_startup_query_count", .attribute = IFLA_BR_MCAST_STARTUP_QUERY_CNT,
	  .type = OPTION_U32, .min = 0, .max = UINT32_MAX, .standard = 2,
	  .help = "quick questions at the start" },
	{ .name = "mcast_last_member_interval", .attribute = IFLA_BR_MCAST_LAST_MEMBER_INTVL,
	  .type = OPTION_TIME64, .min = 0, .max = (uint64_t)UINT32_MAX, .standard = 100,
	  .help = "between the questions after a leave" },
	{ .name = "mcast_membership_interval", .attribute = IFLA_BR_MCAST_MEMBERSHIP_INTVL,
	  .type = OPTION_TIME64, .min = 0, .max = (uint64_t)UINT32_MAX, .standard = 26000,
	  .help = "until a group that nobody asks for any more is stopped" },
	{ .name = "mcast_querier_interval", .attribute = IFLA_BR_MCAST_QUERIER_INTVL,
	  .type = OPTION_TIME64, .min = 0, .max = (uint64_t)UINT32_MAX, .standard = 25500,
	  .help = "until another querier that says nothing is given up" },
	{ .name = "mcast_query_interval", .attribute = IFLA_BR_MCAST_QUERY_INTVL,
	  .type = OPTION_TIME64, .min = 100, .max = (uint64_t)UINT32_MAX, .standard = 12500,
	  .help = "between two general questions" },
	{ .name = "mcast_query_response_interval", .attribute = IFLA_BR_MCAST_QUERY_RESPONSE_INTVL,
	  .type = OPTION_TIME64, .min = 0, .max = (uint64_t)UINT32_MAX, .standard = 1000,
	  .help = "time to answer a general question" },
	{ .name = "mcast_startup_query_interval", .attribute = IFLA_BR_MCAST_STARTUP_QUERY_INTVL,
	  .type = OPTION_TIME64, .min = 100, .max = (uint64_t)UINT32_MAX, .standard = 3125,
	  .help = "between the quick questions at the start" },
	{ .name = "mcast_stats_enabled", .attribute = IFLA_BR_MCAST_STATS_ENABLED,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0,
	  .help = "count multicast messages" },
	{ .name = "mcast_igmp_version", .attribute = IFLA_BR_MCAST_IGMP_VERSION,
	  .type = OPTION_U8, .min = 2, .max = 3, .standard = 2,
	  .help = "version of IGMP that it asks with" },
	{ .name = "mcast_mld_version", .attribute = IFLA_BR_MCAST_MLD_VERSION,
	  .type = OPTION_U8, .min = 1, .max = 2, .standard = 1,
	  .help = "version of MLD that it asks with" },
	{ .name = "nf_call_iptables", .attribute = IFLA_BR_NF_CALL_IPTABLES,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0,
	  .help = "show bridged frames to iptables" },
	{ .name = "nf_call_ip6tables", .attribute = IFLA_BR_NF_CALL_IP6TABLES,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0,
	  .help = "show bridged frames to ip6tables" },
	{ .name = "nf_call_arptables", .attribute = IFLA_BR_NF_CALL_ARPTABLES,
	  .type = OPTION_FLAG, .min = 0, .max = 1, .standard = 0,
	  .help = "show bridged frames to arptables" },
	{ .name = "fdb_max_learned", .attribute = IFLA_BR_FDB_MAX_LEARNED,
	  .type = OPTION_U32, .min = 0, .max = UINT32_MAX, .standard = 0,
	  .help = "most MACs that are learnt; 0: no bound" },
	{ .name = "no_linklocal_learn", .attribute = BR_BOOLOPT_NO_LL_LEARN,
	  .type = OPTION_BIT, .min = 0, .max = 1, .standard = 0,
	  .help = "learn nothing from link-local frames" },
	{ .name = "mcast_vlan_snooping", .attribute = BR_BOOLOPT_MCAST_VLAN_SNOOPING,
	  .type = OPTION_BIT, .min = 0, .max = 1, .standard = 0, .needs = "vlan_filtering",
	  .help = "mcast_snooping for each VLAN by itself" },
	{ .name = "mst_enabled", .attribute = BR_BOOLOPT_MST_ENABLE,
	  .type = OPTION_BIT, .min = 0, .max = 1, .standard = 0,
	  .help = "a spanning tree for each group of VLANs; set while no port has a VLAN" },
	{ .name = "mdb_offload_fail_notification", .attribute = BR_BOOLOPT_MDB_OFFLOAD_FAIL_NOTIFICATION,
	  .type = OPTION_BIT, .min = 0, .max = 1, .standard = 0,
	  .help = "tell of groups that the hardware did not take" },
	{ .name = "fdb_local_vlan_0", .attribute = BR_BOOLOPT_FDB_LOCAL_VLAN_0,
	  .type = OPTION_BIT, .min = 0, .max = 1, .standard = 0,
	  .help = "the host's own MACs once, not on each VLAN" },
};
/* clang-format on */

_Static_assert(ARRAY_SIZE(port_rows) <= OPTIONS_MAX, "a bit of option_values each");
_Static_assert(ARRAY_SIZE(bridge_rows) <= OPTIONS_MAX, "a bit of option_values each");

const struct option_table port_options = {port_rows, ARRAY_SIZE(port_rows)};
const struct option_table bridge_options = {bridge_rows, ARRAY_SIZE(bridge_rows)};

const struct link_option *option_find(const struct option_table *table, const char *name)
{
	for (size_t i = 0; i < table->count; i++)
		if (!strcmp(table->rows[i].name, name))
			return &table->rows[i];
	return NULL;
}

static bool is_of_port(const struct link_option *option)
{
	return option >= port_rows && option < port_rows + ARRAY_SIZE(port_rows);
}

size_t option_index(const struct link_option *option)
{
	return (size_t)(option - (is_of_port(option) ? port_rows : bridge_rows));
}

bool option_is_flag(const struct link_option *option)
{
	return option->type == OPTION_FLAG || option->type == OPTION_FLAG32 ||
	       option->type == OPTION_BIT;
}

bool option_is_time(const struct link_option *option)
{
	return option->type == OPTION_TIME || option->type == OPTION_TIME64;
}

bool option_same(const struct link_option *option, uint64_t a, uint64_t b)
{
	return a == b || (option_is_time(option) && (a + 1 == b || b + 1 == a));
}

/* Seconds with at most two decimals, as the hundredths that the kernel counts. */
static int read_time(const char *text, uint64_t *ret)
{
	size_t whole = strcspn(text, "."), decimals = 0;
	char digits[16];
	uint32_t seconds, hundredths = 0;

	if (text[whole])
		decimals = strlen(text + whole + 1);
	if (whole >= sizeof(digits) || decimals > 2 || (text[whole] && !decimals))
		return -EINVAL;
	snprintf(digits, sizeof(digits), "%.*s", (int)whole, text);
	if (text_read_number(digits, 0, UINT32_MAX, &seconds) < 0 ||
	    (decimals && text_read_number(text + whole + 1, 0, 99, &hundredths) < 0))
		return -EINVAL;
	*ret = (uint64_t)seconds * 100 + (decimals == 1 ? hundredths * 10 : hundredths);
	return 0;
}

static int read_mac(const char *text, uint64_t *ret)
{
	uint8_t mac[MAC_BYTES];
	uint64_t number = 0;

	if (text_read_mac(text, mac) < 0)
		return -EINVAL;
	for (size_t i = 0; i < MAC_BYTES; i++)
		number = number << 8 | mac[i];
	*ret = number;
	return 0;
}

static const struct {
	uint16_t number; /* linux/if_ether.h */
	const char *word;
} protocols[] = {{0x8100, "802.1Q"}, {0x88a8, "802.1ad"}};

static int read_protocol(const char *text, uint64_t *ret)
{
	for (size_t i = 0; i < ARRAY_SIZE(protocols); i++)
		if (!strcmp(protocols[i].word, text)) {
			*ret = protocols[i].number;
			return 0;
		}
	return -EINVAL;
}

static int read_flag(const char *text, uint64_t *ret)
{
	bool yes;
	int r = text_read_bool(text, &yes);

	if (r == 0)
		*ret = yes;
	return r;
}

static int read_number(const char *text, uint64_t *ret)
{
	uint32_t number;
	int r = text_read_number(text, 0, UINT32_MAX, &number);

	if (r == 0)
		*ret = number;
	return r;
}

int option_read(const struct link_option *option, const char *text, uint64_t *ret)
{
	uint64_t value = 0;
	int r;

	if (option_is_flag(option))
		r = read_flag(text, &value);
	else if (option_is_time(option))
		r = read_time(text, &value);
	else if (option->type == OPTION_MAC)
		r = read_mac(text, &value);
	else if (option->type == OPTION_PROTOCOL)
		r = read_protocol(text, &value);
	else
		r = read_number(text, &value);
	if (r < 0 || value < option->min || value > option->max)
		return -EINVAL;
	*ret = value;
	return 0;
}

static void print_time(uint64_t value, char *ret, size_t size)
{
	uint64_t seconds = value / 100, hundredths = value % 100;

	if (hundredths % 10)
		snprintf(ret, size, "%" PRIu64 ".%02" PRIu64, seconds, hundredths);
	else if (hundredths)
		snprintf(ret, size, "%" PRIu64 ".%" PRIu64, seconds, hundredths / 10);
	else
		snprintf(ret, size, "%" PRIu64, seconds);
}

static void print_mac(uint64_t value, char *ret, size_t size)
{
	uint8_t mac[MAC_BYTES];
	char text[MAC_TEXT];

	for (size_t i = MAC_BYTES; i-- > 0; value >>= 8)
		mac[i] = (uint8_t)value;
	text_print_mac(mac, text);
	snprintf(ret, size, "%s", text);
}

static void print_protocol(uint64_t value, char *ret, size_t size)
{
	snprintf(ret, size, "%s", protocols[value == protocols[1].number ? 1 : 0].word);
}

void option_print(const struct link_option *option, uint64_t value, char *ret,
		  size_t size)
{
	if (option_is_flag(option))
		snprintf(ret, size, "%s", value ? "on" : "off");
	else if (option_is_time(option))
		print_time(value, ret, size);
	else if (option->type == OPTION_MAC)
		print_mac(value, ret, size);
	else if (option->type == OPTION_PROTOCOL)
		print_protocol(value, ret, size);
	else
		snprintf(ret, size, "%" PRIu64, value);
}

void option_expects(const struct link_option *option, char *ret, size_t size)
{
	char min[OPTION_TEXT], max[OPTION_TEXT];

	option_print(option, option->min, min, sizeof(min));
	option_print(option, option->max, max, sizeof(max));
	if (option_is_flag(option))
		snprintf(ret, size, "yes or no");
	else if (option->type == OPTION_MAC)
		snprintf(ret, size, "a MAC (six pairs of hex digits)");
	else if (option->type == OPTION_PROTOCOL)
		snprintf(ret, size, "%s or %s", min, max);
	else if (option->type == OPTION_DEVICE)
		snprintf(ret, size, "a device's name");
	else if (option_is_time(option))
		snprintf(ret, size, "seconds, %s to %s, two decimals at most", min, max);
	else
		snprintf(ret, size, "a number from %s to %s", min, max);
}

struct option_values option_values_standard(const struct option_table *table)
{
	struct option_values values = {};

	for (size_t i = 0; i < table->count; i++)
		option_values_set(&values, i, table->rows[i].standard);
	return values;
}
