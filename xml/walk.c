/* walk.c - reading an XML document by the rows of its vocabulary */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/walk.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "xml/quote.h"

static struct level *walk_level(struct walk *walk)
{
	return walk->depth > 0 ? &walk->levels[walk->depth - 1] : NULL;
}

const struct element *walk_element(const struct walk *walk)
{
	return &walk->vocabulary->elements[walk->levels[walk->depth - 1].element];
}

void *walk_object(const struct walk *walk)
{
	return walk->levels[walk->depth - 1].object;
}

void walk_set_object(struct walk *walk, void *object)
{
	walk_level(walk)->object = object;
}

void walk_problem(struct walk *walk, unsigned line, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	walk->vocabulary->problem(walk, line, text);
}

void walk_bad_value(struct walk *walk, const struct attribute *attribute,
		    const char *value, const char *expected)
{
	walk_problem(walk, walk->line, "invalid value in <%s %s='%s'>; expected %s",
		     walk_element(walk)->name, attribute->name, quote_text(value).text,
		     expected);
}

void walk_out_of_memory(struct walk *walk)
{
	reader_fail(walk->reader, walk->line, ENOMEM, "out of memory");
}

/* The row of an element of that name within that parent; -1: there is none. */
static int element_find(const struct vocabulary *vocabulary, int parent, const char *name)
{
	for (size_t i = 0; i < vocabulary->element_count; i++)
		if (vocabulary->elements[i].parent == parent &&
		    !strcmp(vocabulary->elements[i].name, name))
			return (int)i;
	return -1;
}

static const struct attribute *attribute_find(const struct vocabulary *vocabulary,
					      int element, const char *name)
{
	for (size_t i = 0; i < vocabulary->attribute_count; i++)
		if (vocabulary->attributes[i].element == element &&
		    !strcmp(vocabulary->attributes[i].name, name))
			return &vocabulary->attributes[i];
	return NULL;
}

static void unknown_element(struct walk *walk, const char *name)
{
	const struct vocabulary *vocabulary = walk->vocabulary;
	struct words words = {.wrong = name};

	for (size_t i = 0; i < vocabulary->element_count; i++)
		if (vocabulary->elements[i].parent == walk_level(walk)->element)
			words_add(&words, vocabulary->elements[i].name);
	walk_problem(walk, walk->line, "unknown element <%s> in <%s>; %s",
		     quote_text(name).text, walk_element(walk)->name,
		     words_print(&words).text);
}

static struct words attribute_words(struct walk *walk, const char *wrong)
{
	const struct vocabulary *vocabulary = walk->vocabulary;
	struct words words = {.wrong = wrong};

	for (size_t i = 0; i < vocabulary->attribute_count; i++)
		if (vocabulary->attributes[i].element == walk_level(walk)->element)
			words_add(&words, vocabulary->attributes[i].name);
	return words;
}

static void unknown_attribute(struct walk *walk, const char *name)
{
	struct words words = attribute_words(walk, name);

	walk_problem(walk, walk->line, "unknown attribute %s= in <%s>; %s",
		     quote_text(name).text, walk_element(walk)->name,
		     words_print(&words).text);
}

/* Opens a level for a child, unless it is one too many. */
static bool level_open(struct walk *walk, int element)
{
	struct level *level = walk_level(walk);
	const struct element *row = &walk->vocabulary->elements[element];
	uint32_t bit = UINT32_C(1) << element;

	if (level && row->once && (level->seen & bit)) {
		if (walk->vocabulary->strict)
			walk_problem(walk, walk->line,
				     "duplicate <%s> in <%s>; only one is allowed",
				     row->name, walk_element(walk)->name);
		return false;
	}
	if (level)
		level->seen |= bit;
	walk->levels[walk->depth++] = (struct level){
		.element = element,
		.object = level ? level->object : NULL,
	};
	return true;
}

static void check_present(struct walk *walk, const struct reader_attribute *given,
			  size_t count)
{
	const struct element *row = walk_element(walk);
	const struct vocabulary *vocabulary = walk->vocabulary;

	for (size_t i = 0; i < vocabulary->attribute_count; i++) {
		const struct attribute *attribute = &vocabulary->attributes[i];
		size_t k = 0;

		if (!attribute->required ||
		    attribute->element != walk_level(walk)->element)
			continue;
		while (k < count && strcmp(given[k].name, attribute->name) != 0)
			k++;
		if (k == count)
			walk_problem(walk, walk->line,
				     "missing attribute %s= in <%s>; it is required",
				     attribute->name, row->name);
	}
	if (row->some && count == 0)
		walk_problem(
			walk, walk->line,
			"<%s> is empty; it needs at least one of these attributes: %s",
			row->name, attribute_words(walk, "").list);
}

