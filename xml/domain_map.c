/* domain_map.c - a domain's XML with other names for its bridges
 *
 * The text is not written anew: whatever libvirt says in it stays to the byte. The reader
 * tells where the <source> of an interface ends, and what its bridge is called; where the
 * value stands is looked for in the tag.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "xml/domain_map.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "netcore/array.h"
#include "xml/reader.h"

static const char *const path[] = {"domain", "devices", "interface", "source"};
enum { PATH = ARRAY_SIZE(path) };

/* A value, without its quotes, and what takes its place. */
struct edit {
	size_t begin, end;
	const char *value;
};

struct mapping {
	const char *text;
	size_t length;
	const struct policy *policy;
	size_t depth;   /* elements that are open … */
	size_t matched; /* … and how many of them are on the path */
	struct edit *edits;
	size_t count;
};

static const char *value_of(const struct reader_attribute *all, size_t count,
			    const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(all[i].name, name))
			return all[i].value;
	return NULL;
}

/* --- where a value stands */

static const char *skip_space(const char *at)
{
	while (isspace((unsigned char)*at))
		at++;
	return at;
}

/* In "<source a='1' bridge = "br0" />", where "br0" begins and ends. The tag has been
 * read, so that it is well-formed. */
static bool find_value(const char *tag, const char *end, const char *name,
		       struct edit *ret, const char *text)
{
	const char *at = tag + strcspn(tag, " \t\r\n");
	size_t length = strlen(name);

	while ((at = skip_space(at)) < end && *at != '/' && *at != '>') {
		const char *word = at, *value;
		size_t word_length = strcspn(at, " \t\r\n=");

		value = skip_space(word + word_length);
		if (*value != '=')
			return false;
		value = skip_space(value + 1);
		if (value >= end)
			return false;
		at = memchr(value + 1, *value, (size_t)(end - value - 1));
		if (!at)
			return false;
		ret->begin = (size_t)(value + 1 - text);
		ret->end = (size_t)(at - text);
		if (word_length == length && !memcmp(word, name, length))
			return true;
		at++;
	}
	return false;
}

static void map_source(struct reader *reader, struct mapping *mapping)
{
	size_t count, end = reader_offset(reader);
	const struct reader_attribute *all = reader_attributes(reader, &count);
	const char *bridge = all ? value_of(all, count, "bridge") : NULL;
	const struct policy_map *map =
		bridge ? policy_find_map(mapping->policy, bridge) : NULL;
	const char *tag =
		end <= mapping->length ? memrchr(mapping->text, '<', end) : NULL;
	struct edit edit;

	if (!map)
		return;
	edit.value = map->to;
	if (!tag || !find_value(tag, mapping->text + end, "bridge", &edit, mapping->text))
		return reader_fail(reader, reader_line(reader), EINVAL,
				   "the <source> of an interface cannot be found");
	if (!array_grow(&mapping->edits, mapping->count, sizeof(edit)))
		return reader_fail(reader, 0, ENOMEM, "out of memory");
	mapping->edits[mapping->count++] = edit;
}

/* --- the elements */

/* libvirt attaches only those of type bridge to a bridge that they name. */
static bool is_on_path(struct reader *reader, size_t level, const char *name)
{
	const struct reader_attribute *all;
	const char *type;
	size_t count;

	if (strcmp(path[level], name) != 0)
		return false;
	if (strcmp(name, "interface") != 0)
		return true;
	all = reader_attributes(reader, &count);
	type = all ? value_of(all, count, "type") : NULL;
	return type && !strcmp(type, "bridge");
}

static void begin_element(struct reader *reader, void *data, const char *name)
{
	struct mapping *mapping = data;
	size_t level = mapping->depth++;

	if (level != mapping->matched || level >= PATH ||
	    !is_on_path(reader, level, name))
		return;
	mapping->matched++;
	if (mapping->matched == PATH)
		map_source(reader, mapping);
}

static void skip_text(struct reader *reader, void *data, const char *text, size_t length)
{
	(void)reader, (void)data, (void)text, (void)length;
}

static void end_element(struct reader *reader, void *data)
{
	struct mapping *mapping = data;

	mapping->depth--;
	if (mapping->matched > mapping->depth)
		mapping->matched = mapping->depth;
}

/* --- the text */

static void put_escaped(FILE *out, const char *value)
{
	for (; *value; value++)
		if (strchr("&<>'\"", *value))
			fprintf(out, "&#%d;", *value);
		else
			fputc(*value, out);
}

static int print_mapped(const struct mapping *mapping, char **ret, struct error *err)
{
	char *text = NULL;
	size_t size = 0, at = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return error_set(err, ENOMEM, "no memory for the XML");
	for (size_t i = 0; i < mapping->count; i++) {
		const struct edit *edit = &mapping->edits[i];

		fwrite(mapping->text + at, 1, edit->begin - at, out);
		put_escaped(out, edit->value);
		at = edit->end;
	}
	fwrite(mapping->text + at, 1, mapping->length - at, out);
	if (fclose(out) != 0) {
		free(text);
		return error_set(err, ENOMEM, "no memory for the XML");
	}
	*ret = text;
	return 0;
}

int domain_map_bridges(const char *text, size_t length, const struct policy *policy,
		       char **ret, struct error *err)
{
	static const struct reader_events events = {begin_element, skip_text,
						    end_element};
	struct mapping mapping = {.text = text, .length = length, .policy = policy};
	unsigned line;
	int r = reader_read(-1, text, length, &events, &mapping, &line, err);

	if (r == 0)
		r = mapping.count ? print_mapped(&mapping, ret, err) : 1;
	free(mapping.edits);
	return r;
}
