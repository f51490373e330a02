/* test_domain_map.c - a domain's XML with other names for its bridges
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "cases.h"

#include <errno.h>

#include "xml/domain.h"
#include "xml/domain_map.h"

static struct policy_map maps[] = {
	{"old", "br0", "policy.xml", 1},
	{"two", "a&'b\"<c", "policy.xml", 2},
	{"br0", "never", "policy.xml", 3}, /* maps are not followed */
};
static const struct policy policy = {.maps = maps, .map_count = 3};

static void check_mapped(const char *path)
{
	_cleanup_(cleanup_free) char *text = NULL, *mapped = NULL;
	_cleanup_(guest_clear) struct guest guest = {};
	struct error err = {};
	size_t length;

	text = case_read(path, &length);
	assert_int_equal(domain_map_bridges(text, length, &policy, &mapped, &err), 0);
	case_compare(path, ".out", mapped);
	assert_int_equal(domain_read_text(mapped, strlen(mapped), &guest, &err), 0);
}

static void mapped_cases(void **state)
{
	cases_each("domain/map/*.xml", check_mapped);
}

static void assert_unchanged(const char *path)
{
	_cleanup_(cleanup_free) char *text = NULL;
	char *mapped = NULL;
	struct error err = {};
	size_t length;

	text = case_read(path, &length);
	assert_int_equal(
		domain_map_bridges(text, length, &(struct policy){}, &mapped, &err), 1);
	assert_null(mapped);
}

static void nothing_to_map(void **state)
{
	cases_each("domain/*.xml", assert_unchanged);
	cases_each("domain/map/*.xml", assert_unchanged);
}

/* Wherever the reader's chunks end. */
static void any_place(void **state)
{
	for (int pad = 0; pad < 33000; pad += pad < 32600 ? 163 : 1) {
		_cleanup_(cleanup_free) char *text = NULL, *want = NULL, *mapped = NULL;
		struct error err = {};

		assert_true(asprintf(&text,
				     "<domain><name>ä</name>%*s<devices><interface "
				     "type='bridge'><source bridge='old'/></interface>"
				     "</devices></domain>",
				     pad, "") > 0);
		assert_true(asprintf(&want,
				     "<domain><name>ä</name>%*s<devices><interface "
				     "type='bridge'><source bridge='br0'/></interface>"
				     "</devices></domain>",
				     pad, "") > 0);
		assert_int_equal(
			domain_map_bridges(text, strlen(text), &policy, &mapped, &err),
			0);
		assert_string_equal(mapped, want);
	}
}

/* It is mapped, or it is not XML; what is mapped is XML. */
static void every_byte_changed(void **state)
{
	static const char bytes[] = {'\0', '<', '>', '&', '\'',
				     '"',  '/', '=', ' ', '\xff'};
	_cleanup_(cleanup_free) char *text = NULL;
	size_t length;

	text = case_read("domain/map/mixed.xml", &length);
	for (size_t i = 0; i < length * sizeof(bytes); i++) {
		char *byte = &text[i / sizeof(bytes)], before = *byte;
		_cleanup_(guest_clear) struct guest guest = {}, again = {};
		_cleanup_(cleanup_free) char *mapped = NULL;
		struct error err = {};
		int r;

		*byte = bytes[i % sizeof(bytes)];
		r = domain_map_bridges(text, length, &policy, &mapped, &err);
		if (r == 0 && domain_read_text(text, length, &guest, &err) == 0)
			assert_int_equal(
				domain_read_text(mapped, strlen(mapped), &again, &err),
				0);
		assert_true(r >= 0 || r == -EINVAL);
		*byte = before;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mapped_cases),
		cmocka_unit_test(nothing_to_map),
		cmocka_unit_test(any_place),
		cmocka_unit_test(every_byte_changed),
	};

	return cmocka_run_group_tests_name("domain_map", tests, NULL, NULL);
}
