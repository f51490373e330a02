/* domain_length.h - where the first of several documents in a file ends */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

/* Where a file has several documents, one behind the other, as virt-install --print-xml
 * prints them: the length of the first, with the white space and comments behind it;
 * else that of the text. */
size_t domain_length(const char *text, size_t length);
