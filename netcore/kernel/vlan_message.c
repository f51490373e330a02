/* vlan_message.c - rtnetlink's words for the VLANs of a bridge's port
 *
 * They are set in IFLA_AF_SPEC of an AF_BRIDGE RTM_SETLINK, and taken out by one of
 * RTM_DELLINK (br_afspec() in the kernel's net/bridge/br_netlink.c). A range is two
 * entries, its begin and its end; one message holds as many as there are. They are asked
 * for by RTM_GETVLAN (br_vlan_rtm_dump() in br_vlan.c, since 5.6), for one port alone.
 * Options of VLANs are set by RTM_NEWVLAN (br_vlan_rtm_process_one() there).
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/vlan_message.h"

#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>

#include "netcore/compat.h"
#include "netcore/kernel/option_message.h"
#include "netcore/kernel/rtnl.h"

enum { ENTRY_PARTS = 32 /* BRIDGE_VLANDB_ENTRY_…, with what newer kernels add */ };

static int put_entry(struct nl_msg *message, unsigned vlan, unsigned flags)
{
	struct bridge_vlan_info info = {.flags = (uint16_t)flags, .vid = (uint16_t)vlan};

	return nla_put(message, IFLA_BRIDGE_VLAN_INFO, sizeof(info), &info);
}

static int put_range(struct nl_msg *message, const struct step *step)
{
	unsigned flags = 0;
	int r;

	if (step->to.set && step->to.number & VLAN_UNTAGGED)
		flags |= BRIDGE_VLAN_INFO_UNTAGGED;
	if (step->to.set && step->to.number & VLAN_PVID)
		flags |= BRIDGE_VLAN_INFO_PVID;
	if (step->vlan_first == step->vlan_last)
		return put_entry(message, step->vlan_first, flags);
	r = put_entry(message, step->vlan_first, flags | BRIDGE_VLAN_INFO_RANGE_BEGIN);
	return r < 0 ? r
		     : put_entry(message, step->vlan_last,
				 flags | BRIDGE_VLAN_INFO_RANGE_END);
}

static int put_vlan_steps(struct nl_msg *message, const struct step *steps, size_t count)
{
	struct nlattr *spec = nla_nest_start(message, IFLA_AF_SPEC | NLA_F_NESTED);
	int r = spec ? 0 : -1;

	for (size_t i = 0; r >= 0 && i < count; i++)
		r = put_range(message, &steps[i]);
	return r < 0 ? r : nla_nest_end(message, spec);
}

struct nl_msg *vlan_message_steps(const struct step *steps, size_t count)
{
	size_t entry = (size_t)nla_total_size(sizeof(struct bridge_vlan_info));
	struct ifinfomsg header = {.ifi_family = AF_BRIDGE,
				   .ifi_index = (int)steps->dev.ifindex};
	struct nl_msg *message =
		rtnl_message_sized(steps->to.set ? RTM_SETLINK : RTM_DELLINK, NLM_F_ACK,
				   &header, sizeof(header), 2 * entry * count);

	if (message && put_vlan_steps(message, steps, count) < 0) {
		nlmsg_free(message);
		return NULL;
	}
	return message;
}

static int put_vlan_option(struct nl_msg *message, const struct step *step)
{
	struct bridge_vlan_info info = {.flags = BRIDGE_VLAN_INFO_ONLY_OPTS,
					.vid = step->vlan_first};
	struct nlattr *entry =
		nla_nest_start(message, BRIDGE_VLANDB_ENTRY | NLA_F_NESTED);

	if (!entry || nla_put(message, BRIDGE_VLANDB_ENTRY_INFO, sizeof(info), &info) < 0)
		return -1;
	if (step->vlan_last > step->vlan_first &&
	    nla_put_u16(message, BRIDGE_VLANDB_ENTRY_RANGE, step->vlan_last) < 0)
		return -1;
	if (option_message_put(message, step->option, step->to.number) < 0)
		return -1;
	return nla_nest_end(message, entry);
}

struct nl_msg *vlan_message_option(const struct step *step)
{
	struct br_vlan_msg header = {.family = AF_BRIDGE, .ifindex = step->dev.ifindex};
	struct nl_msg *message =
		rtnl_message(RTM_NEWVLAN, NLM_F_ACK, &header, sizeof(header));

	if (message && put_vlan_option(message, step) < 0) {
		nlmsg_free(message);
		return NULL;
	}
	return message;
}

struct nl_msg *vlan_message_ask(uint32_t ifindex)
{
	struct br_vlan_msg header = {.family = AF_BRIDGE, .ifindex = ifindex};

	return rtnl_message(RTM_GETVLAN, NLM_F_DUMP, &header, sizeof(header));
}

uint32_t vlan_message_port(struct nlmsghdr *part)
{
	struct br_vlan_msg *header = nlmsg_data(part);

	if (part->nlmsg_type != RTM_NEWVLAN || nlmsg_datalen(part) < (int)sizeof(*header))
		return 0;
	return header->ifindex;
}

/* Most have their initial value. */
static void read_vlan_values(struct nlattr *const *parts, unsigned first, unsigned last,
			     struct vlan_values *ret)
{
	for (size_t i = 0; i < vlan_options.count; i++) {
		const struct link_option *option = &vlan_options.rows[i];
		struct vlan_value value = {.first = (uint16_t)first,
					   .last = (uint16_t)last,
					   .option = (uint16_t)i};

		if (!parts[option->attribute])
			continue;
		ret->known |= UINT64_C(1) << i;
		value.value =
			(uint32_t)option_message_read(option, parts[option->attribute]);
		if (value.value != option->initial)
			vlan_values_put(ret, &value);
	}
}

static void read_vlan_entry(struct nlattr *entry, struct link *ret)
{
	struct nlattr *parts[ENTRY_PARTS];
	struct bridge_vlan_info info;
	unsigned last, how = 0;

	if (nla_parse_nested(parts, ENTRY_PARTS - 1, entry, NULL) < 0 ||
	    !parts[BRIDGE_VLANDB_ENTRY_INFO] ||
	    nla_memcpy(&info, parts[BRIDGE_VLANDB_ENTRY_INFO], sizeof(info)) !=
		    sizeof(info))
		return;
	last = parts[BRIDGE_VLANDB_ENTRY_RANGE]
		       ? nla_get_u16(parts[BRIDGE_VLANDB_ENTRY_RANGE])
		       : info.vid;
	if (info.vid < VLAN_MIN || last > VLAN_MAX)
		return;
	if (info.flags & BRIDGE_VLAN_INFO_UNTAGGED)
		how |= VLAN_UNTAGGED;
	if (info.flags & BRIDGE_VLAN_INFO_PVID)
		how |= VLAN_PVID;
	vlan_set_put(&ret->vlans, info.vid, last, how);
	read_vlan_values(parts, info.vid, last, &ret->vlan_values);
}

void vlan_message_read(struct nlmsghdr *part, struct link *ret)
{
	struct nlattr *attribute;
	int left;

	nlmsg_for_each_attr (attribute, part, sizeof(struct br_vlan_msg), left)
		if (nla_type(attribute) == BRIDGE_VLANDB_ENTRY)
			read_vlan_entry(attribute, ret);
}
