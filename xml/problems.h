/* problems.h - everything that is wrong with some files, collected in one run */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/cleanup.h"

struct problems {
	size_t count;
	char *text; /* one line each, "file:line: what is wrong; what would be right\n";
		       NULL: none */
};

/* Appends one line; without the line number if line is 0. Beyond PROBLEMS_MAX, problems
 * are counted but not kept. */
void problems_add(struct problems *problems, const char *file, unsigned line,
		  const char *format, ...) _printf_(4, 5);
void problems_clear(struct problems *problems);

enum { PROBLEMS_MAX = 100 };
