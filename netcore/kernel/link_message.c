/* link_message.c - what rtnetlink says of a device, as a link
 *
 * A bridge-port option comes in IFLA_INFO_SLAVE_DATA of the device's IFLA_LINKINFO.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/link_message.h"

#include <endian.h>
#include <linux/if.h>
#include <linux/if_bridge.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_vlan.h>
#include <linux/ipv6.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>

#include "netcore/kernel/option_message.h"
#include "netcore/kernel/rtnl.h"

_Static_assert((int)PORT_FORWARDING == BR_STATE_FORWARDING &&
		       (int)PORT_BLOCKING == BR_STATE_BLOCKING,
	       "they travel as they are");

struct nl_msg *link_message_ask(const char *name, uint32_t ifindex)
{
	struct ifinfomsg header = {.ifi_family = AF_UNSPEC, .ifi_index = (int)ifindex};
	struct nl_msg *message = rtnl_message(RTM_GETLINK, 0, &header, sizeof(header));

	if (!message)
		return NULL;
	if (nla_put_u32(message, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS) < 0 ||
	    (name && nla_put_string(message, IFLA_IFNAME, name) < 0)) {
		nlmsg_free(message);
		return NULL;
	}
	return message;
}

static int put_type(struct nl_msg *message, const char *type)
{
	struct nlattr *info = nla_nest_start(message, IFLA_LINKINFO);

	if (!info || nla_put_string(message, IFLA_INFO_KIND, type) < 0)
		return -1;
	return nla_nest_end(message, info);
}

struct nl_msg *link_message_ask_all(const char *type)
{
	struct ifinfomsg header = {.ifi_family = AF_UNSPEC};
	struct nl_msg *message =
		rtnl_message(RTM_GETLINK, NLM_F_DUMP, &header, sizeof(header));

	if (!message)
		return NULL;
	if (nla_put_u32(message, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS) < 0 ||
	    (type && put_type(message, type) < 0)) {
		nlmsg_free(message);
		return NULL;
	}
	return message;
}

static uint64_t read_bytes(struct nlattr *attribute)
{
	const uint8_t *byte = nla_data(attribute);
	uint64_t number = 0;

	for (int i = 0; i < nla_len(attribute) && i < MAC_BYTES; i++)
		number = number << 8 | byte[i];
	return number;
}

/* Returns whether the kernel has it. */
static bool read_bridge_option(const struct link_option *option, struct nlattr **bridge,
			       uint64_t *ret)
{
	struct nlattr *attribute =
		bridge[option->type == OPTION_BIT ? IFLA_BR_MULTI_BOOLOPT
						  : option->attribute];
	struct br_boolopt_multi bits = {};

	if (!attribute)
		return false;
	if (option->type == OPTION_BIT) {
		nla_memcpy(&bits, attribute, sizeof(bits));
		*ret = bits.optval >> option->attribute & 1;
		return bits.optmask >> option->attribute & 1;
	}
	if (option->type == OPTION_MAC || option->type == OPTION_PROTOCOL)
		*ret = read_bytes(attribute);
	else
		*ret = option_message_read(option, attribute);
	return true;
}

static void read_port(struct nlattr *data, struct link *link)
{
	struct option_values *ret = &link->port;
	struct nlattr *attributes[256];
	uint8_t state;

	if (nla_parse_nested(attributes, ARRAY_SIZE(attributes) - 1, data, NULL) < 0)
		return;
	link->is_port = true;
	state = attributes[IFLA_BRPORT_STATE] ? nla_get_u8(attributes[IFLA_BRPORT_STATE])
					      : PORT_DISABLED;
	link->state = state <= PORT_BLOCKING ? (enum port_state)state : PORT_DISABLED;
	for (size_t i = 0; i < port_options.count; i++) {
		const struct link_option *option = &port_options.rows[i];
		struct nlattr *attribute = attributes[option->attribute];

		if (attribute)
			option_values_set(ret, i, option_message_read(option, attribute));
		else if (option->beside && attributes[option->beside])
			option_values_set(ret, i, 0);
	}
}

