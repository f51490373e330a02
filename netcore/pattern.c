/* pattern.c - shell patterns, whose characters are those of UTF-8 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/pattern.h"

#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "netcore/cleanup.h"

enum { STRAY_BYTE = 0x110000 /* and the byte: behind all characters */ };

/* How many bytes follow the first; -1: it cannot be the first. */
static int followers(uint8_t first)
{
	if (first < 0x80)
		return 0;
	if (first < 0xc2 || first > 0xf4)
		return -1;
	return first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
}

uint32_t pattern_take_character(const char **text, bool any_case)
{
	uint8_t first = (uint8_t) * (*text)++;
	int more = followers(first);
	uint32_t point = more <= 0 ? first : first & (0x3fU >> more);

	for (int i = 0; i < more; i++) {
		uint8_t byte = (uint8_t)(*text)[i];

		if ((byte & 0xc0) != 0x80)
			return STRAY_BYTE + first;
		point = point << 6 | (byte & 0x3f);
	}
	if (more < 0)
		return STRAY_BYTE + first;
	*text += more;
	return any_case && point < 0x80 ? (uint32_t)tolower((int)point) : point;
}

static const struct {
	const char *name;
	int (*holds)(int c);
} classes[] = {
	{"[:alnum:]", isalnum}, {"[:alpha:]", isalpha}, {"[:blank:]", isblank},
	{"[:cntrl:]", iscntrl}, {"[:digit:]", isdigit}, {"[:graph:]", isgraph},
	{"[:lower:]", islower}, {"[:print:]", isprint}, {"[:punct:]", ispunct},
	{"[:space:]", isspace}, {"[:upper:]", isupper}, {"[:xdigit:]", isxdigit},
};

/* A class at *pattern, behind which *pattern goes, and whether the character is in it. */
static bool take_class(const char **pattern, uint32_t c, bool any_case, bool *ret_holds)
{
	for (size_t i = 0; i < ARRAY_SIZE(classes); i++) {
		size_t length = strlen(classes[i].name);

		if (strncmp(*pattern, classes[i].name, length) != 0)
			continue;
		*pattern += length;
		*ret_holds =
			c < 0x80 && (classes[i].holds((int)c) ||
				     (any_case && classes[i].holds(toupper((int)c))));
		return true;
	}
	return false;
}

static uint32_t take_literal(const char **pattern, bool any_case)
{
	*pattern += **pattern == '\\' && (*pattern)[1];
	return pattern_take_character(pattern, any_case);
}

/* A […] at *pattern, behind which *pattern goes. -1: it has no end, and is a plain [. */
static int take_bracket(const char **pattern, uint32_t c, bool any_case)
{
	const char *at = *pattern + 1;
	bool inverted = *at == '!' || *at == '^', found = false;
	const char *first;

	at += inverted;
	first = at;
	while (*at && (*at != ']' || at == first)) {
		bool holds = false;
		uint32_t low, high;

		if (!take_class(&at, c, any_case, &holds)) {
			low = high = take_literal(&at, any_case);
			if (at[0] == '-' && at[1] && at[1] != ']') {
				at++;
				high = take_literal(&at, any_case);
			}
			holds = low <= c && c <= high;
		}
		found = found || holds;
	}
	if (!*at)
		return -1;
	*pattern = at + 1;
	return found != inverted;
}

bool pattern_take_item(const char **pattern, const char **text, bool any_case)
{
	uint32_t c = pattern_take_character(text, any_case);
	int in_bracket;

	if (**pattern == '?') {
		(*pattern)++;
		return true;
	}
	if (**pattern == '[') {
		in_bracket = take_bracket(pattern, c, any_case);
		if (in_bracket >= 0)
			return in_bracket;
	}
	if (**pattern == '\\' && !(*pattern)[1])
		return false;
	return **pattern && take_literal(pattern, any_case) == c;
}

/* After a mismatch the last * takes one character more. */
bool pattern_fits(const char *pattern, const char *text, bool any_case)
{
	const char *after_star = NULL, *retry = NULL;

	for (;;) {
		const char *next_pattern = pattern, *next_text = text;

		if (*pattern == '*') {
			after_star = ++pattern;
			retry = text;
		} else if (*text &&
			   pattern_take_item(&next_pattern, &next_text, any_case)) {
			pattern = next_pattern;
			text = next_text;
		} else if (!*text && !*pattern) {
			return true;
		} else if (!after_star || !*retry) {
			return false;
		} else {
			pattern_take_character(&retry, any_case);
			pattern = after_star;
			text = retry;
		}
	}
}
