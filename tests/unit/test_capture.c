/* test_capture.c - what patterns capture of names */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "netcore/capture.h"
#include "netcore/cleanup.h"

/* "vlan=42 tenant=lab", "-" where the pattern does not fit, "?NAME" where that is not
 * certain. */
static void print_reading(const char *pattern, const char *text, char *ret, size_t size)
{
	struct captures captures = {};
	struct capture_place doubt;
	int r;

	snprintf(ret, size, "-");
	if (!capture_fits(pattern, text))
		return;
	r = capture_read(pattern, text, &captures, &doubt);
	if (r < 0) {
		assert_int_equal(r, -EDOM);
		snprintf(ret, size, "?%.*s", doubt.name_length, doubt.name);
		return;
	}
	*ret = '\0';
	for (size_t i = 0; i < captures.count; i++) {
		const struct capture *capture = &captures.all[i];
		size_t used = strlen(ret);

		snprintf(ret + used, size - used, "%s%.*s=%.*s", used ? " " : "",
			 capture->name_length, capture->name, capture->length,
			 capture->text);
	}
}

static const struct {
	const char *pattern, *text, *reading;
} rows[] = {
	{"*_v{vlan}", "vm7_v1205", "vlan=1205"},
	{"*_v{vlan}", "vm7_v", "-"},
	{"*_v{vlan}", "vm7_v12a", "-"},
	{"*_v{vlan}", "vm7_v99999999999999999999", "vlan=99999999999999999999"},
	{"*_v{vlan}", "vm7_v-1", "-"},
	{"*_v{vlan}", "vm7_v 1", "-"},
	{"*_v{vlan}", "vm7_v١٢", "-"},
	{"*_v{vlan}", "a_v1_v2", "vlan=2"},
	{"*_v{vlan}*", "a_v1_v2", "?vlan"},
	{"*_v{vlan}*", "a_v2_v2", "vlan=2"},
	{"vlan-{vlan}", "vlan-42", "vlan=42"},
	{"vlan-{vlan}", "vlan-042", "vlan=042"},
	{"vm*{vlan}", "vm1205", "vlan=1205"},
	{"vm?{vlan}", "vm1205", "?vlan"},
	{"vm?{vlan}", "vmx205", "vlan=205"},
	{"{vlan}", "7", "vlan=7"},
	{"{vlan}", "", "-"},
	{"{tenant}", "", "-"},
	{"{tenant}", "br-lan", "tenant=br-lan"},
	{"{tenant}-*", "lab-web-1", "tenant=lab"},
	{"*-{tenant}", "web-1-lab", "tenant=lab"},
	{"*-{tenant}-*", "a-b-c", "tenant=b"},
	{"*-{tenant}-*", "a-b-c-d", "?tenant"},
	{"br-{tenant}", "br-a-b", "?tenant"},
	{"br{tenant}", "br-a-b", "tenant=-a-b"},
	{"{a}-{b}", "x-y", "a=x b=y"},
	{"{a}-{b}", "x-y-z", "?a"},
	{"{a}.{vlan}", "lan.7", "a=lan vlan=7"},
	{"[ab]_{a}?", "a_xyz", "a=xy"},
	{"{a}é", "ñé", "a=ñ"},
	{"\\{a}{b}\\}", "{a}zz}", "b=zz"},
	{"{Vlan}", "{Vlan}", ""},
	{"{vlan", "{vlan", ""},
	{"{1}", "{1}", ""},
	{"{}", "{}", ""},
	{"{a:b}", "{a:b}", ""},
	{"[{a}]", "{", ""},
	{"{sixteen_letters_}", "{sixteen_letters_}", ""},
};

static void readings(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char reading[200];

		print_reading(rows[i].pattern, rows[i].text, reading, sizeof(reading));
		if (strcmp(reading, rows[i].reading) != 0)
			fail_msg("%s of %s is %s", rows[i].pattern, rows[i].text,
				 reading);
	}
}

static const struct {
	const char *pattern, *doubtful;
} doubts[] = {
	{"*{vlan}*", NULL},    {"{a}-{b}", NULL},     {"?{a}[xy]", NULL},
	{"*-{a}", NULL},       {"{a}\\*", NULL},      {"*{a}", "a"},
	{"{a}*", "a"},         {"{a}{b}", "b"},       {"x{vlan}{vlan2}", "vlan2"},
	{"{vlan}{a}", "a"},    {"vm1{vlan}", "vlan"}, {"{vlan}0", "vlan"},
	{"{vlan}\\0", "vlan"}, {"{vlan}[0]", NULL},   {"{a}1", NULL},
};

static void doubtful(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(doubts); i++) {
		struct capture_place place;
		const char *doubt = capture_doubt(doubts[i].pattern, &place);
		const char *name = doubts[i].doubtful;

		if (!doubt != !name)
			fail_msg("%s: %s", doubts[i].pattern, doubt ? doubt : "no doubt");
		if (name)
			assert_memory_equal(place.name, name, strlen(name));
	}
}

/* --- against all that there is to try
 *
 * A pattern of these words, each a character: v and x are captures.
 */

struct trial {
	const char *pattern; /* of "a1_*?vx" */
	const char *text;    /* of "a1_" */
	bool strict;
	const char *begin[8], *end[8]; /* of the captures, by their places */
	char found[8][16];             /* what each can be … */
	bool fits, twice[8];           /* … and whether it can be two things */
};

