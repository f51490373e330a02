/* option.c - reads, prints and compares the values of options */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/option.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "netcore/cleanup.h"
#include "netcore/text.h"

const struct link_option *option_find(const struct option_table *table, const char *name)
{
	for (size_t i = 0; i < table->count; i++)
		if (!strcmp(table->rows[i].name, name) ||
		    (table->rows[i].alias && !strcmp(table->rows[i].alias, name)))
			return &table->rows[i];
	return NULL;
}

static bool is_of(const struct option_table *table, const struct link_option *option)
{
	return option >= table->rows && option < table->rows + table->count;
}

size_t option_index(const struct link_option *option)
{
	static const struct option_table *const tables[] = {&port_options, &vlan_options,
							    &bridge_options};

	for (size_t i = 0; i < ARRAY_SIZE(tables); i++)
		if (is_of(tables[i], option))
			return (size_t)(option - tables[i]->rows);
	return (size_t)(option - ip_settings.rows);
}

bool option_is_flag(const struct link_option *option)
{
	return option->type == OPTION_FLAG || option->type == OPTION_FLAG32 ||
	       option->type == OPTION_BIT;
}

bool option_is_time(const struct link_option *option)
{
	return option->type == OPTION_TIME || option->type == OPTION_TIME64;
}

bool option_same(const struct link_option *option, uint64_t a, uint64_t b)
{
	return a == b || (option_is_time(option) && (a + 1 == b || b + 1 == a));
}

/* Seconds with at most two decimals, as the hundredths that the kernel counts. */
static int read_time(const char *text, uint64_t *ret)
{
	size_t whole = strcspn(text, "."), decimals = 0;
	char digits[16];
	uint32_t seconds, hundredths = 0;

	if (text[whole])
		decimals = strlen(text + whole + 1);
	if (whole >= sizeof(digits) || decimals > 2 || (text[whole] && !decimals))
		return -EINVAL;
	snprintf(digits, sizeof(digits), "%.*s", (int)whole, text);
	if (text_read_number(digits, 0, UINT32_MAX, &seconds) < 0 ||
	    (decimals && text_read_number(text + whole + 1, 0, 99, &hundredths) < 0))
		return -EINVAL;
	*ret = (uint64_t)seconds * 100 + (decimals == 1 ? hundredths * 10 : hundredths);
	return 0;
}

static int read_mac(const char *text, uint64_t *ret)
{
	uint8_t mac[MAC_BYTES];
	uint64_t number = 0;

	if (text_read_mac(text, mac) < 0)
		return -EINVAL;
	for (size_t i = 0; i < MAC_BYTES; i++)
		number = number << 8 | mac[i];
	*ret = number;
	return 0;
}

struct option_word {
	uint16_t number;
	const char *word;
};

/* Of linux/if_ether.h, and of linux/if_bridge.h. */
static const struct option_word protocols[] = {{0x8100, "802.1Q"},
					       {0x88a8, "802.1ad"},
					       {}},
				states[] = {{0, "disabled"}, {1, "listening"},
					    {2, "learning"}, {3, "forwarding"},
					    {4, "blocking"}, {}};

/* NULL: it is not a word. */
static const struct option_word *words_of(const struct link_option *option)
{
	if (option->type == OPTION_PROTOCOL)
		return protocols;
	return option->type == OPTION_STATE ? states : NULL;
}

const char *option_word(const struct link_option *option, size_t index)
{
	const struct option_word *words = words_of(option);

	return words ? words[index].word : NULL;
}

static int read_one_of(const struct option_word *word, const char *text, uint64_t *ret)
{
	for (; word->word; word++)
		if (!strcmp(word->word, text)) {
			*ret = word->number;
			return 0;
		}
	return -EINVAL;
}

static int read_flag(const char *text, uint64_t *ret)
{
	bool yes;
	int r = text_read_bool(text, &yes);

	if (r < 0)
		return r;
	*ret = yes;
	return 0;
}

