/* fuzz_bridge_conf.c - any bytes as bridge.conf and what it includes: it allows the
 * bridge, or there is an error that says why
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "hook/helper/bridge_conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* The files, one behind the other with a byte 0xff between. Each is read once. */
static const uint8_t *rest;
static size_t rest_size;
static unsigned reads;

static int read_next(const char *path, struct conf_text *ret, struct error *err)
{
	const uint8_t *end = rest ? memchr(rest, 0xff, rest_size) : NULL;
	size_t length = end ? (size_t)(end - rest) : rest_size;

	must(path[0] == '/' && ++reads <= BRIDGE_CONF_FILES);
	if (!rest)
		return error_set(err, ENOENT, "%s: there are no more", path);
	*ret = (struct conf_text){.bytes = malloc(length + 1), .length = length};
	memcpy(ret->bytes, rest, length);
	ret->bytes[length] = '\0';
	rest = end ? end + 1 : NULL;
	rest_size -= end ? length + 1 : length;
	return 0;
}

static bool has_line(const uint8_t *data, size_t size, const char *word)
{
	return memmem(data, size, word, strlen(word));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = {};
	int r;

	rest = data;
	rest_size = size;
	reads = 0;
	r = bridge_conf_allow("/conf", "br0", read_next, &err);
	if (r < 0) {
		must(err.number == -r);
		must(*err.text && !strpbrk(err.text, "\n\r\033"));
		return 0;
	}
	size = rest ? (size_t)(rest - data) : size; /* what no include leads to */
	must(r == 0 && has_line(data, size, "allow"));
	must(has_line(data, size, "br0") || has_line(data, size, "all"));
	must(!has_line(data, size, "\ndeny br0\n") &&
	     !has_line(data, size, "\ndeny all\n"));
	return 0;
}
