/* reader.h - a hardened stream of XML: elements and their text, never a tree */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

#include "netcore/error.h"

enum { READER_MAX = 16 << 20 }; /* bytes of a document */

struct reader;

struct reader_attribute {
	const char *name, *value;
};

/* What the reader finds, in the order of the document. A name from a namespace is
 * "prefix:name", or "{namespace}name" where it has no prefix: never the plain name.
 * Text comes in one or more pieces. */
struct reader_events {
	void (*start)(struct reader *reader, void *data, const char *name);
	void (*text)(struct reader *reader, void *data, const char *text, size_t length);
	void (*end)(struct reader *reader, void *data);
};

/* Within start: the element's attributes, count of them, valid until start returns. NULL:
 * the reader has failed, or runs out of memory now. */
const struct reader_attribute *reader_attributes(struct reader *reader, size_t *count);

/* Within an event: the current line of the document. For a start tag over several lines,
 * that is its last. */
unsigned reader_line(const struct reader *reader);

/* Within an event: the offset behind the tag. */
size_t reader_offset(const struct reader *reader);

/* Within an event: gives up. The first failure stands, and no event follows. */
void reader_fail(struct reader *reader, unsigned line, int number, const char *format,
		 ...) _printf_(4, 5);

/* Reads text, or fd to its end where text is NULL. Invalid XML, a DOCTYPE, or more than
 * READER_MAX bytes is -EINVAL, nothing but white space and comments -ENODATA; a read
 * error is -errno; what reader_fail() was given is -number. On failure, line is where, or
 * 0 where no line is to blame. libxml2 prints nothing and opens nothing. */
int reader_read(int fd, const char *text, size_t length,
		const struct reader_events *events, void *data, unsigned *line,
		struct error *err);
