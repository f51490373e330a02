/* pattern.h - shell patterns, whose characters are those of UTF-8 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Whether the whole text fits a pattern of *, ?, […], [!…], [a-z], [[:digit:]], and
 * \ before a character. A character is one of UTF-8's, whatever the locale (glibc's
 * fnmatch() takes bytes, in a bracket even in C.UTF-8); a byte that is none is one by
 * itself. any_case: ASCII letters alone. */
bool pattern_fits(const char *pattern, const char *text, bool any_case);

/* The character at *text, behind which *text goes; a byte that is none is above all of
 * Unicode's. */
uint32_t pattern_take_character(const char **text, bool any_case);

/* One character of the text against one item of the pattern, which is no *: both go
 * behind it. */
bool pattern_take_item(const char **pattern, const char **text, bool any_case);
