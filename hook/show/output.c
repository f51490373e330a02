/* output.c - lines and JSON documents that are valid whatever bytes names hold */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/show/output.h"

#include <stdarg.h>
#include <string.h>

#include "netcore/utf8.h"

enum { JSON_VERSION = 1 };

static bool is_control(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point < 0xa0);
}

void output_line(FILE *out, const char *format, ...)
{
	_cleanup_(cleanup_free) char *line = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&line, format, args) < 0)
		line = NULL;
	va_end(args);
	for (const char *text = line ? line : "out of memory"; *text;) {
		uint32_t point;
		size_t length = utf8_read(text, &point);
		bool shown = length && !is_control(point);

		for (size_t i = 0; i < (length ? length : 1); i++, text++)
			fprintf(out, shown ? "%c" : "\\x%02x", (uint8_t)*text);
	}
	fputc('\n', out);
}

/* --- JSON */

struct json_object *json_text(const char *text)
{
	size_t size = 3 * strlen(text) + 1;
	_cleanup_(cleanup_free) char *valid = malloc(size);

	if (!valid)
		return NULL;
	utf8_mend(text, valid, size);
	return json_object_new_string(valid);
}

void json_add_text(struct json_object *object, const char *key, const char *text)
{
	if (text)
		json_object_object_add(object, key, json_text(text));
}

void json_add_number(struct json_object *object, const char *key, int64_t number)
{
	json_object_object_add(object, key, json_object_new_int64(number));
}

void json_add_bool(struct json_object *object, const char *key, bool value)
{
	json_object_object_add(object, key, json_object_new_boolean(value));
}

void json_add_mac(struct json_object *object, const char *key,
		  const uint8_t mac[MAC_BYTES])
{
	char text[MAC_TEXT];

	text_print_mac(mac, text);
	json_add_text(object, key, text);
}

struct json_object *json_add_array(struct json_object *object, const char *key)
{
	struct json_object *array = json_object_new_array();

	json_object_object_add(object, key, array);
	return array;
}

struct json_object *json_option(const struct link_option *option, uint64_t value)
{
	char text[OPTION_TEXT];

	option_print(option, value, text, sizeof(text));
	if (option_is_time(option))
		return json_object_new_double_s((double)value / 100, text);
	if (option->type == OPTION_MAC || option_word(option, 0))
		return json_text(text);
	return json_object_new_int64((int64_t)value);
}

struct json_object *json_document(void)
{
	struct json_object *document = json_object_new_object();

	json_add_number(document, "version", JSON_VERSION);
	return document;
}

int json_document_print(struct json_object *document, FILE *out)
{
	const char *text = json_object_to_json_string_ext(
		document, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
				  JSON_C_TO_STRING_NOSLASHESCAPE);
	int written = fprintf(out, "%s\n", text);

	json_object_put(document);
	return written < 0 ? -1 : 0;
}
