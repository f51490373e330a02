/* qemu_option.c - the value of one option of QEMU's, as those of its words that tell of
 * NICs
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/qemu/qemu_option.h"

#include <errno.h>
#include <json-c/json.h>
#include <string.h>

#include "hook/qemu/keyval.h"

enum {
	JSON_MAX =
		128 << 10, /* MAX_ARG_STRLEN in the kernel's binfmts.h, of 4 KiB pages */
	JSON_DEPTH = 16    /* QEMU's own need four */
};

static const char *const words[QEMU_WORDS] = {
	[QEMU_TYPE] = "type",       [QEMU_ID] = "id",
	[QEMU_IFNAME] = "ifname",   [QEMU_FD] = "fd",
	[QEMU_FDS] = "fds",         [QEMU_BR] = "br",
	[QEMU_HELPER] = "helper",   [QEMU_QUEUES] = "queues",
	[QEMU_VHOST] = "vhost",     [QEMU_VHOSTFORCE] = "vhostforce",
	[QEMU_VHOSTFD] = "vhostfd", [QEMU_HOSTFWD] = "hostfwd",
	[QEMU_HUBID] = "hubid",     [QEMU_VLAN] = "vlan",
	[QEMU_NETDEV] = "netdev",   [QEMU_DRIVER] = "driver",
	[QEMU_MODEL] = "model",     [QEMU_MAC] = "mac",
	[QEMU_MACADDR] = "macaddr", [QEMU_NAME] = "name",
	[QEMU_GUEST] = "guest",
};

bool qemu_option_is(const struct qemu_option *option, enum qemu_word word,
		    const char *text)
{
	return option->word[word] && !strcmp(option->word[word], text);
}

/* QEMU_WORDS: of no interest. */
static enum qemu_word find_word(const char *key)
{
	enum qemu_word word = 0;

	while (word < QEMU_WORDS && strcmp(words[word], key) != 0)
		word++;
	return word;
}

void qemu_option_set(struct qemu_option *option, const char *key, const char *value)
{
	enum qemu_word word = find_word(key);

	if (word != QEMU_WORDS)
		option->word[word] = value;
}

void qemu_option_read(char *text, const char *implied, struct qemu_option *ret)
{
	struct keyval pair;

	*ret = (struct qemu_option){};
	while (keyval_next(&text, implied, &pair)) {
		enum qemu_word word = find_word(pair.key);

		implied = NULL;
		if (word != QEMU_WORDS && !(word == QEMU_ID && ret->word[word]))
			ret->word[word] = pair.value;
	}
}

/* Of what is no plain value, only that it is there. NULL: it is null, or has a NUL in it.
 */
static const char *plain_text(struct json_object *value)
{
	const char *text;

	switch (json_object_get_type(value)) {
	case json_type_boolean:
		return json_object_get_boolean(value) ? "on" : "off";
	case json_type_int:
	case json_type_double:
		return json_object_get_string(value);
	case json_type_string:
		text = json_object_get_string(value);
		if (strlen(text) == (size_t)json_object_get_string_len(value))
			return text;
		break;
	case json_type_object:
	case json_type_array:
		return "";
	case json_type_null:
		break;
	}
	return NULL;
}

/* A value with its NUL is no longer than it was as JSON, between its key and a comma. */
static void put_json_words(struct json_object *object, char *text,
			   struct qemu_option *ret)
{
	size_t room = strlen(text);

	json_object_object_foreach (object, key, value) {
		enum qemu_word word = find_word(key);
		const char *plain = word == QEMU_WORDS ? NULL : plain_text(value);
		size_t size = plain ? strlen(plain) + 1 : 0;

		if (!plain || size > room)
			continue;
		ret->word[word] = memcpy(text, plain, size);
		text += size;
		room -= size;
	}
}

int qemu_option_read_json(char *text, struct qemu_option *ret, struct error *err)
{
	struct json_tokener *tokener;
	struct json_object *object;
	size_t length = strlen(text), end;

	*ret = (struct qemu_option){};
	if (length > JSON_MAX)
		return 0;
	tokener = json_tokener_new_ex(JSON_DEPTH);
	if (!tokener)
		return error_set(err, ENOMEM, "no memory");
	object = json_tokener_parse_ex(tokener, text, (int)length);
	end = json_tokener_get_parse_end(tokener);
	json_tokener_free(tokener);
	if (object && json_object_is_type(object, json_type_object) &&
	    !text[end + strspn(text + end, " \t\r\n")])
		put_json_words(object, text, ret);
	json_object_put(object);
	return 0;
}
