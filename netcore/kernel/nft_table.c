/* nft_table.c - what nft list table prints, taken apart
 *
 *	table netdev onebridge-tap0 {
 *		set senders {
 *			type ipv4_addr
 *			elements = { 192.0.2.10, 192.0.2.11,
 *				     192.0.2.12 }
 *		}
 *		chain in {
 *			type filter hook ingress device "tap0" priority -500; policy drop;
 *			ip saddr @senders counter packets 0 bytes 0 accept comment "x"
 *		}
 *	}
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "netcore/array.h"
#include "netcore/kernel/nft.h"

void nft_table_clear(struct nft_table *table)
{
	free(table->items);
	free(table->text);
}

static int add_item(struct nft_table *table, enum nft_kind kind, const char *owner,
		    const char *text)
{
	if (!array_grow(&table->items, table->count, sizeof(*table->items)))
		return -ENOMEM;
	table->items[table->count++] =
		(struct nft_item){.kind = kind, .owner = owner, .text = text};
	return 0;
}

/* Where the element ends: at a comma that is not in a comment. */
static char *element_end(char *text)
{
	bool quoted = false;

	for (; *text && (quoted || *text != ','); text++)
		quoted ^= *text == '"';
	return text;
}

static char *trim_white(char *text)
{
	char *end;

	text += strspn(text, " \t\n");
	for (end = text + strlen(text); end > text && strchr(" \t\n", end[-1]); end--)
		;
	*end = '\0';
	return text;
}

/* From behind "elements = {" to the brace, over several lines. Returns where to go on. */
static char *read_elements(struct nft_table *table, const char *owner, char *text)
{
	char *close = strstr(text, " }\n"), *end;

	if (!close)
		return text + strlen(text);
	*close = '\0';
	for (; *text; text = end) {
		end = element_end(text);
		if (*end)
			*end++ = '\0';
		if (add_item(table, NFT_ELEMENT, owner, trim_white(text)) < 0)
			return NULL;
	}
	return close + strlen(" }\n");
}

/* Where in the table we are: within which set or chain. */
struct place {
	const char *owner;
	bool chain;
};

/* A word and what follows: "chain in {", whose name is cut out. */
static bool begins_block(char *line, const char *word, struct place *place)
{
	size_t length = strlen(word);

	if (strncmp(line, word, length) != 0)
		return false;
	line[length + strcspn(line + length, " ")] = '\0';
	*place = (struct place){.owner = line + length, .chain = *word == 'c'};
	return true;
}

static int read_listing_line(struct nft_table *table, char *line, struct place *place)
{
	line = trim_white(line);
	if (!strcmp(line, "}"))
		*place = (struct place){};
	else if (place->owner && place->chain && *line)
		return add_item(table, strncmp(line, "type ", 5) ? NFT_RULE : NFT_CHAIN,
				place->owner, line);
	else if (!place->owner && *line && strncmp(line, "table ", 6) != 0 &&
		 !begins_block(line, "set ", place) &&
		 !begins_block(line, "map ", place) &&
		 !begins_block(line, "chain ", place))
		return add_item(table, NFT_OTHER, "", line);
	return 0;
}

int nft_table_read(char *text, struct nft_table *ret)
{
	static const char elements[] = "\t\telements = {";
	struct nft_table table = {.text = text};
	struct place place = {};
	char *next;

	for (; text && *text; text = next) {
		next = text + strcspn(text, "\n");
		if (place.owner && !strncmp(text, elements, strlen(elements))) {
			next = read_elements(&table, place.owner,
					     text + strlen(elements));
			continue;
		}
		if (*next)
			*next++ = '\0';
		if (read_listing_line(&table, text, &place) < 0)
			next = NULL;
	}
	if (!text) {
		nft_table_clear(&table);
		return -ENOMEM;
	}
	*ret = table;
	return 0;
}

const char *nft_rule_comment(const char *rule, size_t *ret_length)
{
	static const char word[] = "comment \"";
	const char *comment = strstr(rule, word);

	if (!comment)
		return NULL;
	comment += strlen(word);
	*ret_length = strcspn(comment, "\"");
	return comment;
}

bool nft_rule_is(const char *rule, const char *comment)
{
	size_t length;
	const char *has = nft_rule_comment(rule, &length);

	return has && strlen(comment) == length && !memcmp(has, comment, length);
}

uint64_t nft_rule_packets(const char *rule)
{
	static const char word[] = "counter packets ";
	const char *counter = strstr(rule, word);

	return counter ? strtoull(counter + strlen(word), NULL, 10) : 0;
}
