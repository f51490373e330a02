/* filter_table.c - the filter of a TAP in the kernel: read back, and put in place
 *
 * Read back by the comments of its rules: they say who may send, and the table has to
 * have exactly the rules that would be made of that, in their order, on the TAP's hook.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/kernel/filter_table.h"

#include <errno.h>
#include <linux/netfilter.h>
#include <string.h>

#include "netcore/kernel/filter_text.h"
#include "netcore/kernel/nft.h"

static int list_filter(const char *tap, struct nft_table *ret, struct error *err)
{
	char name[FILTER_TABLE_TEXT];

	filter_table_name(tap, name);
	if (nft_lacks_table(NFPROTO_NETDEV, name))
		return 0;
	return nft_list("netdev", name, ret, err);
}

static int table_no_memory(struct error *err)
{
	return error_set(err, ENOMEM, "nftables: no memory for a table");
}

/* --- reading back */

static struct filter filter_of_comments(const struct nft_table *table)
{
	struct filter filter = {.known = true, .on = true};

	for (size_t i = 0; i < table->count; i++) {
		const char *rule = table->items[i].text;
		char comment[SENDER_TEXT];
		const char *begin;
		struct sender sender;
		size_t length;

		begin = nft_rule_comment(rule, &length);
		if (!begin || length >= sizeof(comment))
			continue;
		snprintf(comment, sizeof(comment), "%.*s", (int)length, begin);
		if (!strcmp(comment, filter_dhcp_comment))
			filter.guards |= FILTER_GUARD_DHCP;
		else if (!strcmp(comment, filter_ra_comment))
			filter.guards |= FILTER_GUARD_RA;
		else if (sender_read(comment, &sender) == 0)
			filter_add(&filter, &sender);
	}
	return filter;
}

static bool item_equal(const struct nft_item *a, const struct nft_item *b)
{
	size_t length = 0, other = 0;
	const char *comment = nft_rule_comment(a->text, &length);
	const char *expected = nft_rule_comment(b->text, &other);

	if (a->kind != b->kind || strcmp(a->owner, b->owner) != 0)
		return false;
	if (a->kind != NFT_RULE)
		return !strcmp(a->text, b->text);
	return comment && expected && length == other &&
	       !memcmp(comment, expected, length);
}

static bool tables_equal(const struct nft_table *a, const struct nft_table *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!item_equal(&a->items[i], &b->items[i]))
			return false;
	return true;
}

int filter_table_look(const struct link_ref *tap, struct filter *ret, struct error *err)
{
	_cleanup_(nft_table_clear) struct nft_table table = {}, expected = {};
	struct filter filter = {.known = true};
	int r = list_filter(tap->name, &table, err);

	if (r < 0)
		return r;
	if (r > 0)
		filter = filter_of_comments(&table);
	if (r > 0 && nft_table_read(filter_text(tap, &filter), &expected) < 0)
		return table_no_memory(err);
	*ret = r > 0 && tables_equal(&table, &expected) ? filter
							: (struct filter){.known = true};
	return 0;
}

/* --- putting it in place */

/* Whether the last step on the filter itself takes it away. */
static bool ends_off(const struct step *steps, size_t count)
{
	while (count > 0 && steps[count - 1].kind != STEP_FILTER)
		count--;
	return count > 0 && !steps[count - 1].to.set;
}

static int refuse_name(const struct link_ref *tap, struct error *err)
{
	const char *wild = strpbrk(tap->name, "\"*\\");

	if (!wild)
		return 0;
	return error_set(
		err, EINVAL,
		"nftables cannot hook a device with %c in its name; give the TAP "
		"another one",
		*wild);
}

/* A table that is there already is replaced. */
static int put_table(const struct link_ref *tap, const struct filter *filter,
		     struct error *err)
{
	_cleanup_(cleanup_free) char *commands = NULL, *table = NULL;
	char name[FILTER_TABLE_TEXT];

	filter_table_name(tap->name, name);
	table = filter->on ? filter_text(tap, filter) : strdup("");
	if (!table ||
	    asprintf(&commands, "add table netdev %s\ndelete table netdev %s\n%s", name,
		     name, table) < 0)
		return table_no_memory(err);
	return nft_run(commands, err);
}

/* Whether a comment says so; broken by others, it may have none. */
static bool says_owner(const struct nft_table *table, const struct link_ref *tap,
		       bool otherwise)
{
	char owner[FILTER_OWNER_TEXT];

	filter_owner(tap, owner);
	for (size_t i = 0; i < table->count; i++)
		if (table->items[i].kind == NFT_OTHER &&
		    !strncmp(table->items[i].text, "comment ", strlen("comment ")))
			return !strcmp(table->items[i].text, owner);
	return otherwise;
}

/* Not that of another TAP, which has had the name since. */
static int remove_table(const struct link_ref *tap, struct error *err)
{
	_cleanup_(nft_table_clear) struct nft_table table = {};
	int r = list_filter(tap->name, &table, err);

	if (r <= 0 || !says_owner(&table, tap, true))
		return r < 0 ? r : 0;
	return put_table(tap, &(struct filter){}, err);
}

int filter_table_forget(const struct link_ref *tap, struct error *err)
{
	_cleanup_(nft_table_clear) struct nft_table table = {};
	int r = list_filter(tap->name, &table, err);

	if (r <= 0 || says_owner(&table, tap, false))
		return r < 0 ? r : 0;
	return put_table(tap, &(struct filter){}, err);
}

int filter_table_change(const struct step *steps, size_t count, struct error *err)
{
	bool anew = steps->kind == STEP_FILTER && !steps->from.set;
	struct link link = {.filter.known = true};
	int r;

	if (ends_off(steps, count))
		return remove_table(&steps->dev, err);
	r = refuse_name(&steps->dev, err);
	if (r < 0)
		return r;
	r = anew ? 0 : filter_table_look(&steps->dev, &link.filter, err);
	if (r < 0)
		return r;
	for (size_t i = 0; i < count; i++)
		step_simulate(&steps[i], &link);
	if (link.filter.on)
		return put_table(&steps->dev, &link.filter, err);
	return error_set(err, ENOENT,
			 "its table of nftables is gone; put it back (onebridge sync)");
}
