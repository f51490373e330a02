/* test_policy_folder.c - the policy's folder: which files are read, and whom they have to
 * be of
 *
 * The files have to be root's. Where the test is not run by root, it becomes root in a
 * user namespace of its own.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "cases.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xml/policy_read.h"
#include "own_folder.h"

static void write_file(const char *path, const char *text)
{
	_cleanup_(cleanup_file) FILE *file = fopen(path, "we");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fchmod(fileno(file), 0644), 0);
}

static void write_rule(const char *path, const char *name)
{
	char text[256];

	snprintf(text, sizeof(text),
		 "<policy><rule name='%s'><match><domain name='%s'/></match><ignore/>"
		 "</rule></policy>",
		 name, name);
	write_file(path, text);
}

/* Reads the folder "etc"; the problems have to be want, "" for none. Returns what
 * policy_read_folder() does. */
static bool read_etc(struct policy *policy, const char *want)
{
	_cleanup_(problems_clear) struct problems problems = {};
	bool found = policy_read_folder("etc", policy, &problems);

	assert_string_equal(problems.text ? problems.text : "", want);
	return found;
}

static void expect_problem(const char *want)
{
	_cleanup_(policy_clear) struct policy policy = {};

	assert_true(read_etc(&policy, want));
}

static void nothing(void **state)
{
	_cleanup_(policy_clear) struct policy policy = {};

	assert_false(read_etc(&policy, ""));
	mkdir("etc", 0755);
	assert_false(read_etc(&policy, ""));
	mkdir("etc/policy.d", 0777);
	write_file("etc/policy.d/README", "no policy");
	write_file("etc/policy.d/.editor.xml", "no policy");
	write_file("etc/policy.d/old.xml~", "no policy");
	write_file("etc/policy.d/.xml", "no policy");
	write_file("etc/other.xml", "no policy");
	assert_false(read_etc(&policy, ""));
	assert_int_equal(policy.rule_count, 0);
}

static void order(void **state)
{
	static const char *const names[] = {"main", "10", "9", "B", "a"};
	_cleanup_(policy_clear) struct policy policy = {};

	mkdir("etc", 0755);
	mkdir("etc/policy.d", 0755);
	write_rule("etc/policy.d/a.xml", "a");
	write_rule("etc/policy.d/9.xml", "9");
	write_rule("etc/policy.d/10.xml", "10");
	write_rule("etc/policy.d/B.xml", "B");
	write_rule("etc/policy.xml", "main");
	assert_true(read_etc(&policy, ""));
	assert_int_equal(policy.rule_count, ARRAY_SIZE(names));
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_string_equal(policy.rules[i].name, names[i]);
	assert_string_equal(policy.rules[0].file, "etc/policy.xml");
	assert_string_equal(policy.rules[1].file, "etc/policy.d/10.xml");
}

static void one_of_two(void **state)
{
	_cleanup_(policy_clear) struct policy policy = {}, again = {};

	mkdir("etc", 0755);
	write_rule("etc/policy.xml", "main");
	assert_true(read_etc(&policy, ""));
	assert_int_equal(policy.rule_count, 1);
	unlink("etc/policy.xml");
	mkdir("etc/policy.d", 0755);
	write_rule("etc/policy.d/part.xml", "part");
	assert_true(read_etc(&again, ""));
	assert_int_equal(again.rule_count, 1);
}

static void writable(void **state)
{
	mkdir("etc", 0755);
	mkdir("etc/policy.d", 0755);
	write_rule("etc/policy.xml", "main");
	write_rule("etc/policy.d/a.xml", "a");
	chmod("etc/policy.xml", 0664);
	expect_problem(
		"etc/policy.xml: is writable by users other than root (mode 0664); "
		"run: chmod go-w etc/policy.xml\n");
	chmod("etc/policy.xml", 0600);
	chmod("etc/policy.d/a.xml", 0602);
	expect_problem(
		"etc/policy.d/a.xml: is writable by users other than root (mode 0602); "
		"run: chmod go-w etc/policy.d/a.xml\n");
	chmod("etc/policy.d/a.xml", 0600);
	chmod("etc/policy.d", 01777);
	expect_problem(
		"etc/policy.d: is writable by users other than root (mode 1777); run: "
		"chmod go-w etc/policy.d\n");
	chmod("etc/policy.d", 0755);
	chmod("etc", 0775);
	expect_problem(
		"etc: is writable by users other than root (mode 0775); run: chmod "
		"go-w etc\n");
	chmod("etc", 0755);
	expect_problem("");
}

