/* capture.h - the parts of a name that a pattern captures, and where they are used
 *
 *	{vlan}, {vlan2}, …	a whole number: no digit is beside it
 *	{tenant}, …		text, without the characters that the pattern has beside
 *it
 *
 * A name begins with a letter; those that begin with "vlan" are numbers. Any other { is a
 * plain character, and so is \{.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { CAPTURES_MAX = 8, CAPTURE_NAME_MAX = 15 };

struct capture {
	const char *name;
	const char *text; /* in from, the whole name */
	int name_length, length;
	const char *from;
};

struct captures {
	struct capture all[CAPTURES_MAX];
	size_t count;
};

/* Where a pattern captures, or a value uses, a part of a name. */
struct capture_place {
	const char *at, *end; /* from its { to behind its } */
	const char *name;
	int name_length;
	const char *bound; /* of a use, {vlan:100-199}, else NULL */
	int bound_length;
};

/* The first one in a pattern; false: there is none. */
bool capture_find(const char *pattern, struct capture_place *ret);

/* The first one in a value, {name} or {name:bound}, in which no character is quoted. */
bool capture_find_use(const char *value, struct capture_place *ret);

bool capture_is_number(const struct capture_place *place);

/* Why a pattern's captures could never be told for certain, for "{x} …"; NULL: they can.
 */
const char *capture_doubt(const char *pattern, struct capture_place *ret);

/* Whether the text fits a pattern that captures, if each could be any text, or any
 * digits. Out of memory: it is said to. */
bool capture_fits(const char *pattern, const char *text);

/* Appends what the pattern captures of a text that fits. Where a capture could be two
 * different texts, or none by the rules above, none of them is certain: -EDOM, with its
 * place. -ENOMEM, or -E2BIG for more than CAPTURES_MAX. */
int capture_read(const char *pattern, const char *text, struct captures *captures,
		 struct capture_place *ret_doubt);

/* The one of that use; NULL: there is none. */
const struct capture *captures_get(const struct captures *captures,
				   const struct capture_place *use);
