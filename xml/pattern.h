/* pattern.h - the shell patterns of a <match>: which of them could ever hold */
#pragma once

#include "xml/policy.h"

/* What a pattern of that field has to look like where text could never match anything,
 * for a message; NULL: it could match. */
const char *pattern_refusal(enum match_field field, const char *text);
