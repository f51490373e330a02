/* fuzz_plan.c - any bytes as a plan: what reads prints, and reads back as the same; twice
 * inverted, it is what it was
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "netcore/plan_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *print(const struct plan *plan)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out || plan_print(plan, out) < 0 || fclose(out) != 0)
		abort();
	return text;
}

static void expect_same(const char *a, const char *b)
{
	if (strcmp(a, b) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(plan_clear) struct plan plan = {}, again = {};
	_cleanup_(cleanup_free) char *text = strndup((const char *)data, size);
	_cleanup_(cleanup_free) char *first = NULL, *second = NULL, *twice = NULL;
	struct error err = {};

	plan_read(text, &plan, &err);
	first = print(&plan);
	if (plan_read(first, &again, &err) < 0 || again.count != plan.count)
		abort();
	second = print(&again);
	expect_same(first, second);
	plan_invert(&again);
	plan_invert(&again);
	twice = print(&again);
	expect_same(first, twice);
	return 0;
}
