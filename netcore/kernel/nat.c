/* nat.c - source addresses that are translated where they leave the host: an nftables
 * table of our own
 *
 * One chain for all guests, and a set of pairs: the device, and the addresses behind it.
 * Without its rule no element is in force.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/nat.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "netcore/kernel/nft.h"

#define FAMILY  "ip"
#define SET     "guests"
#define CHAIN   "postrouting"
#define COMMENT "guests of onebridge"

enum { NAT_COMMANDS = 640, NAT_ELEMENT = 96 };

/* The whole table each time: it may have been flushed. */
static const char make_table[] =
	"add table " FAMILY " " NAT_TABLE "\n"
	"add set " FAMILY " " NAT_TABLE " " SET
	" { type ifname . ipv4_addr; flags interval; }\n"
	"add chain " FAMILY " " NAT_TABLE " " CHAIN
	" { type nat hook postrouting priority srcnat; policy accept; }\n"
	"flush chain " FAMILY " " NAT_TABLE " " CHAIN "\n"
	"add rule " FAMILY " " NAT_TABLE " " CHAIN " oifname . ip saddr @" SET
	" masquerade comment \"" COMMENT "\"\n";

/* As nft lists it: an address alone without its length. */
static void print_element(const struct ip_entry *entry, char ret[NAT_ELEMENT])
{
	char text[IP_PREFIX_TEXT];

	if (entry->prefix.length == ip_prefix_bits(&entry->prefix))
		ip_prefix_print_address(&entry->prefix, text);
	else
		ip_prefix_print(&entry->prefix, text);
	snprintf(ret, NAT_ELEMENT, "\"%s\" . %s", entry->dev.name, text);
}

int nat_change(const struct step *step, struct error *err)
{
	const struct ip_entry entry = step_ip_entry(step);
	char commands[sizeof(make_table) + NAT_COMMANDS], element[NAT_ELEMENT];
	struct error unknown;
	int r;

	print_element(&entry, element);
	snprintf(commands, sizeof(commands),
		 "%s%s element " FAMILY " " NAT_TABLE " " SET " { %s }\n",
		 step->to.set ? make_table : "", step->to.set ? "add" : "delete",
		 element);
	if (step->to.set)
		return nft_run(commands, err);
	r = nft_run(commands, &unknown);
	if (r == 0 || r == -ENOENT)
		return 0;
	*err = unknown;
	return r;
}

static bool has_rule(const struct nft_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->items[i].kind == NFT_RULE &&
		    nft_rule_is(table->items[i].text, COMMENT))
			return true;
	return false;
}

static bool has_element(const struct nft_table *table, const struct ip_entry *entry)
{
	char element[NAT_ELEMENT];

	print_element(entry, element);
	for (size_t i = 0; i < table->count; i++)
		if (table->items[i].kind == NFT_ELEMENT &&
		    !strcmp(table->items[i].text, element))
			return true;
	return false;
}

int nat_look(const struct ip_entry *keys, size_t count, struct ip_entries *ret,
	     struct error *err)
{
	_cleanup_(nft_table_clear) struct nft_table table = {};
	int r = nft_list(FAMILY, NAT_TABLE, &table, err);

	if (r <= 0 || !has_rule(&table))
		return r < 0 ? r : 0;
	for (size_t i = 0; i < count; i++)
		if (keys[i].what == IP_NAT && has_element(&table, &keys[i]))
			ip_entries_put(ret, &keys[i]);
	return 0;
}

static bool is_empty(const struct nft_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->items[i].kind == NFT_ELEMENT)
			return false;
	return true;
}

int nat_drop(void *self, struct error *err)
{
	_cleanup_(nft_table_clear) struct nft_table table = {};
	int r = nft_list(FAMILY, NAT_TABLE, &table, err);

	if (r <= 0 || !is_empty(&table))
		return r < 0 ? r : 0;
	r = nft_run("delete table " FAMILY " " NAT_TABLE "\n", err);
	return r == -ENOENT ? 0 : r;
}
