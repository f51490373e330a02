/* vocabulary.h - a kind of XML document as rows: its elements and their attributes */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct walk;

enum { ELEMENT_ROOT = -1, ELEMENTS_MAX = 32 /* rows: a bit each */ };

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

enum { ATTRIBUTE_CHOICES = 4 };

struct attribute;
typedef void (*attribute_reader)(struct walk *walk, const struct attribute *attribute,
				 const char *value);

struct attribute {
	int element; /* its number */
	const char *name;
	attribute_reader read; /* see values.h */
	size_t place;          /* where read puts it */
	bool required;
	uint32_t min, max;                      /* value_number() */
	const char *choices[ATTRIBUTE_CHOICES]; /* value_choice(); NULL: not one */
};

struct vocabulary {
	const struct element *elements;
	size_t element_count;
	const struct attribute *attributes;
	size_t attribute_count;
	bool strict; /* what no row provides for is a problem; false: it is ignored */
	void (*problem)(struct walk *walk, unsigned line, const char *text);
};
