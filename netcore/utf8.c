/* utf8.c - characters of UTF-8, in texts that may hold any bytes */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/utf8.h"

#include <stdbool.h>
#include <string.h>

#include "netcore/cleanup.h"

/* By the length of a character: the bits of its first byte, and its least code point, for
 * a longer form of a smaller one is not UTF-8. */
static const struct {
	uint8_t mask, bits;
	uint32_t least;
} utf8_forms[] = {
	{},
	{0x80, 0x00, 0},
	{0xe0, 0xc0, 0x80},
	{0xf0, 0xe0, 0x800},
	{0xf8, 0xf0, 0x10000},
};

/* XML's Char, and the control characters. */
static bool is_character(uint32_t point)
{
	return point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) &&
	       point != 0xfffe && point != 0xffff;
}

size_t utf8_read(const char *text, uint32_t *ret_point)
{
	uint8_t first = (uint8_t)text[0];
	size_t length = 1;
	uint32_t point;

	while (length < ARRAY_SIZE(utf8_forms) &&
	       (first & utf8_forms[length].mask) != utf8_forms[length].bits)
		length++;
	if (length == ARRAY_SIZE(utf8_forms))
		return 0;
	point = first & (uint8_t)~utf8_forms[length].mask;
	for (size_t i = 1; i < length; i++) {
		if (((uint8_t)text[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | ((uint8_t)text[i] & 0x3f);
	}
	if (point < utf8_forms[length].least || !is_character(point))
		return 0;
	*ret_point = point;
	return length;
}

void utf8_mend(const char *text, char *ret, size_t size)
{
	static const char replacement[] = "\xef\xbf\xbd";
	size_t used = 0;

	while (*text) {
		uint32_t point;
		size_t length = utf8_read(text, &point);
		const char *from = length ? text : replacement;
		size_t bytes = length ? length : strlen(replacement);

		if (used + bytes >= size)
			break;
		memcpy(ret + used, from, bytes);
		used += bytes;
		text += length ? length : 1;
	}
	ret[used] = '\0';
}
