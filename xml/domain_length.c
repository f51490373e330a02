/* domain_length.c - where the first of several documents in a file ends */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/domain_length.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "xml/reader.h"

struct root {
	unsigned depth; /* elements that are open */
	size_t end;     /* behind the root element; 0: it is open yet */
};

static void count_start(struct reader *reader, void *data, const char *name)
{
	(void)reader, (void)name;
	((struct root *)data)->depth++;
}

static void pass_text(struct reader *reader, void *data, const char *text, size_t length)
{
	(void)reader, (void)data, (void)text, (void)length;
}

static void count_end(struct reader *reader, void *data)
{
	struct root *root = data;

	if (--root->depth == 0)
		root->end = reader_offset(reader);
}

/* length where the root element does not end. */
static size_t root_end(const char *text, size_t length)
{
	static const struct reader_events counting = {count_start, pass_text, count_end};
	struct root root = {};
	struct error ignored;
	unsigned line;

	reader_read(-1, text, length, &counting, &root, &line, &ignored);
	return root.end && root.end <= length ? root.end : length;
}

/* Behind the white space and comments that begin there. */
static const char *skip_between(const char *text, const char *end)
{
	for (;;) {
		const char *close;

		while (text < end && isspace((unsigned char)*text))
			text++;
		if (end - text < 4 || memcmp(text, "<!--", 4) != 0)
			return text;
		close = memmem(text, (size_t)(end - text), "-->", 3);
		if (!close)
			return text;
		text = close + 3;
	}
}

static bool begins(const char *text, const char *end, const char *word)
{
	size_t length = strlen(word);

	return (size_t)(end - text) >= length && !memcmp(text, word, length);
}

size_t domain_length(const char *text, size_t length)
{
	const char *end = text + length;
	const char *next = skip_between(text + root_end(text, length), end);

	if (begins(next, end, "<domain") || begins(next, end, "<?xml"))
		return (size_t)(next - text);
	return length;
}
