/* qemu_argv.h - QEMU's command line, option by option */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* What has yet to be read. */
struct qemu_argv {
	char *at, *end;
};

/* text: size bytes, each argument ended by a NUL, and one more NUL behind them. */
void qemu_argv_begin(char *text, size_t size, struct qemu_argv *ret);

/* The next option, without its dashes, and its argument, NULL if it takes none. What is
 * no option, such as a disk image, is passed over. Returns whether there was one. Source:
 * lookup_opt() in QEMU's system/vl.c, once softmmu/vl.c. */
bool qemu_argv_next(struct qemu_argv *argv, const char **ret_name, char **ret_argument);
