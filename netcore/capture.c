/* capture.c - the parts of a name that a pattern captures, and where they are used
 *
 * A table has, for each item of the pattern and each character of the text, whether the
 * rest of the text fits the rest of the pattern. It is filled from the end; a walk from
 * the beginning that keeps to it meets all that a capture can be. Both take time by the
 * product of the lengths, whatever the pattern.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/capture.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "netcore/cleanup.h"
#include "netcore/pattern.h"

#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* The place of a capture whose { is at that, with a bound or without. */
static bool read_place(const char *at, bool bounded, struct capture_place *ret)
{
	size_t length, bound = 0;
	const char *behind;

	if (*at != '{' || !strchr(LOWER, at[1]))
		return false;
	length = strspn(at + 1, LOWER DIGITS "_");
	behind = at + 1 + length;
	if (length > CAPTURE_NAME_MAX)
		return false;
	if (bounded && *behind == ':')
		bound = strcspn(behind + 1, "{}");
	if (behind[bound ? bound + 1 : 0] != '}')
		return false;
	*ret = (struct capture_place){.at = at,
				      .end = behind + (bound ? bound + 2 : 1),
				      .name = at + 1,
				      .name_length = (int)length,
				      .bound = bound ? behind + 1 : NULL,
				      .bound_length = (int)bound};
	return true;
}

bool capture_is_number(const struct capture_place *place)
{
	return place->name_length >= 4 && !strncmp(place->name, "vlan", 4);
}

bool capture_find_use(const char *value, struct capture_place *ret)
{
	for (; (value = strchr(value, '{')); value++)
		if (read_place(value, true, ret))
			return true;
	return false;
}

/* --- the items of a pattern */

enum item_kind { ITEM_ONE /* character */, ITEM_STAR, ITEM_CAPTURE };

struct item {
	enum item_kind kind;
	const char *at;
	uint32_t literal; /* ITEM_ONE: the one that it is; 0: it can be several */
	struct capture_place place; /* ITEM_CAPTURE */
};

/* Behind a single item, whatever character it is for. */
static const char *item_end(const char *at)
{
	const char *any = "a", *end = at;

	if (*at == '\\' && !at[1])
		return at + 1;
	pattern_take_item(&end, &any, false);
	return end;
}

static struct item item_read(const char **pattern)
{
	const char *at = *pattern;
	struct item item = {.kind = ITEM_ONE, .at = at};

	if (*at == '*') {
		item.kind = ITEM_STAR;
		*pattern = at + 1;
	} else if (read_place(at, false, &item.place)) {
		item.kind = ITEM_CAPTURE;
		*pattern = item.place.end;
	} else {
		*pattern = item_end(at);
		at += *at == '\\' && at[1];
		if (*item.at != '?' && (*item.at != '[' || *pattern == at + 1))
			item.literal = pattern_take_character(&at, false);
	}
	return item;
}

/* Nearly all patterns have none, and a policy may have thousands of them. */
static bool may_capture(const char *pattern)
{
	return strchr(pattern, '{');
}

