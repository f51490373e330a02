/* link_step.c - steps as a message of rtnetlink's
 *
 * A bridge-port option travels in IFLA_PROTINFO of an AF_BRIDGE RTM_SETLINK (br_setlink()
 * in net/bridge/br_netlink.c).
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/link_step.h"

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>

#include "netcore/kernel/option_message.h"
#include "netcore/kernel/rtnl.h"
#include "netcore/value.h"

static int put_option(struct nl_msg *message, const struct step *step)
{
	struct nlattr *port = nla_nest_start(message, IFLA_PROTINFO | NLA_F_NESTED);
	int r = port ? option_message_put(message, step->option, step->to.number) : -1;

	return r < 0 ? r : nla_nest_end(message, port);
}

static int put_bridge(struct nl_msg *message, const struct step *step)
{
	struct nlattr *info = nla_nest_start(message, IFLA_LINKINFO), *data = NULL;
	int r = info ? nla_put_string(message, IFLA_INFO_KIND, "bridge") : -1;

	if (r < 0 || !step->option)
		return r < 0 ? r : nla_nest_end(message, info);
	data = nla_nest_start(message, IFLA_INFO_DATA);
	r = data ? option_message_put(message, step->option, step->to.number) : -1;
	if (r < 0)
		return r;
	nla_nest_end(message, data);
	return nla_nest_end(message, info);
}

static int put_attribute(struct nl_msg *message, const struct step *step)
{
	const struct step_row *row = &step_rows[step->kind];
	char payload[sizeof(step->to.text)];
	size_t length = value_rows[row->type].encode(&step->to, payload);

	return nla_put(message, row->attribute, (int)length, payload);
}

/* inet6_set_link_af() in the kernel's net/ipv6/addrconf.c. */
static int put_ipv6(struct nl_msg *message, const struct step *step)
{
	struct nlattr *families = nla_nest_start(message, IFLA_AF_SPEC);
	struct nlattr *inet6 = families ? nla_nest_start(message, AF_INET6) : NULL;

	if (!inet6 || put_attribute(message, step) < 0)
		return -1;
	nla_nest_end(message, inet6);
	return nla_nest_end(message, families);
}

static int put_step(struct nl_msg *message, const struct step *step)
{
	switch (step_rows[step->kind].way) {
	case WAY_ATTRIBUTE:
	case WAY_PINNED:
		return put_attribute(message, step);
	case WAY_IPV6:
		return put_ipv6(message, step);
	case WAY_PORT_OPTION:
		return put_option(message, step);
	case WAY_BRIDGE_OPTION:
		return put_bridge(message, step);
	case WAY_DEVICE:
		if (!step->to.set)
			return 0;
		if (nla_put_string(message, IFLA_IFNAME, step->dev.name) < 0)
			return -1;
		return put_bridge(message, step);
	case WAY_FLAGS: /* they are in the header */
		return 0;
	case WAY_VLAN: /* these never come here */
	case WAY_VLAN_OPTION:
	case WAY_FDB:
	case WAY_SYSCTL:
	case WAY_ADDRESSES:
	case WAY_PROGRAM:
	case WAY_FILTER:
	case WAY_IP:
	case WAY_NAT:
		break;
	}
	return -1;
}

static int message_type(const struct step *step)
{
	enum step_way way = step_rows[step->kind].way;

	if (way == WAY_DEVICE)
		return step->to.set ? RTM_NEWLINK : RTM_DELLINK;
	return way == WAY_BRIDGE_OPTION ? RTM_NEWLINK : RTM_SETLINK;
}

static int put_all_steps(struct nl_msg *message, const struct step *steps, size_t count)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < count; i++)
		r = put_step(message, &steps[i]);
	return r;
}

struct nl_msg *link_step_message(const struct step *steps, size_t count)
{
	enum step_way way = step_rows[steps->kind].way;
	bool creates = way == WAY_DEVICE && steps->to.set;
	struct ifinfomsg header = {
		.ifi_family = way == WAY_PORT_OPTION ? AF_BRIDGE : AF_UNSPEC,
		.ifi_index = (int)steps->dev.ifindex,
		.ifi_change = way == WAY_FLAGS ? IFF_UP : 0,
		.ifi_flags = way == WAY_FLAGS && steps->to.number ? IFF_UP : 0};
	struct nl_msg *message =
		rtnl_message(message_type(steps),
			     NLM_F_ACK | (creates ? NLM_F_CREATE | NLM_F_EXCL : 0),
			     &header, sizeof(header));

	if (message && put_all_steps(message, steps, count) < 0) {
		nlmsg_free(message);
		return NULL;
	}
	return message;
}
