/* filter_drops.c - what the filters of TAPs have dropped, and why
 *
 * Every rule that drops counts, and says why by its comment. libnftables would list the
 * tables one by one, and all chains for each; the kernel dumps them at once. Source:
 * nf_tables_fill_rule_info() in its net/netfilter/nf_tables_api.c; a comment is
 * libnftnl's NFTNL_UDATA_RULE_COMMENT: a type, a length and a text with its NUL.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/filter_drops.h"

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <netlink/attr.h>
#include <string.h>

#include "netcore/array.h"
#include "netcore/kernel/filter_text.h"
#include "netcore/kernel/rtnl.h"

enum { COMMENT_TYPE = 0 };

void filter_drops_clear(struct filter_drops_list *list)
{
	free(list->all);
	*list = (struct filter_drops_list){};
}

static struct filter_drops *drops_of(const struct filter_drops_list *list,
				     const char *tap)
{
	/* the kernel tells of one table after the other */
	for (size_t i = list->count; i-- > 0;)
		if (!strcmp(list->all[i].tap, tap))
			return &list->all[i];
	return NULL;
}

const struct filter_drops *filter_drops_find(const struct filter_drops_list *list,
					     const char *tap)
{
	return drops_of(list, tap);
}

static void count_reason(struct filter_drops *drops, const char *text, uint64_t frames)
{
	size_t i = 0;

	drops->frames += frames;
	while (i < drops->reason_count && strcmp(drops->reasons[i].text, text) != 0)
		i++;
	if (!frames || i == FILTER_REASONS)
		return;
	if (i == drops->reason_count) {
		drops->reasons[i] = (struct filter_reason){};
		snprintf(drops->reasons[i].text, FILTER_REASON_TEXT, "%s", text);
		drops->reason_count++;
	}
	drops->reasons[i].frames += frames;
}

bool filter_drops_add(struct filter_drops_list *list, const char *tap, const char *reason,
		      uint64_t frames)
{
	struct filter_drops *drops = drops_of(list, tap);

	if (!drops) {
		if (!array_grow(&list->all, list->count, sizeof(*list->all)))
			return false;
		drops = &list->all[list->count++];
		*drops = (struct filter_drops){};
		snprintf(drops->tap, IFNAMSIZ, "%s", tap);
	}
	count_reason(drops, reason, frames);
	return true;
}

void filter_drops_print(const struct filter_drops *drops, char ret[FILTER_DROPS_TEXT])
{
	size_t used = 0;

	ret[0] = '\0';
	for (size_t i = 0; i < drops->reason_count && used < FILTER_DROPS_TEXT; i++)
		used += (size_t)snprintf(ret + used, FILTER_DROPS_TEXT - used,
					 "%s%s: %llu", used ? ", " : "",
					 drops->reasons[i].text,
					 (unsigned long long)drops->reasons[i].frames);
}

/* --- the kernel's dump */

static struct nlattr *part_of(struct nlattr *whole, int type)
{
	return whole ? nla_find(nla_data(whole), nla_len(whole), type) : NULL;
}

/* NULL: the rule counts nothing. */
static struct nlattr *find_counter(struct nlattr *expressions)
{
	struct nlattr *expression;
	int left;

	nla_for_each_nested (expression, expressions, left) {
		struct nlattr *name = part_of(expression, NFTA_EXPR_NAME);

		if (name && !nla_strcmp(name, "counter"))
			return part_of(part_of(expression, NFTA_EXPR_DATA),
				       NFTA_COUNTER_PACKETS);
	}
	return NULL;
}

static void read_comment(struct nlattr *userdata, char *ret, size_t size)
{
	const uint8_t *at = userdata ? nla_data(userdata) : NULL;
	size_t left = userdata ? (size_t)nla_len(userdata) : 0;

	snprintf(ret, size, "no reason given");
	for (size_t length; left > 2; at += length, left -= length) {
		length = 2U + at[1];
		if (length > left)
			return;
		if (at[0] == COMMENT_TYPE)
			snprintf(ret, size, "%.*s", (int)at[1], (const char *)at + 2);
	}
}

static bool read_drops(struct nlmsghdr *part, void *data)
{
	struct nlattr *rule[NFTA_RULE_MAX + 1], *counter;
	char tap[IFNAMSIZ], table[FILTER_TABLE_TEXT], reason[FILTER_REASON_TEXT];

	if (nlmsg_parse(part, sizeof(struct nfgenmsg), rule, NFTA_RULE_MAX, NULL) < 0 ||
	    !rule[NFTA_RULE_TABLE] || !rule[NFTA_RULE_EXPRESSIONS])
		return true;
	nla_strlcpy(table, rule[NFTA_RULE_TABLE], sizeof(table));
	counter = find_counter(rule[NFTA_RULE_EXPRESSIONS]);
	if (!counter || !filter_table_tap(table, tap))
		return true;
	read_comment(rule[NFTA_RULE_USERDATA], reason, sizeof(reason));
	return filter_drops_add(data, tap, reason, be64toh(nla_get_u64(counter)));
}

int filter_drops_read(struct filter_drops_list *ret, struct error *err)
{
	const struct nfgenmsg header = {.nfgen_family = NFPROTO_NETDEV,
					.version = NFNETLINK_V0};
	_cleanup_(rtnl_message_free) struct nl_msg *question =
		rtnl_message(NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETRULE, NLM_F_DUMP,
			     &header, sizeof(header));
	_cleanup_(rtnl_close) struct nl_sock *socket = NULL;
	int r;

	if (!question)
		return error_set(err, ENOMEM, "no memory for a message");
	r = rtnl_open_protocol(NETLINK_NETFILTER, &socket, err);
	return r < 0 ? r : rtnl_dump(socket, question, read_drops, ret, err);
}
