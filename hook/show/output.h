/* output.h - lines and JSON documents that are valid whatever bytes names hold */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-c/json.h>
#include <stdio.h>

#include "netcore/cleanup.h"
#include "netcore/option.h"
#include "netcore/text.h"

/* Prints one line, and adds the newline. Control characters, and bytes that are not
 * UTF-8, appear as \xNN, so that no name can begin a line. */
void output_line(FILE *out, const char *format, ...) _printf_(2, 3);

/* Any text as a JSON string, by utf8_mend(). */
struct json_object *json_text(const char *text);

/* Each adds one value to an object; a text that is NULL is left out. */
void json_add_text(struct json_object *object, const char *key, const char *text);
void json_add_number(struct json_object *object, const char *key, int64_t number);
void json_add_bool(struct json_object *object, const char *key, bool value);
void json_add_mac(struct json_object *object, const char *key,
		  const uint8_t mac[MAC_BYTES]);
struct json_object *json_add_array(struct json_object *object, const char *key);

/* The value of a port's or bridge's option: a number, a time in seconds, or a text as in
 * the policy; a flag is 0 or 1. */
struct json_object *json_option(const struct link_option *option, uint64_t value);

/* A new document: an object with its "version". */
struct json_object *json_document(void);

/* Prints the document and frees it. Returns 0, or -1 if it could not be written. */
int json_document_print(struct json_object *document, FILE *out);
