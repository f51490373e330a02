/* test_pattern.c - shell patterns, by characters */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <fnmatch.h>
#include <string.h>

#include "netcore/pattern.h"

static const struct {
	const char *pattern, *text;
	bool fits;
} rows[] = {
	{"[äö]*", "ärger", true}, {"[äö]*", "über", false},
	{"[äö]*", "\xc3", false}, {"[!äö]*", "über", true},
	{"[!äö]*", "öl", false},  {"[à-ö]", "ä", true},
	{"[à-ö]", "ü", false},    {"db-?", "db-ä", true},
	{"db-?", "db-東", true},  {"db-?", "db-\xf0\x9f\x90\xa7", true},
	{"db-?", "db-ab", false}, {"db-??", "db-ä", false},
	{"?", "\xff", true},      {"??", "\xc3\x28", true},
	{"[\xff]", "\xff", true}, {"[\xff]", "ÿ", false},
	{"*é", "café", true},     {"*\xa9", "é", false},
	{"Ä", "ä", false},
};

static void characters(void **state)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (pattern_fits(rows[i].pattern, rows[i].text, false) != rows[i].fits)
			fail_msg("%s, %s", rows[i].pattern, rows[i].text);
}

static void letter_case(void **state)
{
	assert_true(pattern_fits("52:54:0[A-F]:*", "52:54:0b:00:00:01", true));
	assert_true(pattern_fits("AB[[:upper:]]", "abc", true));
	assert_false(pattern_fits("AB", "ab", false));
}

/* In ASCII, whatever either is made of, as the C library says. */
static void as_fnmatch(void **state)
{
	static const char letters[] = "ab*?[]!^-\\";
	uint64_t seed = 1;

	for (int i = 0; i < 300000; i++) {
		char pattern[9] = "", text[7] = "";

		for (size_t k = 0; k < sizeof(pattern) - 1; k++) {
			seed = seed * 6364136223846793005U + 1442695040888963407U;
			pattern[k] = letters[(seed >> 33) % (sizeof(letters) - (i % 2))];
		}
		for (size_t k = 0; k < sizeof(text) - 1; k++) {
			seed = seed * 6364136223846793005U + 1442695040888963407U;
			text[k] = letters[(seed >> 33) % sizeof(letters)];
		}
		if (pattern_fits(pattern, text, false) !=
		    (fnmatch(pattern, text, 0) == 0))
			fail_msg("%s, %s", pattern, text);
	}
}

/* No pattern takes long. */
static void many_stars(void **state)
{
	char pattern[4001], text[4001];

	for (int i = 0; i < 4000; i++)
		pattern[i] = i % 2 ? 'a' : '*';
	memset(text, 'a', 4000);
	pattern[4000] = text[4000] = '\0';
	pattern[3999] = 'b';
	assert_false(pattern_fits(pattern, text, false));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(characters),
		cmocka_unit_test(letter_case),
		cmocka_unit_test(as_fnmatch),
		cmocka_unit_test(many_stars),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
