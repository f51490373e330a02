/* utf8.c - bytes from outside made fit for JSON and XML */
#include "hook/show/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* By how many bytes a character has: the bits of its first byte, and its least number,
 * for what would do with fewer bytes is no UTF-8. */
static const struct {
	uint8_t mask, bits;
	uint32_t least;
} lengths[] = {
	{},
	{0x80, 0x00, 0},
	{0xe0, 0xc0, 0x80},
	{0xf0, 0xe0, 0x800},
	{0xf8, 0xf0, 0x10000},
};

/* Of XML's Char, but for the control characters, which are for others to show. */
static bool is_character(uint32_t number)
{
	return number <= 0x10ffff && (number < 0xd800 || number > 0xdfff) &&
	       number != 0xfffe && number != 0xffff;
}

/* How many bytes the character at text has; 0: it is none. */
static size_t character_length(const unsigned char *text)
{
	for (size_t length = 1; length < sizeof(lengths) / sizeof(*lengths); length++) {
		uint32_t number = text[0] & (uint8_t)~lengths[length].mask;

		if ((text[0] & lengths[length].mask) != lengths[length].bits)
			continue;
		for (size_t i = 1; i < length; i++) {
			if ((text[i] & 0xc0) != 0x80)
				return 0;
			number = number << 6 | (text[i] & 0x3f);
		}
		return number >= lengths[length].least && is_character(number) ? length
									       : 0;
	}
	return 0;
}

void utf8_mend(const char *text, char *ret, size_t size)
{
	static const char replacement[] = "\xef\xbf\xbd";
	size_t used = 0;

	while (*text) {
		size_t length = character_length((const unsigned char *)text);
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
