/* test_bridge_conf.c - bridge.conf: which lines allow a bridge, and which files are read
 *
 * Real files have to be root's. Where the test is not run by root, it becomes root in a
 * user namespace of its own.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hook/helper/bridge_conf.h"
#include "own_folder.h"

/* What stands in for a file, at most three of them. */
struct file {
	const char *path, *text;
};

static const struct file *files;

static int read_fake(const char *path, struct conf_text *ret, struct error *err)
{
	for (size_t i = 0; i < 3 && files[i].path; i++)
		if (!strcmp(files[i].path, path)) {
			*ret = (struct conf_text){.bytes = strdup(files[i].text),
						  .length = strlen(files[i].text)};
			return 0;
		}
	return error_set(err, ENOENT, "%s: it is not there", path);
}

/* For br0; want is the error, "" for none. */
static void expect(const struct file *some, int result, const char *want)
{
	struct error err = {};

	files = some;
	assert_int_equal(bridge_conf_allow("/conf", "br0", read_fake, &err), result);
	assert_string_equal(err.text, want);
}

static void expect_text(const char *text, int result, const char *want)
{
	expect((struct file[3]){{"/conf", text}}, result, want);
}

static void allowed(void **state)
{
	static const char *const texts[] = {
		"allow br0",
		"allow br0\n",
		"allow br0\r\n",
		" \t allow \t br0 \t \n",
		"allow\tbr0\n",
		"allow \v\f br0",
		"allow all",
		"allow br1\nallow br0\nallow br2",
		"# deny br0\nallow br0\n#\n\n  # deny all\n",
		"deny br1\nallow br0\ndeny br00\ndeny br",
		"allow br0\nallow br0\nallow all",
		"\n\n\nallow br0",
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		expect_text(texts[i], 0, "");
}

static void not_allowed(void **state)
{
	static const char *const texts[] = {
		"",           "\n",         "# allow br0",
		"allow br1",  "allow br00", "allow BR0\n",
		"deny br1\n", "allow br",   " \t\r\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		expect_text(texts[i], -EACCES,
			    "/conf: no line allows it; allow it there (allow br0)");
}

#define DENIED(name)                                                                     \
	"denied to everybody (deny " name "); name another bridge, or take that line out"

static void denied(void **state)
{
	expect_text("deny br0", -EACCES, "/conf:1: " DENIED("br0"));
	expect_text("allow br0\n\ndeny br0\n", -EACCES, "/conf:3: " DENIED("br0"));
	expect_text("deny br0\nallow br0\n", -EACCES, "/conf:1: " DENIED("br0"));
	expect_text("deny all\nallow br0\n", -EACCES, "/conf:1: " DENIED("all"));
	expect_text("allow all\ndeny br0\n", -EACCES, "/conf:2: " DENIED("br0"));
	expect_text("deny \t br0\t\r\n", -EACCES, "/conf:1: " DENIED("br0"));
}

#define NOT_UNDERSTOOD                                                                    \
	" is not understood; say allow NAME, deny NAME or include /FILE, where NAME may " \
	"be all"
#define NO_NAME " cannot be a bridge's name; say one name of at most 15 bytes, or all"

/* QEMU reads over some of these, and denies less than the admin thinks. */
static void not_understood(void **state)
{
	static const struct {
		const char *text, *error;
	} cases[] = {
		{"allow", "/conf:1: 'allow'" NOT_UNDERSTOOD},
		{"allow \t \n", "/conf:1: 'allow'" NOT_UNDERSTOOD},
		{"allow br0\npermit br0", "/conf:2: 'permit br0'" NOT_UNDERSTOOD},
		{"Allow br0", "/conf:1: 'Allow br0'" NOT_UNDERSTOOD},
		{"allowbr0", "/conf:1: 'allowbr0'" NOT_UNDERSTOOD},
		{"allow\vbr0", "/conf:1: 'allow\\x0bbr0'" NOT_UNDERSTOOD},
		{"allow br0\ndeny", "/conf:2: 'deny'" NOT_UNDERSTOOD},
		{"\xef\xbb\xbf"
		 "allow br0",
		 "/conf:1: '\xef\xbb\xbf"
		 "allow br0'" NOT_UNDERSTOOD},
		{"allow br0 br1", "/conf:1: 'br0 br1'" NO_NAME},
		{"allow br0\ndeny br1 # for now", "/conf:2: 'br1 # for now'" NO_NAME},
		{"allow br0\ndeny sixteen_bytes_ab",
		 "/conf:2: 'sixteen_bytes_ab'" NO_NAME},
		{"allow br0\ndeny b\033[2J c", "/conf:2: 'b\\x1b[2J c'" NO_NAME},
		{"allow .", "/conf:1: '.'" NO_NAME},
		{"allow a/b", "/conf:1: 'a/b'" NO_NAME},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		expect_text(cases[i].text, -EINVAL, cases[i].error);
}

static void too_long(void **state)
{
	char text[BRIDGE_CONF_LINE + 32];

	memset(text, ' ', sizeof(text));
	memcpy(text, "allow br0\n#", 11);
	text[10 + BRIDGE_CONF_LINE] = '\0';
	expect_text(text, 0, "");
	text[10 + BRIDGE_CONF_LINE] = ' ';
	text[11 + BRIDGE_CONF_LINE] = '\0';
	expect_text(text, -EINVAL, "/conf:2: the line is over 4095 bytes long");
}

static int read_nul(const char *path, struct conf_text *ret, struct error *err)
{
	static const char bytes[] = "allow br0\n\0deny br0\n";

	*ret = (struct conf_text){
		.bytes = memcpy(malloc(sizeof(bytes)), bytes, sizeof(bytes)),
		.length = sizeof(bytes) - 1};
	return 0;
}

static void nul_byte(void **state)
{
	struct error err;

	assert_int_equal(bridge_conf_allow("/conf", "br0", read_nul, &err), -EINVAL);
	assert_string_equal(err.text, "/conf: there is a NUL byte in it; remove it");
}

static void includes(void **state)
{
	expect((struct file[3]){{"/conf", "include /a"}, {"/a", "allow br0"}}, 0, "");
	expect((struct file[3]){{"/conf", "include\t /a b \n"}, {"/a b", "allow br0"}}, 0,
	       "");
	expect((struct file[3]){{"/conf", "allow br0\ninclude /a"}, {"/a", "deny br0"}},
	       -EACCES, "/a:1: " DENIED("br0"));
	expect((struct file[3]){{"/conf", "include /a"},
				{"/a", "include /b"},
				{"/b", "allow br1\n\nallow br0\n"}},
	       0, "");
	expect((struct file[3]){{"/conf", "allow br0\ninclude /a"},
				{"/a", "# b\ninclude /b\n"},
				{"/b", "\nallow\n"}},
	       -EINVAL, "/b:2: 'allow'" NOT_UNDERSTOOD);
}

/* Whoever includes whom: each is read once. */
static void include_loops(void **state)
{
	expect((struct file[3]){{"/conf", "allow br0\ninclude /conf\n"}}, 0, "");
	expect((struct file[3]){{"/conf", "include /a\ninclude /a\n"},
				{"/a", "include /b\ninclude /conf\n"},
				{"/b", "include /a\nallow br0\n"}},
	       0, "");
}

static void include_fails(void **state)
{
	expect((struct file[3]){{"/else", ""}}, -ENOENT, "/conf: it is not there");
	expect((struct file[3]){{"/conf", "allow br0\ninclude /a"}}, -ENOENT,
	       "/conf:2: /a: it is not there");
	expect((struct file[3]){{"/conf", "include /a"},
				{"/a", "\nallow all\ninclude /b"}},
	       -ENOENT, "/a:3: /b: it is not there");
	expect_text("allow br0\ninclude a", -EINVAL,
		    "/conf:2: include a: it would depend on the caller's folder; say a "
		    "path that begins with /");
}

static void too_many_includes(void **state)
{
	char text[32 * BRIDGE_CONF_FILES] = "allow br0\n";

	for (int i = 1; i <= BRIDGE_CONF_FILES; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "include /a%d\n", i);
	expect_text(text, -EINVAL,
		    "/conf:65: include /a64: that would be more than 64 files; put them "
		    "together");
}

/* --- real files */

static void write_file(const char *path, const char *text)
{
	_cleanup_(cleanup_file) FILE *file = fopen(path, "we");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fchmod(fileno(file), 0640), 0);
}

/* "etc/conf", and what is wrong with it: "" for nothing. */
static void expect_read(int result, const char *want)
{
	_cleanup_(conf_text_clear) struct conf_text text = {};
	struct error err = {};

	assert_int_equal(bridge_conf_read_file("etc/conf", &text, &err), result);
	assert_string_equal(err.text, want);
}

static void reads_text(void **state)
{
	_cleanup_(conf_text_clear) struct conf_text text = {};
	struct error err;

	write_file("conf", "allow br0\n");
	assert_int_equal(bridge_conf_read_file("conf", &text, &err), 0);
	assert_int_equal(text.length, 10);
	assert_string_equal(text.bytes, "allow br0\n");
}

#define NOT_OPEN(why)                                                                    \
	"etc/conf: cannot be opened: " why "; it has to be there, and readable for the " \
	"caller"

static void not_there(void **state)
{
	expect_read(-ENOENT, NOT_OPEN("No such file or directory"));
	mkdir("etc", 0755);
	expect_read(-ENOENT, NOT_OPEN("No such file or directory"));
	assert_int_equal(symlink("nowhere", "etc/conf"), 0);
	expect_read(-ENOENT, NOT_OPEN("No such file or directory"));
	unlink("etc/conf");
	mkdir("etc/conf", 0755);
	expect_read(-EINVAL, "etc/conf: is not a regular file; replace or remove it");
	rmdir("etc/conf");
	assert_int_equal(mkfifo("etc/conf", 0644), 0);
	expect_read(-EINVAL, "etc/conf: is not a regular file; replace or remove it");
}

static void writable(void **state)
{
	mkdir("etc", 0755);
	write_file("etc/conf", "allow br0");
	chmod("etc/conf", 0664);
	expect_read(
		-EPERM,
		"etc/conf: is writable by users other than root (mode 0664); run: chmod "
		"go-w etc/conf");
	chmod("etc/conf", 0602);
	expect_read(
		-EPERM,
		"etc/conf: is writable by users other than root (mode 0602); run: chmod "
		"go-w etc/conf");
	chmod("etc/conf", 0600);
	chmod("etc", 01777);
	expect_read(
		-EPERM,
		"etc/: is writable by users other than root (mode 1777); run: chmod go-w "
		"etc/");
	chmod("etc", 0711);
	expect_read(0, "");
}

static void others(void **state)
{
	mkdir("etc", 0755);
	write_file("etc/conf", "allow br0");
	if (chown("etc/conf", 1, 0) < 0)
		skip();
	expect_read(-EPERM, "etc/conf: is owned by uid 1; run: chown root etc/conf");
	assert_int_equal(chown("etc/conf", 0, 0), 0);
	assert_int_equal(chown("etc", 1, 0), 0);
	expect_read(-EPERM, "etc/: is owned by uid 1; run: chown root etc/");
}

static void too_big(void **state)
{
	mkdir("etc", 0755);
	write_file("etc/conf", "allow br0");
	assert_int_equal(truncate("etc/conf", BRIDGE_CONF_BYTES), 0);
	expect_read(0, "");
	assert_int_equal(truncate("etc/conf", BRIDGE_CONF_BYTES + 1), 0);
	expect_read(-EFBIG, "etc/conf: is longer than 65536 bytes; shorten it");
}

#define test_files(function) cmocka_unit_test_setup_teardown(function, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(allowed),
		cmocka_unit_test(not_allowed),
		cmocka_unit_test(denied),
		cmocka_unit_test(not_understood),
		cmocka_unit_test(too_long),
		cmocka_unit_test(nul_byte),
		cmocka_unit_test(includes),
		cmocka_unit_test(include_loops),
		cmocka_unit_test(include_fails),
		cmocka_unit_test(too_many_includes),
		test_files(reads_text),
		test_files(not_there),
		test_files(writable),
		test_files(others),
		test_files(too_big),
	};

	return cmocka_run_group_tests(tests, become_root, NULL);
}
