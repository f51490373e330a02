/* cases.h - test cases that are files: each input with what it has to give beside it */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "netcore/cleanup.h"

/* The whole file, with a NUL behind it; to be freed. */
static inline char *case_read(const char *path, size_t *length)
{
	_cleanup_(cleanup_file) FILE *file = fopen(path, "re");
	size_t room = 1 << 20;
	char *text = malloc(room);

	if (!file || !text)
		fail_msg("%s cannot be opened", path);
	*length = fread(text, 1, room, file);
	assert_true(*length < room);
	text[*length] = '\0';
	return text;
}

/* Holds what has come out to the file beside the input, whose .xml is replaced by suffix.
 * With UPDATE_CASES in the environment, writes that file instead. */
static inline void case_compare(const char *input, const char *suffix, const char *got)
{
	_cleanup_(cleanup_free) char *want = NULL;
	char path[256];
	size_t length;

	snprintf(path, sizeof(path), "%.*s%s", (int)(strlen(input) - strlen(".xml")),
		 input, suffix);
	if (getenv("UPDATE_CASES")) {
		_cleanup_(cleanup_file) FILE *file = fopen(path, "we");

		assert_non_null(file);
		fputs(got, file);
		return;
	}
	want = case_read(path, &length);
	if (strcmp(got, want) != 0)
		fail_msg("%s: got\n%s\ninstead of\n%s", path, got, want);
}

/* Calls check with every file that the pattern finds, of which there has to be one. */
static inline void cases_each(const char *pattern, void (*check)(const char *path))
{
	glob_t found;

	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		check(found.gl_pathv[i]);
	globfree(&found);
}
