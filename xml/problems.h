/* problems.h - everything that is wrong with some files, gathered in one run */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/cleanup.h"

struct problems {
	size_t count;
	char *text; /* one line each, "file:line: what is wrong; what would be right\n";
		       NULL: none */
};

/* Adds one line; a line of 0 is left out of it. More than PROBLEMS_MAX are counted, not
 * kept. */
void problems_add(struct problems *problems, const char *file, unsigned line,
		  const char *format, ...) _printf_(4, 5);
void problems_clear(struct problems *problems);

enum { PROBLEMS_MAX = 100 };
