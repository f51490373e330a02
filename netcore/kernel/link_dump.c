/* link_dump.c - all network devices of this namespace, or all of one type
 *
 * One dump, and one more for VLANs: a question for each device would take a system call
 * or two for each, and see a host that changes in between.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>

#include "netcore/kernel/kernel_ask.h"
#include "netcore/kernel/link_message.h"
#include "netcore/kernel/vlan_message.h"

struct link_dump {
	const char *type; /* NULL: any */
	struct link_list list;
	bool no_memory;
};

static bool read_dumped_link(struct nlmsghdr *message, void *data)
{
	struct link_dump *dump = data;
	struct link link = {};

	if (message->nlmsg_type != RTM_NEWLINK)
		return true;
	link_message_read(message, &link);
	if (dump->type && strcmp(dump->type, link.type) != 0)
		return true;
	dump->no_memory = !link_list_add(&dump->list, &link);
	return !dump->no_memory;
}

static int dump_links(struct nl_sock *socket, struct link_dump *dump, struct error *err)
{
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		link_message_ask_all(dump->type);
	int r;

	if (!question)
		return kernel_no_memory(err);
	r = rtnl_dump(socket, question, read_dumped_link, dump, err);
	return dump->no_memory ? error_set(err, ENOMEM, "no memory for the devices") : r;
}

static bool read_dumped_vlans(struct nlmsghdr *part, void *data)
{
	struct link *port = link_list_find_at(data, vlan_message_port(part));

	if (port)
		vlan_message_read(part, port);
	return true;
}

static bool any_filters_vlans(const struct link_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (link_filters_vlans(&list->links[i]))
			return true;
	return false;
}

static int dump_all(struct nl_sock *socket, struct link_dump *dump, struct error *err)
{
	_cleanup_(rtnl_message_free) struct nl_msg *question = NULL;
	int r = dump_links(socket, dump, err);

	if (r < 0)
		return r;
	if (dump->type || !any_filters_vlans(&dump->list))
		return 0;
	question = vlan_message_ask(0);
	if (!question)
		return kernel_no_memory(err);
	return rtnl_dump(socket, question, read_dumped_vlans, &dump->list, err);
}

int kernel_look_all(void *self, const char *type, struct link_list *ret,
		    struct error *err)
{
	struct link_dump dump = {.type = type};
	struct kernel *kernel = self;
	int r = dump_all(kernel->socket, &dump, err);

	if (r < 0)
		link_list_clear(&dump.list);
	else
		*ret = dump.list;
	return r;
}
