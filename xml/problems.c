/* problems.c - everything that is wrong with some files, collected in one run */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/problems.h"

#include <stdarg.h>
#include <string.h>

#include "netcore/text.h"

enum { LINE_MAX_BYTES = 1536 };

static void problems_append(struct problems *problems, const char *line)
{
	size_t had = problems->text ? strlen(problems->text) : 0;
	char *longer = realloc(problems->text, had + strlen(line) + 1);

	if (!longer)
		return;
	strcpy(longer + had, line);
	problems->text = longer;
}

void problems_add(struct problems *problems, const char *file, unsigned line,
		  const char *format, ...)
{
	char raw[LINE_MAX_BYTES], shown[LINE_MAX_BYTES];
	size_t length;
	va_list args;

	if (problems->count++ >= PROBLEMS_MAX)
		return;
	if (line)
		snprintf(raw, sizeof(raw), "%s:%u: ", file, line);
	else
		snprintf(raw, sizeof(raw), "%s: ", file);
	length = strlen(raw);
	va_start(args, format);
	vsnprintf(raw + length, sizeof(raw) - length, format, args);
	va_end(args);
	/* A text that is cut leaves room for the newline. */
	text_show_controls(raw, shown, sizeof(shown) - 1);
	strcat(shown, "\n");
	problems_append(problems, shown);
}

void problems_clear(struct problems *problems)
{
	free(problems->text);
	*problems = (struct problems){};
}
