/* program.h - what the programs share: usage, a time limit, the line that reports a
 * failure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"

struct program {
	const char *prefix; /* of its lines on stderr */
	const char *usage;  /* lines, the first without "usage: " */
	int status;         /* its exit status when it fails */
	int priority;       /* of its lines in syslog; 0: they do not go there */
};

/* Before anything else: what the caller has closed of stdin, stdout and stderr is opened,
 * so that no socket or file of ours is taken for one. Writing to it fails. */
void program_open_streams(void);

/* For wrong usage, which argument (may be NULL) is part of: prints the usage on stderr
 * and returns 2. Where that argument is --help or -h, prints it on stdout and returns 0.
 */
int program_usage(const struct program *program, const char *argument);

/* Writes err to stderr and to syslog. Returns the program's exit status. */
int program_fail(const struct program *program, const struct error *err);

/* What main returns in the end: of a failure (r < 0), as program_fail(); else 0. */
int program_end(const struct program *program, int r, const struct error *err);

/* Ends the process in 5 s from now as program_fail() does; the text names what is then
 * unfinished. Where a library ends it before program_end() or program_fail(), that has
 * this program's status, too; so has a crash where that status is 0. Once per process. */
void program_limit_time(const struct program *program, const char *format, ...)
	_printf_(2, 3);
