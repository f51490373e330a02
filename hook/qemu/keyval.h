/* keyval.h - QEMU's KEY=VALUE,… syntax */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>

struct keyval {
	const char *key;
	const char *value;
};

/* Takes the next pair off *text, which is changed: the pair lies in it, each part ended
 * by a NUL. A doubled comma in a value is one comma. A word without '=' is the value of
 * the key implied; where that is NULL, it is a key that is "on". Every text can be read.
 * Returns whether there was a pair. Source: get_opt_name_value() in QEMU's
 * util/qemu-option.c. */
bool keyval_next(char **text, const char *implied, struct keyval *ret);
