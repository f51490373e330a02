/* uuid.h - UUIDs as text */
#pragma once

#include <stdbool.h>

#define UUID_TEXT 37 /* 8-4-4-4-12 hex digits and a NUL */

/* Whether text is a UUID; ret is the same in lower case then, untouched otherwise. */
bool uuid_read(const char *text, char ret[UUID_TEXT]);
