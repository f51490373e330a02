/* wifi.c - what mode a Wi-Fi device is in, from nl80211
 *
 * cfg80211_change_iface() in net/wireless/util.c sets IFF_DONT_BRIDGE in these modes,
 * which rtnetlink does not show.
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <linux/genetlink.h>
#include <linux/nl80211.h>
#include <netlink/attr.h>

#include "netcore/kernel/kernel_ask.h"

enum { COMMAND_VERSION = 1, FAMILY_ATTRIBUTES = 32, DEVICE_ATTRIBUTES = 512 };

static bool is_answer(struct nlmsghdr *answer)
{
	return answer->nlmsg_type != NLMSG_ERROR && answer->nlmsg_type != NLMSG_DONE;
}

static void read_family(size_t index, struct nlmsghdr *answer, void *data)
{
	struct nlattr *attributes[FAMILY_ATTRIBUTES];

	if (is_answer(answer) &&
	    nlmsg_parse(answer, sizeof(struct genlmsghdr), attributes,
			FAMILY_ATTRIBUTES - 1, NULL) == 0 &&
	    attributes[CTRL_ATTR_FAMILY_ID])
		*(int *)data = nla_get_u16(attributes[CTRL_ATTR_FAMILY_ID]);
}

static void read_mode(size_t index, struct nlmsghdr *answer, void *data)
{
	struct nlattr *attributes[DEVICE_ATTRIBUTES];

	if (!is_answer(answer) ||
	    nlmsg_parse(answer, sizeof(struct genlmsghdr), attributes,
			DEVICE_ATTRIBUTES - 1, NULL) < 0 ||
	    !attributes[NL80211_ATTR_IFTYPE] ||
	    (attributes[NL80211_ATTR_4ADDR] &&
	     nla_get_u8(attributes[NL80211_ATTR_4ADDR])))
		return;
	switch (nla_get_u32(attributes[NL80211_ATTR_IFTYPE])) {
	case NL80211_IFTYPE_STATION:
	case NL80211_IFTYPE_P2P_CLIENT:
	case NL80211_IFTYPE_ADHOC:
	case NL80211_IFTYPE_OCB:
		*(int *)data = 1;
	}
}

static int ask_wifi(struct nl_sock *socket, struct nl_msg *question, int put,
		    rtnl_read read, int *ret, struct error *err)
{
	int r = !question || put < 0 ? kernel_no_memory(err)
				     : rtnl_talk(socket, &question, 1, read, ret, err);

	nlmsg_free(question);
	return r;
}

/* 0: this kernel has no Wi-Fi. */
static int find_family(struct nl_sock *socket, int *ret, struct error *err)
{
	struct genlmsghdr header = {.cmd = CTRL_CMD_GETFAMILY,
				    .version = COMMAND_VERSION};
	struct nl_msg *question = rtnl_message(GENL_ID_CTRL, 0, &header, sizeof(header));
	int put = question ? nla_put_string(question, CTRL_ATTR_FAMILY_NAME,
					    NL80211_GENL_NAME)
			   : -1;

	return ask_wifi(socket, question, put, read_family, ret, err);
}

static int find_mode(struct nl_sock *socket, int family, uint32_t ifindex, int *ret,
		     struct error *err)
{
	struct genlmsghdr header = {.cmd = NL80211_CMD_GET_INTERFACE};
	struct nl_msg *question = rtnl_message(family, 0, &header, sizeof(header));
	int put = question ? nla_put_u32(question, NL80211_ATTR_IFINDEX, ifindex) : -1;

	return ask_wifi(socket, question, put, read_mode, ret, err);
}

/* Wi-Fi devices look like hardware to rtnetlink. */
int kernel_is_station(void *self, const struct link *link, struct error *err)
{
	_cleanup_(rtnl_close) struct nl_sock *socket = NULL;
	int family = 0, station = 0, r;

	if (link->type[0])
		return 0;
	r = rtnl_open_protocol(NETLINK_GENERIC, &socket, err);
	if (r < 0)
		return r;
	r = find_family(socket, &family, err);
	if (r < 0 || !family)
		return r;
	r = find_mode(socket, family, link->ref.ifindex, &station, err);
	return r < 0 ? r : station;
}
