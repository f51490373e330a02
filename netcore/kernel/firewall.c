/* firewall.c - the nftables chains that forwarded and bridged frames pass, by the
 * kernel's own dump
 *
 * Source: nf_tables_fill_chain_info() and nf_tables_fill_rule_info() in the kernel's
 * net/netfilter/nf_tables_api.c. iptables-nft has its rules there, too.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/firewall.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>
#include <netlink/attr.h>
#include <string.h>

#include "netcore/array.h"
#include "netcore/kernel/rtnl.h"

struct firewall_reading {
	struct firewall *firewall;
};

void firewall_clear(struct firewall *firewall)
{
	for (size_t i = 0; i < FIREWALL_FAMILIES; i++)
		free(firewall->words[i].bytes);
	free(firewall->chains);
	*firewall = (struct firewall){};
}

bool firewall_add_chain(struct firewall *firewall, const struct firewall_chain *chain)
{
	if (!array_grow(&firewall->chains, firewall->count, sizeof(*firewall->chains)))
		return false;
	firewall->chains[firewall->count++] = *chain;
	return true;
}

bool firewall_add_words(struct firewall *firewall, uint8_t family, const char *bytes,
			size_t size)
{
	struct firewall_words *words = &firewall->words[family % FIREWALL_FAMILIES];
	char *larger = realloc(words->bytes, words->size + size + 1);

	if (!larger)
		return false;
	memcpy(larger + words->size, bytes, size);
	larger[words->size + size] = '\0';
	words->bytes = larger;
	words->size += size + 1;
	return true;
}

bool firewall_names(const struct firewall *firewall, uint8_t family, const char *device)
{
	const struct firewall_words *words = &firewall->words[family % FIREWALL_FAMILIES];

	return words->bytes &&
	       memmem(words->bytes, words->size, device, strlen(device) + 1);
}

bool firewall_compares(const struct firewall *firewall, uint8_t family, const void *bytes,
		       size_t size)
{
	const struct firewall_words *words = &firewall->words[family % FIREWALL_FAMILIES];
	struct {
		struct nlattr header;
		uint8_t bytes[16];
	} data = {.header = {.nla_len = (uint16_t)(sizeof(data.header) + size),
			     .nla_type = NFTA_DATA_VALUE}};

	if (!words->bytes || !size || size > sizeof(data.bytes))
		return false;
	memcpy(data.bytes, bytes, size);
	return memmem(words->bytes, words->size, &data, sizeof(data.header) + size);
}

/* --- chains */

static uint32_t number_of(struct nlattr *attribute)
{
	return attribute ? ntohl(nla_get_u32(attribute)) : 0;
}

/* NF_INET_FORWARD, NF_BR_FORWARD and NF_ARP_FORWARD are one number. */
static bool is_at_forward(struct nlattr *hook)
{
	struct nlattr *number =
		hook ? nla_find(nla_data(hook), nla_len(hook), NFTA_HOOK_HOOKNUM) : NULL;

	return number && number_of(number) == NF_INET_FORWARD;
}

static bool read_chain(struct nlmsghdr *part, void *data)
{
	struct firewall_reading *reading = data;
	struct nfgenmsg *header = nlmsg_data(part);
	struct nlattr *attributes[NFTA_CHAIN_MAX + 1];
	struct firewall_chain chain = {};

	if (nlmsg_parse(part, sizeof(*header), attributes, NFTA_CHAIN_MAX, NULL) < 0 ||
	    !is_at_forward(attributes[NFTA_CHAIN_HOOK]) || !attributes[NFTA_CHAIN_NAME] ||
	    !attributes[NFTA_CHAIN_TABLE])
		return true;
	chain.family = header->nfgen_family;
	nla_strlcpy(chain.table, attributes[NFTA_CHAIN_TABLE], sizeof(chain.table));
	nla_strlcpy(chain.name, attributes[NFTA_CHAIN_NAME], sizeof(chain.name));
	chain.drops = attributes[NFTA_CHAIN_POLICY] &&
		      number_of(attributes[NFTA_CHAIN_POLICY]) == NF_DROP;
	return firewall_add_chain(reading->firewall, &chain);
}

/* --- rules */

static struct firewall_chain *find_chain(struct firewall *firewall, uint8_t family,
					 struct nlattr **rule)
{
	for (size_t i = 0; i < firewall->count; i++) {
		struct firewall_chain *chain = &firewall->chains[i];

		if (chain->family == family &&
		    !nla_strcmp(rule[NFTA_RULE_TABLE], chain->table) &&
		    !nla_strcmp(rule[NFTA_RULE_CHAIN], chain->name))
			return chain;
	}
	return NULL;
}

