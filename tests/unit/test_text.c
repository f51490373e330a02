/* test_text.c - the words that come from outside, and errors that gather context */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "netcore/error.h"
#include "netcore/text.h"

static void test_ifname(void **state)
{
	static const char *const good[] = {
		"br0", "a", "all0", "vnet-0.1", "exactly15bytes_", "ü"};
	static const char *const bad[] = {
		"",     ".",      "..",   "a/b",      "a b",
		"a\tb", "a:b",    "a\nb", "\xc3\xa0", "sixteen_bytes_ab",
		"all",  "default"};

	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		assert_true(text_is_ifname(good[i]));
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(text_is_ifname(bad[i]));
}

static void test_mac(void **state)
{
	static const char *const bad[] = {"",
					  "52:54:00:aa:bb",
					  "52:54:00:aa:bb:cc:dd",
					  "52-54-00-aa-bb-cc",
					  "52:54:00:aa:bb:cg",
					  "52:54:00:aa:bb:c",
					  "525400aabbcc",
					  "52:54:00:aa:bb:cc "};
	uint8_t mac[MAC_BYTES] = {1, 2, 3, 4, 5, 6};
	char text[MAC_TEXT];

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(text_read_mac(bad[i], mac), -EINVAL);
	assert_int_equal(mac[5], 6);
	assert_int_equal(text_read_mac("52:54:00:Aa:bB:cc", mac), 0);
	text_print_mac(mac, text);
	assert_string_equal(text, "52:54:00:aa:bb:cc");
}

static void test_bool(void **state)
{
	static const char *const bad[] = {"", "YES", "true", "1", "yes ", "o"};
	bool yes = false;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(text_read_bool(bad[i], &yes), -EINVAL);
	assert_int_equal(text_read_bool("on", &yes), 0);
	assert_true(yes);
	assert_int_equal(text_read_bool("no", &yes), 0);
	assert_false(yes);
}

static void test_number(void **state)
{
	static const char *const bad[] = {"",   "-1",   "+1",         " 1",
					  "1 ", "0x10", "4294967296", "99999999999999",
					  "9",  "101"};
	uint32_t number = 7;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(text_read_number(bad[i], 10, 100, &number), -EINVAL);
	assert_int_equal(number, 7);
	assert_int_equal(text_read_number("10", 10, 100, &number), 0);
	assert_int_equal(text_read_number("100", 10, 100, &number), 0);
	assert_int_equal(number, 100);
	assert_int_equal(text_read_number("4294967295", 0, UINT32_MAX, &number), 0);
}

static void test_show(void **state)
{
	static const char hostile[] = "a\nb\\c\x7f\x01 \xc3\xa9\x1b[31m";
	char shown[128], cut[8],
		broken[][8] = {"\\", "\\x", "\\x0", "\\n", "\\x00", "\\xzz"};

	text_show(hostile, shown, sizeof(shown));
	assert_string_equal(shown, "a\\x0ab\\x5cc\\x7f\\x01 \xc3\xa9\\x1b[31m");
	assert_int_equal(text_unshow(shown), 0);
	assert_string_equal(shown, hostile);
	text_show_controls(hostile, shown, sizeof(shown));
	assert_string_equal(shown, "a\\x0ab\\c\\x7f\\x01 \xc3\xa9\\x1b[31m");
	text_show("12345\n", cut, sizeof(cut));
	assert_string_equal(cut, "12345");
	for (size_t i = 0; i < ARRAY_SIZE(broken); i++)
		assert_int_equal(text_unshow(broken[i]), -EINVAL);
}

static void test_error(void **state)
{
	struct error err = {};
	char longer[2048];

	assert_int_equal(error_set(&err, ENODEV, "there is no bridge %s", "br7"),
			 -ENODEV);
	assert_int_equal(error_within(&err, "rule '%s'", "a\nb"), -ENODEV);
	assert_int_equal(error_within(&err, "guest '%s'", "db"), -ENODEV);
	assert_string_equal(err.text,
			    "guest 'db': rule 'a\\x0ab': there is no bridge br7");
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	error_within(&err, "%s", longer);
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
}

/* Whatever it is, a shell makes the same of it, as one word. */
static const struct {
	const char *text, *word;
} words[] = {
	{"br0", "br0"},
	{"eth0.42", "eth0.42"},
	{"/etc/a-b_c", "/etc/a-b_c"},
	{"", "''"},
	{"a b", "'a b'"},
	{";reboot", "';reboot'"},
	{"`id`", "'`id`'"},
	{"$(id)", "'$(id)'"},
	{"a\\b", "'a\\b'"},
	{"it's", "'it'\\''s'"},
	{"\"*?[&|<>~#!", "'\"*?[&|<>~#!'"},
	{"~", "'~'"},
	{"d\xc3\xa9", "'d\xc3\xa9'"},
	{"a\x01'\\", "$'a\\x01\\'\\\\'"},
};

static void shell_words(void **state)
{
	char longest[sizeof(((struct shell_word *)NULL)->text) + 1];

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		assert_string_equal(text_for_shell(words[i].text).text, words[i].word);
	memset(longest, '\'', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	assert_string_equal(text_for_shell(longest).text, "…");
	assert_string_equal(text_for_shell(longest + sizeof(longest) - 3).text,
			    "''\\'''\\'''");
}

static void short_mac(void **state)
{
	static const char *const bad[] = {
		"",
		"1:2:3:4:5",
		"1:2:3:4:5:6:",
		"1:2:3:4:5:006",
		"1:2:3:4:5:g",
		":1:2:3:4:5",
		"1-2-3-4-5-6",
		"1:2:3:4:5: 6",
		"+1:2:3:4:5:6",
		"0x1:2:3:4:5:6",
	};
	const uint8_t want[MAC_BYTES] = {0x52, 0x54, 0, 0xbb, 1, 0x0a};
	uint8_t mac[MAC_BYTES] = {};

	assert_int_equal(text_read_short_mac("52:54:0:Bb:1:0a", ":", mac), 0);
	assert_memory_equal(mac, want, MAC_BYTES);
	assert_int_equal(text_read_short_mac("52-54:0-bb:1-a", ":-", mac), 0);
	assert_memory_equal(mac, want, MAC_BYTES);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(text_read_short_mac(bad[i], ":", mac), -EINVAL);
	assert_memory_equal(mac, want, MAC_BYTES);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ifname), cmocka_unit_test(test_mac),
		cmocka_unit_test(test_bool),   cmocka_unit_test(test_number),
		cmocka_unit_test(test_show),   cmocka_unit_test(test_error),
		cmocka_unit_test(short_mac),   cmocka_unit_test(shell_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
