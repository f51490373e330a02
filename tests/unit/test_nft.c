/* test_nft.c - what nft list table prints, and transactions in a network of one's own */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "netcore/kernel/nft.h"

static const char listing[] =
	"table netdev onebridge-tap0 {\n"
	"	comment \"a table\"\n"
	"	set none {\n"
	"		type ether_addr\n"
	"	}\n"
	"\n"
	"	set set {\n"
	"		type ipv4_addr\n"
	"		flags interval\n"
	"		elements = { 192.0.2.10 comment \"a, b\",\n"
	"			     192.0.2.0/28, 10.0.0.1-10.0.0.7 }\n"
	"	}\n"
	"\n"
	"	map of {\n"
	"		type ipv4_addr : verdict\n"
	"		elements = { 10.0.0.1 : drop }\n"
	"	}\n"
	"\n"
	"	chain in {\n"
	"		type filter hook ingress device \"tap0\" priority "
	"-500; policy drop;\n"
	"		ip saddr @set counter packets 12 bytes 60 accept "
	"comment \"set }\"\n"
	"		drop\n"
	"	}\n"
	"}\n";

static void print_items(const struct nft_table *table, char *ret, size_t size)
{
	ret[0] = '\0';
	for (size_t i = 0; i < table->count; i++)
		snprintf(ret + strlen(ret), size - strlen(ret), "%d %s|%s\n",
			 table->items[i].kind, table->items[i].owner,
			 table->items[i].text);
}

static void test_listing(void **state)
{
	_cleanup_(nft_table_clear) struct nft_table table = {};
	char items[1024];

	assert_int_equal(nft_table_read(strdup(listing), &table), 0);
	print_items(&table, items, sizeof(items));
	assert_string_equal(
		items, "3 |comment \"a table\"\n"
		       "2 set|192.0.2.10 comment \"a, b\"\n"
		       "2 set|192.0.2.0/28\n"
		       "2 set|10.0.0.1-10.0.0.7\n"
		       "2 of|10.0.0.1 : drop\n"
		       "0 in|type filter hook ingress device \"tap0\" priority -500; "
		       "policy drop;\n"
		       "1 in|ip saddr @set counter packets 12 bytes 60 accept comment "
		       "\"set }\"\n"
		       "1 in|drop\n");
}

static void test_rule(void **state)
{
	static const char rule[] = "udp dport 67 counter packets 12 bytes 60 drop "
				   "comment \"dhcp\"";
	size_t length;

	assert_string_equal(nft_rule_comment(rule, &length), "dhcp\"");
	assert_int_equal(length, 4);
	assert_true(nft_rule_is(rule, "dhcp"));
	assert_false(nft_rule_is(rule, "dhc"));
	assert_false(nft_rule_is(rule, "dhcp6"));
	assert_int_equal(nft_rule_packets(rule), 12);
	assert_null(nft_rule_comment("drop", &length));
	assert_false(nft_rule_is("drop", ""));
	assert_int_equal(nft_rule_packets("drop"), 0);
}

/* Cut anywhere, it is read without harm. */
static void test_cut_listing(void **state)
{
	for (size_t length = 0; length < strlen(listing); length++) {
		struct nft_table table = {};

		assert_int_equal(nft_table_read(strndup(listing, length), &table), 0);
		nft_table_clear(&table);
	}
}

static void own_network(void)
{
	if (unshare(CLONE_NEWNET) < 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) < 0) {
		print_message("skipped: no network of its own: %s\n", strerror(errno));
		skip();
	}
}

/* All of a text is done, or nothing, and the error says what nft says. */
static void test_transaction(void **state)
{
	_cleanup_(nft_table_clear) struct nft_table table = {};
	struct error err = {};
	char items[256];

	own_network();
	assert_int_equal(nft_list("inet", "t", &table, &err), 0);
	assert_int_equal(nft_run("table inet t {\n"
				 " set s { type ipv4_addr; elements = { 192.0.2.1 }; }\n"
				 " chain c { ip saddr @s counter drop comment \"x\"; }\n"
				 "}\n",
				 &err),
			 0);
	assert_int_equal(nft_run("add element inet t s { 192.0.2.2 }\n"
				 "delete element inet t s { 192.0.2.3 }\n",
				 &err),
			 -ENOENT);
	assert_string_equal(err.text, "nftables: Could not process rule: No such file or "
				      "directory");
	assert_int_equal(nft_run("add elephant", &err), -EINVAL);
	assert_int_equal(nft_list("inet", "t", &table, &err), 1);
	print_items(&table, items, sizeof(items));
	assert_string_equal(items, "2 s|192.0.2.1\n"
				   "1 c|ip saddr @s counter packets 0 bytes 0 drop "
				   "comment \"x\"\n");
	assert_int_equal(nft_run("delete table inet t", &err), 0);
	assert_int_equal(nft_list("inet", "t", &table, &err), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_listing),
		cmocka_unit_test(test_rule),
		cmocka_unit_test(test_cut_listing),
		cmocka_unit_test(test_transaction),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
