/* test_policy_bytes.c - policy XML that is broken, cut, huge, in many files or in none */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cases.h"

#include <unistd.h>

#include "xml/policy_read.h"

/* The words of libxml2 differ between its releases; ours around them do not. */
static void malformed(void **state)
{
	static const struct {
		const char *text, *problem;
	} rows[] = {
		{"<policy>\n<rule name='a'>\n</policy>", "f:3: invalid XML: "},
		{"<policy>\n<rule name='a' name='b'/></policy>", "f:2: invalid XML: "},
		{"<policy>&nothing;</policy>", "f:1: invalid XML: "},
		{"<policy/>\n<policy/>", "f:2: invalid XML: "},
		{"<policy>\xff</policy>", "f:1: invalid XML: "},
		{"<policy>\x01</policy>", "f:1: invalid XML: "},
		{"<policy name=a/>", "f:1: invalid XML: "},
		{"<policy>\n\n", "f:3: the document ends too early; close every "
				 "element\n"},
		{"", "f: the document is empty; expected <policy>\n"},
		{"policy", "f:1: not an XML document in UTF-8; it must begin with '<'\n"},
		{"<policy><rule name='a'", "f:1: "},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_(policy_clear) struct policy policy = {};
		_cleanup_(problems_clear) struct problems problems = {};
		const char *text = rows[i].text, *want = rows[i].problem;

		policy_read_text("f", text, strlen(text), &policy, &problems);
		assert_int_equal(problems.count, 1);
		if (strncmp(problems.text, want, strlen(want)) != 0)
			fail_msg("%s: %s", text, problems.text);
		assert_ptr_equal(strchr(problems.text, '\n') + 1,
				 strchr(problems.text, '\0'));
		assert_non_null(strchr(problems.text, ';'));
	}
}

static void two_files(void **state)
{
	_cleanup_(policy_clear) struct policy policy = {};
	_cleanup_(problems_clear) struct problems problems = {};
	const char *a = "<policy>\n<rule name='x'><match/><ignore/></rule></policy>";
	const char *b = "<policy>\n\n<rule name='x'><match/><ignore/></rule></policy>";

	policy_read_text("a.xml", a, strlen(a), &policy, &problems);
	policy_read_text("b.xml", b, strlen(b), &policy, &problems);
	assert_int_equal(problems.count, 0);
	policy_read_finish(&policy, &problems);
	assert_string_equal(
		problems.text,
		"b.xml:3: duplicate rule name 'x', first used at a.xml:2; rename one "
		"of them\n"
		"b.xml:3: the rule is unreachable after the <match/> of 'x' at "
		"a.xml:2; move it before that rule, or remove it\n");
	assert_int_equal(policy.file_count, 2);
	assert_ptr_equal(policy.rules[1].file, policy.files[1]);
}

static char *many_rules(size_t count, size_t names)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	fprintf(out, "<policy>\n");
	for (size_t i = 0; i < count; i++)
		fprintf(out,
			"<rule name='%zu'><match><domain name='g-%zu'/></match>"
			"<attach><port isolated='yes'/></attach></rule>\n",
			i % names, i);
	fprintf(out, "</policy>\n");
	fclose(out);
	return text;
}

static void many(void **state)
{
	_cleanup_(policy_clear) struct policy policy = {};
	_cleanup_(problems_clear) struct problems problems = {};
	_cleanup_(cleanup_free) char *text = many_rules(50000, 50000);

	policy_read_text("many", text, strlen(text), &policy, &problems);
	policy_read_finish(&policy, &problems);
	assert_int_equal(problems.count, 0);
	assert_int_equal(policy.rule_count, 50000);
	assert_string_equal(policy.rules[49999].name, "49999");
	assert_int_equal(policy.rules[49999].line, 50001);
}

static void many_problems(void **state)
{
	_cleanup_(policy_clear) struct policy policy = {};
	_cleanup_(problems_clear) struct problems problems = {};
	_cleanup_(cleanup_free) char *text = many_rules(50000, 1);
	size_t lines = 0;

	policy_read_text("many", text, strlen(text), &policy, &problems);
	policy_read_finish(&policy, &problems);
	assert_int_equal(problems.count, 49999);
	for (const char *line = problems.text; *line; line++)
		lines += *line == '\n';
	assert_int_equal(lines, PROBLEMS_MAX);
}

static void size_bound(void **state)
{
	enum { MOST = 16 << 20 };
	_cleanup_(cleanup_free) char *text = malloc(MOST + 1);
	_cleanup_(policy_clear) struct policy policy = {};
	_cleanup_(problems_clear) struct problems problems = {};

	memset(text, ' ', MOST + 1);
	memcpy(text, "<policy>", 8);
	memcpy(text + MOST - 9, "</policy>", 9);
	policy_read_text("f", text, MOST, &policy, &problems);
	assert_int_equal(problems.count, 0);
	policy_read_text("f", text, MOST + 1, &policy, &problems);
	assert_string_equal(problems.text,
			    "f: the document is too long; the limit is 16 MiB\n");
}

static void cut_anywhere(void **state)
{
	_cleanup_(cleanup_free) char *text = NULL;
	size_t length;

	text = case_read("policy/good/full.xml", &length);
	length = (size_t)(strstr(text, "</policy>") - text);
	for (size_t i = 0; i < length; i++) {
		_cleanup_(cleanup_free) char *cut = malloc(i + 1);
		_cleanup_(policy_clear) struct policy policy = {};
		_cleanup_(problems_clear) struct problems problems = {};

		memcpy(cut, text, i);
		policy_read_text("f", cut, i, &policy, &problems);
		policy_read_finish(&policy, &problems);
		assert_true(problems.count > 0);
	}
}

static void silent(void **state)
{
	_cleanup_(cleanup_file) FILE *file = tmpfile();
	int before = dup(STDERR_FILENO);

	assert_non_null(file);
	dup2(fileno(file), STDERR_FILENO);
	malformed(state);
	cut_anywhere(state);
	dup2(before, STDERR_FILENO);
	close(before);
	assert_int_equal(lseek(fileno(file), 0, SEEK_END), 0);
}

static void files(void **state)
{
	_cleanup_(policy_clear) struct policy policy = {};
	_cleanup_(problems_clear) struct problems problems = {};

	policy_read_file("policy/good/full.xml", &policy, &problems);
	assert_int_equal(problems.count, 0);
	assert_string_equal(policy.rules[0].file, "policy/good/full.xml");
	policy_read_file("policy/none.xml", &policy, &problems);
	policy_read_file("policy", &policy, &problems);
	assert_string_equal(
		problems.text,
		"policy/none.xml: cannot be opened: No such file or directory; check "
		"that it exists and is readable\n"
		"policy: cannot be read: Is a directory\n");
	policy_clear(&policy);
	policy_clear(&policy);
	problems_clear(&problems);
	problems_clear(&problems);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(malformed),  cmocka_unit_test(two_files),
		cmocka_unit_test(many),       cmocka_unit_test(many_problems),
		cmocka_unit_test(size_bound), cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(silent),     cmocka_unit_test(files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