/* Of an "immediate" expression: NF_ACCEPT, NF_DROP, a jump (< 0); 1000: no verdict. */
static int32_t verdict_code(struct nlattr *expression)
{
	static const int path[] = {NFTA_EXPR_DATA, NFTA_IMMEDIATE_DATA, NFTA_DATA_VERDICT,
				   NFTA_VERDICT_CODE};
	struct nlattr *at = expression;

	for (size_t i = 0; at && i < ARRAY_SIZE(path); i++)
		at = nla_find(nla_data(at), nla_len(at), path[i]);
	return at ? (int32_t)number_of(at) : 1000;
}

/* Whether the expression neither asks for anything nor decides. */
static bool is_note(struct nlattr *name)
{
	return !nla_strcmp(name, "counter") || !nla_strcmp(name, "log");
}

/* Of a "target", which is iptables' own. */
static bool is_reject(struct nlattr *expression)
{
	struct nlattr *data =
		nla_find(nla_data(expression), nla_len(expression), NFTA_EXPR_DATA);
	struct nlattr *name =
		data ? nla_find(nla_data(data), nla_len(data), NFTA_TARGET_NAME) : NULL;

	return name && !nla_strcmp(name, "REJECT");
}

/* What a rule without any condition decides: NF_ACCEPT, NF_DROP; -1: it has one, or does
 * not decide. */
static int judge_rule(struct nlattr *expressions)
{
	struct nlattr *expression;
	int left;

	nla_for_each_nested (expression, expressions, left) {
		struct nlattr *name = nla_find(nla_data(expression), nla_len(expression),
					       NFTA_EXPR_NAME);
		int32_t code;

		if (!name || is_note(name))
			continue;
		if (!nla_strcmp(name, "reject") ||
		    (!nla_strcmp(name, "target") && is_reject(expression)))
			return NF_DROP;
		code = nla_strcmp(name, "immediate") ? 1000 : verdict_code(expression);
		return code == NF_ACCEPT || code == NF_DROP ? code : -1;
	}
	return -1;
}

static bool read_nft_rule(struct nlmsghdr *part, void *data)
{
	struct firewall_reading *reading = data;
	struct nfgenmsg *header = nlmsg_data(part);
	struct nlattr *rule[NFTA_RULE_MAX + 1], *expressions;
	struct firewall_chain *chain;
	int verdict;

	if (nlmsg_parse(part, sizeof(*header), rule, NFTA_RULE_MAX, NULL) < 0 ||
	    !rule[NFTA_RULE_TABLE] || !rule[NFTA_RULE_CHAIN] ||
	    !rule[NFTA_RULE_EXPRESSIONS])
		return true;
	expressions = rule[NFTA_RULE_EXPRESSIONS];
	chain = find_chain(reading->firewall, header->nfgen_family, rule);
	verdict = chain && !chain->decided ? judge_rule(expressions) : -1;
	if (verdict >= 0) {
		chain->decided = true;
		chain->drops = verdict == NF_DROP;
	}
	return firewall_add_words(reading->firewall, header->nfgen_family,
				  nla_data(expressions), (size_t)nla_len(expressions));
}

/* --- all of them */

static int read_all_of(int type, rtnl_read_part read, struct firewall *ret,
		       struct error *err)
{
	const struct nfgenmsg header = {.nfgen_family = NFPROTO_UNSPEC,
					.version = NFNETLINK_V0};
	_cleanup_(rtnl_message_free) struct nl_msg *question = rtnl_message(
		NFNL_SUBSYS_NFTABLES << 8 | type, NLM_F_DUMP, &header, sizeof(header));
	_cleanup_(rtnl_close) struct nl_sock *socket = NULL;
	struct firewall_reading reading = {.firewall = ret};
	int r;

	if (!question)
		return error_set(err, ENOMEM, "no memory for a message");
	r = rtnl_open_protocol(NETLINK_NETFILTER, &socket, err);
	return r < 0 ? r : rtnl_dump(socket, question, read, &reading, err);
}

int firewall_read(struct firewall *ret, struct error *err)
{
	int r = read_all_of(NFT_MSG_GETCHAIN, read_chain, ret, err);

	return r < 0 ? r : read_all_of(NFT_MSG_GETRULE, read_nft_rule, ret, err);
}
