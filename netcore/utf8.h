/* utf8.h - characters of UTF-8, in texts that may hold any bytes */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Length in bytes of the character at text; 0: there is none. What counts are XML's
 * characters, and the control characters. */
size_t utf8_read(const char *text, uint32_t *ret_point);

/* Copies text into ret (size bytes). A byte that is not UTF-8, and a character that XML
 * does not allow, becomes U+FFFD; what does not fit is cut before a character. */
void utf8_mend(const char *text, char *ret, size_t size);