static bool trial_holds(const struct trial *trial, size_t at, const char *begin,
			const char *end)
{
	const char *pattern = trial->pattern;

	for (const char *c = begin; c < end; c++) {
		if (pattern[at] == 'v' && !isdigit((unsigned char)*c))
			return false;
		if (pattern[at] == 'x' && trial->strict &&
		    ((at && pattern[at - 1] == *c) || pattern[at + 1] == *c))
			return false;
	}
	if (pattern[at] == 'x' || !trial->strict)
		return true;
	return (begin == trial->text || !isdigit((unsigned char)begin[-1])) &&
	       !isdigit((unsigned char)*end);
}

static void trial_found(struct trial *trial)
{
	trial->fits = true;
	for (size_t at = 0; trial->pattern[at]; at++) {
		char text[16] = "";

		if (!trial->begin[at])
			continue;
		memcpy(text, trial->begin[at],
		       (size_t)(trial->end[at] - trial->begin[at]));
		trial->twice[at] =
			trial->twice[at] ||
			(trial->found[at][0] && strcmp(trial->found[at], text) != 0);
		strcpy(trial->found[at], text);
	}
}

static void try_rest(struct trial *trial, size_t at, const char *text)
{
	char word = trial->pattern[at];

	switch (word) {
	case '\0':
		if (!*text)
			trial_found(trial);
		return;
	case '*':
		for (const char *end = text;; end++) {
			try_rest(trial, at + 1, end);
			if (!*end)
				return;
		}
	case 'v':
	case 'x':
		for (const char *end = text; *end++;) {
			if (!trial_holds(trial, at, text, end))
				continue;
			trial->begin[at] = text;
			trial->end[at] = end;
			try_rest(trial, at + 1, end);
		}
		return;
	default:
		if (*text && (word == '?' || word == *text))
			try_rest(trial, at + 1, text + 1);
	}
}

static void spell_pattern(const char *words, char *ret)
{
	for (*ret = '\0'; *words; words++) {
		size_t length = strlen(ret);

		if (*words == 'v' || *words == 'x')
			sprintf(ret + length, "{%s%zu}", *words == 'v' ? "vlan" : "x",
				length);
		else
			sprintf(ret + length, "%c", *words);
	}
}

static void compare_trial(struct trial *trial, const char *pattern)
{
	struct captures captures = {};
	struct capture_place doubt;
	size_t next = 0;
	bool certain;
	int r;

	try_rest(trial, 0, trial->text);
	if (capture_fits(pattern, trial->text) != trial->fits)
		fail_msg("%s, %s: fits", pattern, trial->text);
	if (!trial->fits)
		return;
	*trial = (struct trial){
		.pattern = trial->pattern, .text = trial->text, .strict = true};
	try_rest(trial, 0, trial->text);
	certain = trial->fits;
	for (size_t at = 0; at < ARRAY_SIZE(trial->twice); at++)
		certain = certain && !trial->twice[at];
	r = capture_read(pattern, trial->text, &captures, &doubt);
	if ((r == 0) != certain)
		fail_msg("%s, %s: certain", pattern, trial->text);
	for (size_t at = 0; r == 0 && trial->pattern[at]; at++)
		if (trial->begin[at]) {
			const struct capture *capture = &captures.all[next++];

			assert_int_equal(capture->length, strlen(trial->found[at]));
			assert_memory_equal(capture->text, trial->found[at],
					    (size_t)capture->length);
		}
}

static void as_by_trial(void **state)
{
	static const char words[] = "a1_*?vx", letters[] = "a1_";
	uint64_t seed = 1;

	for (int i = 0; i < 200000; i++) {
		char pattern[7] = "", text[9] = "", spelt[80];
		struct trial trial = {.pattern = pattern, .text = text};

		seed = seed * 6364136223846793005U + 1442695040888963407U;
		for (size_t k = 0, left = seed >> 40; k < (seed >> 33) % 7;
		     k++, left /= 7)
			pattern[k] = words[left % 7];
		seed = seed * 6364136223846793005U + 1442695040888963407U;
		for (size_t k = 0, left = seed >> 40; k < (seed >> 33) % 9;
		     k++, left /= 3)
			text[k] = letters[left % 3];
		spell_pattern(pattern, spelt);
		compare_trial(&trial, spelt);
	}
}

/* No pattern and no name takes long. */
static void quick(void **state)
{
	char pattern[2001] = "", text[20001];
	struct captures captures = {};
	struct capture_place doubt;

	for (size_t i = 0; i < 990; i++)
		strcat(pattern + 2 * i, "*a");
	strcat(pattern, "_{x}_{vlan}");
	memset(text, 'a', sizeof(text) - 1);
	memcpy(text + sizeof(text) - 5, "_b_7", 5);
	assert_int_equal(capture_read(pattern, text, &captures, &doubt), 0);
	assert_int_equal(captures.count, 2);
	assert_int_equal(capture_read("*?{x}-*", text, &captures, &doubt), -EDOM);
}

static void uses(void **state)
{
	static const char *const none[] = {"br0", "{",    "{}",   "{A}",
					   "{a",  "{a:}", "{a:b", "{a b}"};
	struct capture_place use;

	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		if (capture_find_use(none[i], &use))
			fail_msg("%s has a use", none[i]);
	assert_true(capture_find_use("{a:{b}", &use) && use.name[0] == 'b');
	assert_true(capture_find_use("br-{vlan:100-199}x", &use));
	assert_true(capture_is_number(&use));
	assert_int_equal(use.bound_length, 7);
	assert_memory_equal(use.bound, "100-199", 7);
	assert_string_equal(use.end, "x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(readings),    cmocka_unit_test(doubtful),
		cmocka_unit_test(as_by_trial), cmocka_unit_test(quick),
		cmocka_unit_test(uses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