static int read_number(const char *text, uint64_t *ret)
{
	uint32_t number;
	int r = text_read_number(text, 0, UINT32_MAX, &number);

	if (r < 0)
		return r;
	*ret = number;
	return 0;
}

int option_read_any(const struct link_option *option, const char *text, uint64_t *ret)
{
	uint64_t value = 0;
	int r;

	if (option_is_flag(option))
		r = read_flag(text, &value);
	else if (option_is_time(option))
		r = read_time(text, &value);
	else if (option->type == OPTION_MAC)
		r = read_mac(text, &value);
	else if (words_of(option))
		r = read_one_of(words_of(option), text, &value);
	else
		r = read_number(text, &value);
	if (r < 0)
		return r;
	*ret = value;
	return 0;
}

int option_read(const struct link_option *option, const char *text, uint64_t *ret)
{
	uint64_t value;
	int r = option_read_any(option, text, &value);

	if (r < 0 || value < option->min || value > option->max)
		return -EINVAL;
	*ret = value;
	return 0;
}

static void print_time(uint64_t value, char *ret, size_t size)
{
	uint64_t seconds = value / 100, hundredths = value % 100;

	if (hundredths % 10)
		snprintf(ret, size, "%" PRIu64 ".%02" PRIu64, seconds, hundredths);
	else if (hundredths)
		snprintf(ret, size, "%" PRIu64 ".%" PRIu64, seconds, hundredths / 10);
	else
		snprintf(ret, size, "%" PRIu64, seconds);
}

static void print_mac(uint64_t value, char *ret, size_t size)
{
	uint8_t mac[MAC_BYTES];
	char text[MAC_TEXT];

	for (size_t i = MAC_BYTES; i-- > 0; value >>= 8)
		mac[i] = (uint8_t)value;
	text_print_mac(mac, text);
	snprintf(ret, size, "%s", text);
}

static void print_word(const struct option_word *word, uint64_t value, char *ret,
		       size_t size)
{
	while (word[1].word && word->number != value)
		word++;
	snprintf(ret, size, "%s", word->word);
}

void option_print(const struct link_option *option, uint64_t value, char *ret,
		  size_t size)
{
	if (option_is_flag(option))
		snprintf(ret, size, "%s", value ? "on" : "off");
	else if (option_is_time(option))
		print_time(value, ret, size);
	else if (option->type == OPTION_MAC)
		print_mac(value, ret, size);
	else if (words_of(option))
		print_word(words_of(option), value, ret, size);
	else
		snprintf(ret, size, "%" PRIu64, value);
}

static void list_words(const struct option_word *word, char *ret, size_t size)
{
	size_t used = 0;

	for (; word->word && used < size; word++) {
		const char *after = !word[1].word ? "" : word[2].word ? ", " : " or ";

		used += (size_t)snprintf(ret + used, size - used, "%s%s", word->word,
					 after);
	}
}

void option_expects(const struct link_option *option, char *ret, size_t size)
{
	char min[OPTION_TEXT], max[OPTION_TEXT];

	option_print(option, option->min, min, sizeof(min));
	option_print(option, option->max, max, sizeof(max));
	if (option_is_flag(option))
		snprintf(ret, size, "yes or no");
	else if (option->type == OPTION_MAC)
		snprintf(ret, size, "a MAC address (six pairs of hex digits)");
	else if (words_of(option))
		list_words(words_of(option), ret, size);
	else if (option->type == OPTION_DEVICE)
		snprintf(ret, size, "a device name");
	else if (option_is_time(option))
		snprintf(ret, size, "%s to %s seconds, with at most two decimals", min,
			 max);
	else
		snprintf(ret, size, "a number from %s to %s", min, max);
}

struct option_values option_values_initial(const struct option_table *table)
{
	struct option_values values = {};

	for (size_t i = 0; i < table->count; i++)
		option_values_set(&values, i, table->rows[i].initial);
	return values;
}

struct option_values option_values_antispoof(void)
{
	struct option_values values = {};

	option_values_set(&values, PORT_learning, false);
	option_values_set(&values, PORT_locked, true);
	option_values_set(&values, PORT_mab, false);
	return values;
}
