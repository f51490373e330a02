/* utf8.h - bytes from outside made fit for JSON and XML */
#pragma once

#include <stddef.h>

/* Copies text into ret (size bytes). A byte that belongs to no character, and a character
 * that XML does not know, becomes U+FFFD; what does not fit is cut before a character. */
void utf8_mend(const char *text, char *ret, size_t size);