static void read_tap(struct nlattr *data, struct link *ret)
{
	struct nlattr *tun[IFLA_TUN_MAX + 1];

	if (nla_parse_nested(tun, IFLA_TUN_MAX, data, NULL) < 0 || !tun[IFLA_TUN_TYPE] ||
	    nla_get_u8(tun[IFLA_TUN_TYPE]) != 2 /* IFF_TAP */)
		return;
	ret->kind = LINK_TAP;
	ret->persistent = tun[IFLA_TUN_PERSIST] && nla_get_u8(tun[IFLA_TUN_PERSIST]);
	ret->tap.vnet_hdr = tun[IFLA_TUN_VNET_HDR] && nla_get_u8(tun[IFLA_TUN_VNET_HDR]);
	ret->tap.multi_queue =
		tun[IFLA_TUN_MULTI_QUEUE] && nla_get_u8(tun[IFLA_TUN_MULTI_QUEUE]);
	ret->tap.owner =
		tun[IFLA_TUN_OWNER] ? nla_get_u32(tun[IFLA_TUN_OWNER]) : TAP_NOBODY;
	ret->tap.group =
		tun[IFLA_TUN_GROUP] ? nla_get_u32(tun[IFLA_TUN_GROUP]) : TAP_NOBODY;
}

/* br_multicast_dump_querier_state() in the kernel's net/bridge/br_multicast.c: the time
 * until it is considered lost. */
static bool has_querier(struct nlattr *state)
{
	return state && (nla_find(nla_data(state), nla_len(state),
				  BRIDGE_QUERIER_IP_OTHER_TIMER) ||
			 nla_find(nla_data(state), nla_len(state),
				  BRIDGE_QUERIER_IPV6_OTHER_TIMER));
}

static void read_bridge(struct nlattr *data, struct link *ret)
{
	struct nlattr *bridge[256];

	ret->kind = LINK_BRIDGE;
	if (!data || nla_parse_nested(bridge, ARRAY_SIZE(bridge) - 1, data, NULL) < 0)
		return;
	ret->other_querier = has_querier(bridge[IFLA_BR_MCAST_QUERIER_STATE]);
	for (size_t i = 0; i < bridge_options.count; i++) {
		uint64_t value;

		if (read_bridge_option(&bridge_options.rows[i], bridge, &value))
			option_values_set(&ret->bridge, i, value);
	}
}

static bool is_special_vlan(struct nlattr **vlan)
{
	struct ifla_vlan_flags flags = {.flags = VLAN_FLAG_REORDER_HDR};

	if (vlan[IFLA_VLAN_FLAGS])
		nla_memcpy(&flags, vlan[IFLA_VLAN_FLAGS], sizeof(flags));
	return flags.flags != VLAN_FLAG_REORDER_HDR || vlan[IFLA_VLAN_EGRESS_QOS] ||
	       vlan[IFLA_VLAN_INGRESS_QOS] ||
	       (vlan[IFLA_VLAN_PROTOCOL] &&
		nla_get_u16(vlan[IFLA_VLAN_PROTOCOL]) != htobe16(ETH_P_8021Q));
}

static void read_vlan(struct nlattr *data, struct link *ret)
{
	struct nlattr *vlan[IFLA_VLAN_MAX + 1];

	if (nla_parse_nested(vlan, IFLA_VLAN_MAX, data, NULL) < 0)
		return;
	if (vlan[IFLA_VLAN_ID])
		ret->vlan_id = nla_get_u16(vlan[IFLA_VLAN_ID]);
	ret->vlan_special = is_special_vlan(vlan);
}

static void read_macvlan(struct nlattr *data, struct link *ret)
{
	struct nlattr *mode = nla_find(nla_data(data), nla_len(data), IFLA_MACVLAN_MODE);

	ret->passthru = mode && nla_get_u32(mode) == MACVLAN_MODE_PASSTHRU;
}

/* With no IFLA_VXLAN_LEARNING at all it is not known. */
static void read_vxlan(struct nlattr *data, struct link *ret)
{
	struct nlattr *learning =
		nla_find(nla_data(data), nla_len(data), IFLA_VXLAN_LEARNING);

	ret->no_learning = learning && !nla_get_u8(learning);
}

static bool says(struct nlattr *attribute, const char *text)
{
	return attribute && !nla_strcmp(attribute, text);
}

