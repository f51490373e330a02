/* error.c - an error that gathers context on its way up */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/error.h"

#include <stdarg.h>
#include <string.h>

#include "netcore/text.h"

/* What nobody will read. */
static struct error unread;

int error_set(struct error *err, int number, const char *format, ...)
{
	char raw[sizeof(err->text)];
	va_list args;

	err = err ? err : &unread;
	va_start(args, format);
	vsnprintf(raw, sizeof(raw), format, args);
	va_end(args);
	text_show_controls(raw, err->text, sizeof(err->text));
	err->device[0] = '\0';
	err->number = number;
	return -number;
}

int error_within(struct error *err, const char *format, ...)
{
	char raw[sizeof(err->text)], inner[sizeof(err->text)];
	va_list args;
	size_t length;

	err = err ? err : &unread;
	memcpy(inner, err->text, sizeof(inner));
	va_start(args, format);
	vsnprintf(raw, sizeof(raw), format, args);
	va_end(args);
	text_show_controls(raw, err->text, sizeof(err->text));
	length = strlen(err->text);
	snprintf(err->text + length, sizeof(err->text) - length, ": %s", inner);
	return -err->number;
}

void error_name_device(struct error *err, const char *device)
{
	if (err)
		snprintf(err->device, sizeof(err->device), "%s", device);
}
