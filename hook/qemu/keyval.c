/* keyval.c - QEMU's KEY=VALUE,… syntax */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/qemu/keyval.h"

#include <string.h>

/* Ends the value that begins there, in place. Returns where the next pair begins. */
static char *end_value(char *value)
{
	char *to = value;

	for (; *value; *to++ = *value++)
		if (*value == ',' && *++value != ',')
			break;
	*to = '\0';
	return value;
}

bool keyval_next(char **text, const char *implied, struct keyval *ret)
{
	char *begin = *text, *end = begin + strcspn(begin, "=,");

	if (!*begin)
		return false;
	if (*end == '=') {
		*end++ = '\0';
		*ret = (struct keyval){begin, end};
		*text = end_value(end);
	} else if (implied) {
		*ret = (struct keyval){implied, begin};
		*text = end_value(begin);
	} else {
		*ret = (struct keyval){begin, "on"};
		*text = *end ? end + 1 : end;
		*end = '\0';
	}
	return true;
}
