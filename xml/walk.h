/* walk.h - reading an XML document by the rows of its vocabulary */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"
#include "xml/reader.h"
#include "xml/vocabulary.h"

enum { WALK_DEPTH = 8 /* rows within each other */ };

struct level {
	int element;
	uint32_t seen; /* bit i: it has had a child of row i */
	void *object;  /* see walk_object() */
};

/* One document being read: set vocabulary and data, leave the rest zero. */
struct walk {
	const struct vocabulary *vocabulary;
	void *data; /* for the functions of the rows */
	unsigned line;
	struct reader *reader;
	struct level levels[WALK_DEPTH];
	size_t depth;
	size_t skipped;  /* open elements that no row knows, the inner ones too */
	bool text_found; /* where none belongs, since the last tag */
	char *text;
	size_t text_length, text_room;
};

/* Reads a document, and calls the functions of the rows. Returns as reader_read() does;
 * another root element is -EINVAL, too. */
int walk_read(struct walk *walk, int fd, const char *text, size_t length,
	      struct error *err);

/* The rest is for the functions of the rows. The element at hand: */
const struct element *walk_element(const struct walk *walk);

/* The value that the element at hand is read into. A start function sets it for its
 * element and those within; NULL until one does. */
void *walk_object(const struct walk *walk);
void walk_set_object(struct walk *walk, void *object);

/* Reports "what is wrong; what would be right". */
void walk_problem(struct walk *walk, unsigned line, const char *format, ...)
	_printf_(3, 4);
void walk_bad_value(struct walk *walk, const struct attribute *attribute,
		    const char *value, const char *expected);

/* Gives up. */
void walk_out_of_memory(struct walk *walk);
