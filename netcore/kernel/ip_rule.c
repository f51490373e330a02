/* ip_rule.c - the policy routing rules that name a device */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/ip_rule.h"

#include <errno.h>
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>
#include <sys/socket.h>

#include "netcore/kernel/rtnl.h"

struct ip_rule_reading {
	const char *device;
	char *list;
	size_t size;
};

static void add_rule(struct ip_rule_reading *reading, struct nlattr **rule,
		     const char *word, int attribute)
{
	size_t used = strlen(reading->list);

	if (!rule[attribute] || nla_strcmp(rule[attribute], reading->device) != 0)
		return;
	snprintf(reading->list + used, reading->size - used, "%s%u: %s %s",
		 used ? ", " : "",
		 rule[FRA_PRIORITY] ? nla_get_u32(rule[FRA_PRIORITY]) : 0, word,
		 reading->device);
}

static bool read_rule(struct nlmsghdr *part, void *data)
{
	struct nlattr *rule[FRA_MAX + 1];

	if (part->nlmsg_type != RTM_NEWRULE ||
	    nlmsg_parse(part, sizeof(struct fib_rule_hdr), rule, FRA_MAX, NULL) < 0)
		return true;
	add_rule(data, rule, "iif", FRA_IIFNAME);
	add_rule(data, rule, "oif", FRA_OIFNAME);
	return true;
}

int ip_rule_list(struct nl_sock *socket, const char *device, char *ret, size_t size,
		 struct error *err)
{
	static const unsigned char families[] = {AF_INET, AF_INET6};
	struct ip_rule_reading reading = {device, ret, size};

	*ret = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(families); i++) {
		struct fib_rule_hdr header = {.family = families[i]};
		_cleanup_(rtnl_message_free) struct nl_msg *question =
			rtnl_message(RTM_GETRULE, NLM_F_DUMP, &header, sizeof(header));
		int r;

		if (!question)
			return error_set(err, ENOMEM, "no memory for a message");
		r = rtnl_dump(socket, question, read_rule, &reading, err);
		if (r < 0 && r != -EOPNOTSUPP) /* a kernel without policy routing */
			return r;
	}
	return 0;
}