bool capture_find(const char *pattern, struct capture_place *ret)
{
	if (!may_capture(pattern))
		return false;
	while (*pattern) {
		struct item item = item_read(&pattern);

		if (item.kind != ITEM_CAPTURE)
			continue;
		*ret = item.place;
		return true;
	}
	return false;
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* What is wrong with two items that are side by side. */
static const char *doubt_between(const struct item *item, const struct item *other)
{
	if (other->kind == ITEM_CAPTURE)
		return "is beside another capture; put a character between them";
	if (other->kind == ITEM_STAR && !capture_is_number(&item->place))
		return "is beside a *, so that it could be any part of a name; put a "
		       "character between them";
	if (is_digit(other->literal) && capture_is_number(&item->place))
		return "is beside a digit, which would be a part of its number; remove "
		       "the digit";
	return NULL;
}

const char *capture_doubt(const char *pattern, struct capture_place *ret)
{
	struct item before = {};
	const char *doubt = NULL;

	if (!may_capture(pattern))
		return NULL;
	while (*pattern && !doubt) {
		struct item item = item_read(&pattern);

		if (item.kind == ITEM_CAPTURE) {
			*ret = item.place;
			doubt = doubt_between(&item, &before);
		} else if (before.kind == ITEM_CAPTURE) {
			doubt = doubt_between(&before, &item);
		}
		before = item;
	}
	return doubt;
}

/* --- a text in the light of a pattern */

struct character {
	const char *at;
	uint32_t point;
};

struct reading {
	struct item *items;
	size_t item_count;
	struct character *text; /* and its end */
	size_t length;          /* characters */
	bool strict;            /* a capture is only what capture.h says */
	bool *rest_fits;        /* [item][character] */
};

static void reading_clear(struct reading *reading)
{
	free(reading->items);
	free(reading->text);
	free(reading->rest_fits);
}

static bool *rest_row(const struct reading *reading, size_t item)
{
	return reading->rest_fits + item * (reading->length + 1);
}

static bool item_takes(const struct item *item, const struct character *c)
{
	const char *pattern = item->at, *text = c->at;

	return pattern_take_item(&pattern, &text, false);
}

/* Whether the capture can have that character in it. */
static bool may_hold(const struct reading *reading, size_t i, uint32_t c)
{
	const struct item *item = &reading->items[i];

	if (capture_is_number(&item->place))
		return is_digit(c);
	if (!reading->strict)
		return true;
	return (i == 0 || item[-1].literal != c) &&
	       (i + 1 == reading->item_count || item[1].literal != c);
}

/* Whether the capture can begin or end between that character and the one before. */
static bool may_border(const struct reading *reading, size_t i, size_t at)
{
	const struct character *c = &reading->text[at];

	return !reading->strict || !capture_is_number(&reading->items[i].place) ||
	       at == 0 || at == reading->length || !is_digit(c[-1].point) ||
	       !is_digit(c->point);
}

static void fill_row(const struct reading *reading, size_t i)
{
	const struct item *item = &reading->items[i];
	const bool *next = rest_row(reading, i + 1);
	bool *row = rest_row(reading, i), inside = false;

	row[reading->length] = item->kind == ITEM_STAR && next[reading->length];
	for (size_t at = reading->length; at-- > 0;)
		switch (item->kind) {
		case ITEM_ONE:
			row[at] = next[at + 1] && item_takes(item, &reading->text[at]);
			break;
		case ITEM_STAR:
			row[at] = next[at] || row[at + 1];
			break;
		case ITEM_CAPTURE:
			inside = inside ||
				 (next[at + 1] && may_border(reading, i, at + 1));
			inside = inside && may_hold(reading, i, reading->text[at].point);
			row[at] = inside && may_border(reading, i, at);
			break;
		}
}

static bool fill_table(struct reading *reading, bool strict)
{
	reading->strict = strict;
	memset(rest_row(reading, reading->item_count), 0, reading->length + 1);
	rest_row(reading, reading->item_count)[reading->length] = true;
	for (size_t i = reading->item_count; i-- > 0;)
		fill_row(reading, i);
	return reading->rest_fits[0];
}

static int reading_start(const char *pattern, const char *text, struct reading *reading)
{
	reading->items = calloc(strlen(pattern) + 1, sizeof(*reading->items));
	reading->text = calloc(strlen(text) + 1, sizeof(*reading->text));
	if (!reading->items || !reading->text)
		return -ENOMEM;
	while (*pattern)
		reading->items[reading->item_count++] = item_read(&pattern);
	while (*text) {
		struct character *c = &reading->text[reading->length++];

		c->at = text;
		c->point = pattern_take_character(&text, false);
	}
	reading->text[reading->length].at = text;
	reading->rest_fits = calloc(reading->item_count + 1, reading->length + 1);
	return reading->rest_fits ? 0 : -ENOMEM;
}

bool capture_fits(const char *pattern, const char *text)
{
	_cleanup_(reading_clear) struct reading reading = {};

	return reading_start(pattern, text, &reading) < 0 || fill_table(&reading, false);
}

/* --- what the captures are */

/* The capture may be that; false: it may be something else, too. */
static bool put_capture(const struct character *begin, const struct character *end,
			struct capture *capture)
{
	int length = (int)(end->at - begin->at);

	if (capture->text)
		return length == capture->length &&
		       !memcmp(begin->at, capture->text, (size_t)length);
	capture->text = begin->at;
	capture->length = length;
	return true;
}

/* From each place where the capture can begin to each where it can end. */
static int walk_capture(const struct reading *reading, size_t i, const bool *here,
			bool *there, struct capture *capture)
{
	const bool *row = rest_row(reading, i), *next = rest_row(reading, i + 1);
	const struct character *text = reading->text;

	for (size_t from = 0; from < reading->length; from++)
		for (size_t to = from; here[from] && row[from] && to < reading->length &&
				       may_hold(reading, i, text[to].point);
		     to++) {
			if (!next[to + 1] || !may_border(reading, i, to + 1))
				continue;
			there[to + 1] = true;
			if (!put_capture(&text[from], &text[to + 1], capture))
				return -EDOM;
		}
	return 0;
}

static void walk_other(const struct reading *reading, const struct item *item,
		       const bool *here, bool *there)
{
	there[0] = item->kind == ITEM_STAR && here[0];
	for (size_t at = 0; at < reading->length; at++)
		there[at + 1] =
			item->kind == ITEM_STAR
				? here[at + 1] || there[at]
				: here[at] && item_takes(item, &reading->text[at]);
}

static int walk_items(const struct reading *reading, bool *here, bool *there,
		      struct captures *captures, struct capture_place *ret_doubt)
{
	here[0] = true;
	for (size_t i = 0; i < reading->item_count; i++) {
		const struct item *item = &reading->items[i];
		bool *was = here;

		memset(there, 0, reading->length + 1);
		if (item->kind != ITEM_CAPTURE) {
			walk_other(reading, item, here, there);
		} else {
			struct capture *capture = &captures->all[captures->count];

			if (captures->count == CAPTURES_MAX)
				return -E2BIG;
			*ret_doubt = item->place;
			*capture =
				(struct capture){.name = item->place.name,
						 .name_length = item->place.name_length,
						 .from = reading->text[0].at};
			if (walk_capture(reading, i, here, there, capture) < 0)
				return -EDOM;
			captures->count++;
		}
		here = there;
		there = was;
	}
	return 0;
}

int capture_read(const char *pattern, const char *text, struct captures *captures,
		 struct capture_place *ret_doubt)
{
	_cleanup_(reading_clear) struct reading reading = {};
	_cleanup_(cleanup_free) bool *here = NULL, *there = NULL;
	int r = reading_start(pattern, text, &reading);

	if (r < 0)
		return r;
	here = calloc(reading.length + 1, sizeof(*here));
	there = calloc(reading.length + 1, sizeof(*there));
	if (!here || !there)
		return -ENOMEM;
	capture_find(pattern, ret_doubt);
	if (!fill_table(&reading, true))
		return -EDOM;
	return walk_items(&reading, here, there, captures, ret_doubt);
}

const struct capture *captures_get(const struct captures *captures,
				   const struct capture_place *use)
{
	for (size_t i = 0; i < captures->count; i++) {
		const struct capture *capture = &captures->all[i];

		if (capture->name_length == use->name_length &&
		    !memcmp(capture->name, use->name, (size_t)use->name_length))
			return capture;
	}
	return NULL;
}