static void read_attributes(struct walk *walk)
{
	const struct reader_attribute *given;
	const struct attribute *attribute;
	size_t count;

	given = reader_attributes(walk->reader, &count);
	if (!given)
		return;
	for (size_t i = 0; i < count; i++) {
		attribute = attribute_find(walk->vocabulary, walk_level(walk)->element,
					   given[i].name);
		if (attribute)
			attribute->read(walk, attribute, given[i].value);
		else if (walk->vocabulary->strict)
			unknown_attribute(walk, given[i].name);
	}
	if (walk->vocabulary->strict)
		check_present(walk, given, count);
}

static const char *root_name(const struct vocabulary *vocabulary)
{
	int root = 0;

	while (vocabulary->elements[root].parent != ELEMENT_ROOT)
		root++;
	return vocabulary->elements[root].name;
}

static void wrong_root(struct walk *walk, const char *name)
{
	reader_fail(walk->reader, walk->line, EINVAL,
		    "the root element is <%s>; expected <%s>", quote_text(name).text,
		    root_name(walk->vocabulary));
}

static void walk_on_start(struct reader *reader, void *data, const char *name)
{
	struct walk *walk = data;
	const struct level *level = walk_level(walk);
	int element;

	walk->reader = reader;
	walk->line = reader_line(reader);
	walk->text_found = false;
	if (walk->skipped > 0) {
		walk->skipped++;
		return;
	}
	element = element_find(walk->vocabulary, level ? level->element : ELEMENT_ROOT,
			       name);
	if (element < 0 && !level)
		return wrong_root(walk, name);
	if (element < 0 && walk->vocabulary->strict)
		unknown_element(walk, name);
	if (element < 0 || !level_open(walk, element)) {
		walk->skipped = 1;
		return;
	}
	if (walk_element(walk)->text)
		walk->text_length = 0;
	if (walk_element(walk)->start)
		walk_element(walk)->start(walk);
	read_attributes(walk);
}

static void text_append(struct walk *walk, const char *text, size_t length)
{
	size_t room = walk->text_length + length + 1;
	char *larger;

	if (room > walk->text_room) {
		larger = realloc(walk->text, room * 2);
		if (!larger)
			return walk_out_of_memory(walk);
		walk->text = larger;
		walk->text_room = room * 2;
	}
	memcpy(walk->text + walk->text_length, text, length);
	walk->text_length += length;
	walk->text[walk->text_length] = '\0';
}

/* The reader is past the text already: the text begins some lines above. */
static void text_misplaced(struct walk *walk, const char *text, size_t length)
{
	char word[80];
	size_t begin = 0;
	unsigned line = walk->line;

	while (begin < length && isspace((unsigned char)text[begin]))
		begin++;
	if (begin == length)
		return;
	for (size_t i = begin; i < length; i++)
		line -= text[i] == '\n' && line > 1;
	snprintf(word, sizeof(word), "%.*s", (int)(length - begin), text + begin);
	word[strcspn(word, " \t\n")] = '\0';
	walk->text_found = true;
	walk_problem(walk, line,
		     "unexpected text '%s' in <%s>; put comments between <!-- and -->",
		     quote_text(word).text, walk_element(walk)->name);
}

static void walk_on_text(struct reader *reader, void *data, const char *text,
			 size_t length)
{
	struct walk *walk = data;

	if (walk->skipped > 0)
		return;
	walk->line = reader_line(reader);
	if (walk_element(walk)->text)
		text_append(walk, text, length);
	else if (walk->vocabulary->strict && !walk->text_found)
		text_misplaced(walk, text, length);
}

static void walk_on_end(struct reader *reader, void *data)
{
	struct walk *walk = data;
	const struct element *element;

	walk->text_found = false;
	if (walk->skipped > 0) {
		walk->skipped--;
		return;
	}
	walk->line = reader_line(reader);
	element = walk_element(walk);
	if (element->end)
		element->end(walk, element->text && walk->text_length ? walk->text : "");
	walk->depth--;
}

static const struct reader_events events = {walk_on_start, walk_on_text, walk_on_end};

int walk_read(struct walk *walk, int fd, const char *text, size_t length,
	      struct error *err)
{
	int r = reader_read(fd, text, length, &events, walk, &walk->line, err);

	free(walk->text);
	if (r == -ENODATA)
		return error_set(err, EINVAL, "the document is empty; expected <%s>",
				 root_name(walk->vocabulary));
	return r;
}
