/* vocabulary.h - a kind of XML document as rows: its elements and their attributes */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netcore/error.h"
#include "xml/reader.h"

struct walk;

enum { ELEMENT_ROOT = -1 };

/* An element; its number is its place in the table. */
struct element {
	const char *name;
	int parent; /* its number, or ELEMENT_ROOT */
	bool once;  /* another one in the same parent is skipped, and a problem */
	bool some;  /* one without any attribute is a problem */
	bool text;  /* its text is gathered for end */
	void (*start)(struct walk *walk); /* before its attributes */
	void (*end)(struct walk *walk, const char *text);
};

struct attribute {
	int element; /* its number */
	const char *name;
	void (*read)(struct walk *walk, const struct attribute *attribute,
		     const char *value);
	size_t place; /* where read puts it */
	bool required;
};

struct vocabulary {
	const struct element *elements;
	size_t element_count;
	const struct attribute *attributes;
	size_t attribute_count;
	/* Is told whatever the rows do not provide for; NULL: that is ignored. */
	void (*problem)(struct walk *walk, unsigned line, const char *text);
};

enum {
	VOCABULARY_DEPTH = 8,     /* elements deep */
	VOCABULARY_ELEMENTS = 32, /* rows: a bit each */
	VOCABULARY_ATTRIBUTES = 64,
};

struct level {
	int element;
	uint32_t seen; /* bit i: it has had a child of row i */
};

/* One document being read: set vocabulary and data, leave the rest zero. */
struct walk {
	const struct vocabulary *vocabulary;
	void *data; /* for the functions of the rows */
	unsigned line;
	struct reader *reader;
	struct level levels[VOCABULARY_DEPTH];
	size_t depth;
	size_t skipped;  /* open elements that no row knows, the inner ones too */
	bool text_found; /* where none belongs, since the last tag */
	char *text;
	size_t text_length, text_room;
};

/* Reads a document, and calls the functions of the rows that it meets. Returns as
 * reader_read_fd() does; another root element is -EINVAL, too. */
int walk_fd(struct walk *walk, int fd, struct error *err);
int walk_text(struct walk *walk, const char *text, size_t length, struct error *err);

/* Within a row's function: the element at hand. */
const struct element *walk_element(const struct walk *walk);