static void others(void **state)
{
	mkdir("etc", 0755);
	write_rule("etc/policy.xml", "main");
	if (chown("etc/policy.xml", 1, 1) < 0)
		skip();
	expect_problem(
		"etc/policy.xml: is owned by uid 1; run: chown root etc/policy.xml\n");
	assert_int_equal(chown("etc/policy.xml", 0, 0), 0);
	assert_int_equal(chown("etc", 1, 1), 0);
	expect_problem("etc: is owned by uid 1; run: chown root etc\n");
}

static void no_regular_files(void **state)
{
	mkdir("etc", 0755);
	mkdir("etc/policy.d", 0755);
	mkdir("etc/policy.d/folder.xml", 0755);
	assert_int_equal(mkfifo("etc/policy.d/pipe.xml", 0644), 0);
	assert_int_equal(symlink("nowhere", "etc/policy.d/link.xml"), 0);
	assert_int_equal(symlink("nowhere", "etc/policy.xml"), 0);
	expect_problem(
		"etc/policy.xml: cannot be opened: No such file or directory; check "
		"that it exists and is readable\n"
		"etc/policy.d/folder.xml: is not a regular file; replace or remove it\n"
		"etc/policy.d/link.xml: cannot be opened: No such file or directory; "
		"check that it exists and is readable\n"
		"etc/policy.d/pipe.xml: is not a regular file; replace or remove it\n");
}

static void no_folders(void **state)
{
	write_file("etc", "");
	expect_problem(
		"etc: cannot be opened: Not a directory; check that it exists and is "
		"readable\n");
	unlink("etc");
	mkdir("etc", 0755);
	write_file("etc/policy.d", "");
	expect_problem(
		"etc/policy.d: cannot be opened: Not a directory; check that it exists "
		"and is readable\n");
}

/* Whoever keeps the policy elsewhere may link to it; the file itself is looked at. */
static void links(void **state)
{
	_cleanup_(policy_clear) struct policy policy = {};

	mkdir("etc", 0755);
	mkdir("kept", 0755);
	write_rule("kept/policy.xml", "main");
	write_rule("kept/part.xml", "part");
	assert_int_equal(symlink("../kept/policy.xml", "etc/policy.xml"), 0);
	assert_int_equal(symlink("../kept", "etc/policy.d"), 0);
	unlink("kept/policy.xml");
	write_rule("kept/policy.xml", "main");
	chmod("kept/part.xml", 0646);
	assert_true(read_etc(
		&policy,
		"etc/policy.d/part.xml: is writable by users other than root (mode "
		"0646); run: chmod go-w etc/policy.d/part.xml\n"));
	assert_int_equal(policy.rule_count, 2);
}

/* What is wrong in all files is told in one run. */
static void all_problems(void **state)
{
	mkdir("etc", 0755);
	mkdir("etc/policy.d", 0755);
	write_file("etc/policy.xml", "<policy>\n<ruel/></policy>");
	write_file("etc/policy.d/a.xml", "");
	write_file("etc/policy.d/b.xml", "\n<rule/>");
	expect_problem(
		"etc/policy.xml:2: unknown element <ruel> in <policy>; did you mean "
		"'rule'? Valid here: bridge, map, rule\n"
		"etc/policy.d/a.xml: the document is empty; expected <policy>\n"
		"etc/policy.d/b.xml:2: the root element is <rule>; expected <policy>\n");
}

#define test(function) cmocka_unit_test_setup_teardown(function, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(nothing),    test(order),  test(one_of_two),
		test(writable),   test(others), test(no_regular_files),
		test(no_folders), test(links),  test(all_problems),
	};

	return cmocka_run_group_tests(tests, become_root, NULL);
}
