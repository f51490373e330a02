/* link_list.c - every network device of this namespace, and how it stands in its bridge
 *
 * One dump, and one more for VLANs: a question for each device would take a system call
 * or two for each, and see a host that changes in between. The kernel marks a dump during
 * which it did change.
 */
#include "netcore/kernel/link_list.h"

#include <errno.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>

#include "netcore/array.h"
#include "netcore/kernel/link_message.h"
#include "netcore/kernel/rtnl.h"
#include "netcore/kernel/vlan_message.h"

_Static_assert((int)PORT_FORWARDING == BR_STATE_FORWARDING &&
		       (int)PORT_BLOCKING == BR_STATE_BLOCKING,
	       "they travel as they are");

enum { TRIES = 4 /* on a host that never rests, the last one has to do */ };

struct dump {
	struct link_list list;
	bool changed, no_memory;
};

void link_list_clear(struct link_list *list)
{
	free(list->links);
	*list = (struct link_list){};
}

static uint32_t read_number(struct nlattr *attribute)
{
	if (!attribute)
		return 0;
	return nla_len(attribute) >= 4 ? nla_get_u32(attribute) : nla_get_u8(attribute);
}

static void read_state(struct nlattr *data, struct listed_link *ret)
{
	struct nlattr *port[IFLA_BRPORT_MAX + 1];
	uint32_t state;

	if (nla_parse_nested(port, IFLA_BRPORT_MAX, data, NULL) < 0)
		return;
	state = read_number(port[IFLA_BRPORT_STATE]);
	ret->is_port = true;
	ret->state = state <= PORT_BLOCKING ? (enum port_state)state : PORT_DISABLED;
}

static void read_linkinfo(struct nlattr *linkinfo, struct listed_link *ret)
{
	struct nlattr *info[IFLA_INFO_MAX + 1];

	if (nla_parse_nested(info, IFLA_INFO_MAX, linkinfo, NULL) < 0)
		return;
	if (info[IFLA_INFO_KIND])
		nla_strlcpy(ret->kind, info[IFLA_INFO_KIND], sizeof(ret->kind));
	if (info[IFLA_INFO_SLAVE_KIND] && info[IFLA_INFO_SLAVE_DATA] &&
	    !nla_strcmp(info[IFLA_INFO_SLAVE_KIND], "bridge"))
		read_state(info[IFLA_INFO_SLAVE_DATA], ret);
}

static bool add(struct link_list *list, const struct listed_link *link)
{
	if (!array_grow(&list->links, list->count, sizeof(*link)))
		return false;
	list->links[list->count++] = *link;
	return true;
}

static bool read_link(struct nlmsghdr *message, void *data)
{
	struct nlattr *attributes[IFLA_MAX + 1];
	struct listed_link link = {};
	struct dump *dump = data;

	dump->changed = dump->changed || message->nlmsg_flags & NLM_F_DUMP_INTR;
	if (message->nlmsg_type != RTM_NEWLINK ||
	    nlmsg_parse(message, sizeof(struct ifinfomsg), attributes, IFLA_MAX, NULL) <
		    0)
		return true;
	link_message_read(message, &link.link);
	link.far_end = attributes[IFLA_LINK_NETNSID];
	if (attributes[IFLA_LINKINFO])
		read_linkinfo(attributes[IFLA_LINKINFO], &link);
	dump->no_memory = !add(&dump->list, &link);
	return !dump->no_memory;
}

static int dump_links(struct nl_sock *socket, struct dump *dump, struct error *err)
{
	struct ifinfomsg header = {.ifi_family = AF_UNSPEC};
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		rtnl_message(RTM_GETLINK, NLM_F_DUMP, &header, sizeof(header));
	int r;

	*dump = (struct dump){};
	if (!question ||
	    nla_put_u32(question, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS) < 0)
		return error_set(err, ENOMEM, "no memory for a message to the kernel");
	r = rtnl_dump(socket, question, read_link, dump, err);
	return dump->no_memory ? error_set(err, ENOMEM, "no memory for the devices") : r;
}

static bool read_vlans(struct nlmsghdr *part, void *data)
{
	struct dump *dump = data;
	uint32_t port = vlan_message_port(part);

	for (size_t i = 0; port && i < dump->list.count; i++)
		if (dump->list.links[i].link.ref.ifindex == port)
			vlan_message_read(part, &dump->list.links[i].link.vlans);
	return true;
}

static bool any_filters_vlans(const struct link_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (link_filters_vlans(&list->links[i].link))
			return true;
	return false;
}

/* Where no bridge takes heed of them there is nothing to ask. */
static int dump_vlans(struct nl_sock *socket, struct dump *dump, struct error *err)
{
	_cleanup_(rtnl_message_free) struct nl_msg *question = NULL;

	if (!any_filters_vlans(&dump->list))
		return 0;
	question = vlan_message_ask(0);
	if (!question)
		return error_set(err, ENOMEM, "no memory for a message to the kernel");
	return rtnl_dump(socket, question, read_vlans, dump, err);
}

int link_list_read(struct link_list *ret, struct error *err)
{
	_cleanup_(rtnl_close) struct nl_sock *socket = NULL;
	struct dump dump = {.changed = true};
	int r = rtnl_open(&socket, err);

	for (int i = 0; r == 0 && dump.changed && i < TRIES; i++) {
		link_list_clear(&dump.list);
		r = dump_links(socket, &dump, err);
	}
	if (r == 0)
		r = dump_vlans(socket, &dump, err);
	if (r < 0) {
		link_list_clear(&dump.list);
		return r;
	}
	*ret = dump.list;
	return 0;
}

const struct listed_link *link_list_find(const struct link_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->links[i].link.ref.name, name))
			return &list->links[i];
	return NULL;
}