static void read_linkinfo(struct nlattr *linkinfo, struct link *ret)
{
	struct nlattr *info[IFLA_INFO_MAX + 1];

	if (nla_parse_nested(info, IFLA_INFO_MAX, linkinfo, NULL) < 0)
		return;
	if (info[IFLA_INFO_KIND])
		nla_strlcpy(ret->type, info[IFLA_INFO_KIND], sizeof(ret->type));
	if (says(info[IFLA_INFO_KIND], "vlan") && info[IFLA_INFO_DATA])
		read_vlan(info[IFLA_INFO_DATA], ret);
	if (says(info[IFLA_INFO_KIND], "macvlan") && info[IFLA_INFO_DATA])
		read_macvlan(info[IFLA_INFO_DATA], ret);
	if (says(info[IFLA_INFO_KIND], "vxlan") && info[IFLA_INFO_DATA])
		read_vxlan(info[IFLA_INFO_DATA], ret);
	if (says(info[IFLA_INFO_KIND], "bridge"))
		read_bridge(info[IFLA_INFO_DATA], ret);
	if (says(info[IFLA_INFO_KIND], "tun") && info[IFLA_INFO_DATA])
		read_tap(info[IFLA_INFO_DATA], ret);
	if (says(info[IFLA_INFO_SLAVE_KIND], "bridge") && info[IFLA_INFO_SLAVE_DATA])
		read_port(info[IFLA_INFO_SLAVE_DATA], ret);
}

/* IF_RA_RCVD in the kernel's include/net/if_inet6.h, which is not for programs. */
enum { INET6_ADVERTISED = 0x20 };

static void read_ipv6(struct nlattr *families, struct link *ret)
{
	struct nlattr *inet6 = nla_find(nla_data(families), nla_len(families), AF_INET6);
	struct nlattr *conf =
		inet6 ? nla_find(nla_data(inet6), nla_len(inet6), IFLA_INET6_CONF) : NULL;
	struct nlattr *mode = inet6 ? nla_find(nla_data(inet6), nla_len(inet6),
					       IFLA_INET6_ADDR_GEN_MODE)
				    : NULL;
	struct nlattr *token =
		inet6 ? nla_find(nla_data(inet6), nla_len(inet6), IFLA_INET6_TOKEN)
		      : NULL;
	struct nlattr *flags =
		inet6 ? nla_find(nla_data(inet6), nla_len(inet6), IFLA_INET6_FLAGS)
		      : NULL;
	int32_t disabled;

	ret->advertised = flags && nla_get_u32(flags) & INET6_ADVERTISED;
	if (token && nla_len(token) == IPV6_BYTES)
		nla_memcpy(ret->token, token, IPV6_BYTES);
	if (!conf || nla_len(conf) < (DEVCONF_DISABLE_IPV6 + 1) * (int)sizeof(disabled))
		return;
	memcpy(&disabled,
	       (char *)nla_data(conf) + DEVCONF_DISABLE_IPV6 * sizeof(disabled),
	       sizeof(disabled));
	ret->ipv6.known = true;
	ret->ipv6.on = !disabled && !(mode && nla_get_u8(mode) == IN6_ADDR_GEN_MODE_NONE);
}

static uint32_t read_u32(struct nlattr *attribute)
{
	return attribute ? nla_get_u32(attribute) : 0;
}

void link_message_read(struct nlmsghdr *message, struct link *ret)
{
	struct ifinfomsg *header = nlmsg_data(message);
	struct nlattr *attributes[IFLA_MAX + 1];
	struct link link = {};

	if (nlmsg_parse(message, sizeof(*header), attributes, IFLA_MAX, NULL) < 0)
		return;
	link.ref.ifindex = (uint32_t)header->ifi_index;
	link.hardware = header->ifi_type;
	link.up = header->ifi_flags & IFF_UP;
	link.carrier = attributes[IFLA_CARRIER] && nla_get_u8(attributes[IFLA_CARRIER]);
	link.master.ifindex = read_u32(attributes[IFLA_MASTER]);
	link.far_end = attributes[IFLA_LINK_NETNSID];
	link.lower = link.far_end ? 0 : read_u32(attributes[IFLA_LINK]);
	link.mtu = read_u32(attributes[IFLA_MTU]);
	link.txqlen = read_u32(attributes[IFLA_TXQLEN]);
	if (attributes[IFLA_IFNAME])
		nla_strlcpy(link.ref.name, attributes[IFLA_IFNAME],
			    sizeof(link.ref.name));
	if (attributes[IFLA_IFALIAS])
		nla_strlcpy(link.alias, attributes[IFLA_IFALIAS], sizeof(link.alias));
	if (attributes[IFLA_ADDRESS] && nla_len(attributes[IFLA_ADDRESS]) == MAC_BYTES)
		nla_memcpy(link.mac, attributes[IFLA_ADDRESS], MAC_BYTES);
	if (attributes[IFLA_LINKINFO])
		read_linkinfo(attributes[IFLA_LINKINFO], &link);
	if (attributes[IFLA_AF_SPEC])
		read_ipv6(attributes[IFLA_AF_SPEC], &link);
	*ret = link;
}
