/* silence.c - keeps libxml2 from printing */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/silence.h"

static void silence_drop_error(void *user, xml_error error)
{
	(void)user, (void)error;
}

static void silence_drop_text(void *user, const char *format, ...)
{
	(void)user, (void)format;
}

struct silence silence_begin(void)
{
	struct silence before = {
		.structured = xmlStructuredError,
		.structured_user = xmlStructuredErrorContext,
		.generic = xmlGenericError,
		.generic_user = xmlGenericErrorContext,
	};

	xmlSetStructuredErrorFunc(NULL, silence_drop_error);
	xmlSetGenericErrorFunc(NULL, silence_drop_text);
	return before;
}

void silence_end(const struct silence *before)
{
	xmlSetStructuredErrorFunc(before->structured_user, before->structured);
	xmlSetGenericErrorFunc(before->generic_user, before->generic);
}
