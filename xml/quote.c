/* quote.c - words in messages: shortened, listed, and the one that was meant */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/quote.h"

#include <stdio.h>
#include <string.h>

#include "netcore/cleanup.h"

struct quote quote_text(const char *text)
{
	const size_t most = sizeof(((struct quote *)0)->text) - sizeof("…");
	struct quote quote;
	size_t length = strnlen(text, sizeof(quote.text));

	if (length < sizeof(quote.text)) {
		memcpy(quote.text, text, length + 1);
		return quote;
	}
	/* Not within a character, whose further bytes are 10xxxxxx in UTF-8. */
	for (length = most; length > 0 && (text[length] & 0xc0) == 0x80;)
		length--;
	memcpy(quote.text, text, length);
	memcpy(quote.text + length, "…", sizeof("…"));
	return quote;
}

enum { WORD_MAX = 32 };

static unsigned least(unsigned a, unsigned b, unsigned c)
{
	unsigned ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* How many letters must be inserted, deleted or replaced to turn a word into another
 * (Levenshtein); WORD_MAX for words that are longer than that. */
static unsigned word_distance(const char *from, const char *to)
{
	unsigned row[WORD_MAX + 1];
	size_t width = strlen(to);

	if (width > WORD_MAX || strnlen(from, WORD_MAX + 1) > WORD_MAX)
		return WORD_MAX;
	for (unsigned i = 0; i <= width; i++)
		row[i] = i;
	for (; *from; from++) {
		unsigned diagonal = row[0]++;

		for (size_t i = 1; i <= width; i++) {
			unsigned above = row[i];

			row[i] = least(above + 1, row[i - 1] + 1,
				       diagonal + (*from != to[i - 1]));
			diagonal = above;
		}
	}
	return row[width];
}

void words_add(struct words *words, const char *word)
{
	size_t room = sizeof(words->list) - words->length;
	const char *comma = words->length ? ", " : "";
	unsigned distance = word_distance(words->wrong, word);

	if (strlen(comma) + strlen(word) < room)
		words->length += (size_t)snprintf(words->list + words->length, room,
						  "%s%s", comma, word);
	if (distance > 2 || distance >= strlen(word))
		return;
	if (!words->nearest || distance < words->distance) {
		words->nearest = word;
		words->distance = distance;
	}
}

struct words_text words_print(const struct words *words)
{
	struct words_text ret;

	if (!words->length)
		snprintf(ret.text, sizeof(ret.text), "none is valid here");
	else if (words->nearest)
		snprintf(ret.text, sizeof(ret.text), "did you mean '%s'? Valid here: %s",
			 words->nearest, words->list);
	else
		snprintf(ret.text, sizeof(ret.text), "valid here: %s", words->list);
	return ret;
}
