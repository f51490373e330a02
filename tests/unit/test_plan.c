/* test_plan.c - plans as values: text and back, there and back, and every row of the
 * option table
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "netcore/plan_text.h"
#include "netcore/port.h"

/* One line of every kind, and of every way that its values can look. */
static const char *const lines[] = {
	"tap0/12 tap - -> tap,vnet_hdr",
	"tap0/12 tap tap,vnet_hdr,multi_queue,owner=0,group=4294967294 -> -",
	"tap0 tap - -> tap",
	"br0/9 ipv6.accept_ra - -> 2",
	"br0/9 ipv4.rp_filter 1 -> 0",
	"tap0/12 alias - -> onebridge:6e0d2c5a-7b1f-4c7e-9f3e-0a1b2c3d4e5f",
	"tap0/12 ipv6 on -> off",
	"eth0/3 dhcp dhclient -> -",
	"br0/2 bridge.forward_delay 40 -> 2", /* more than a policy may say */
	"tap0/2147483647 link down -> up",
	"exactly15bytes_/1 mac 52:54:00:aa:bb:01 -> fe:54:00:aa:bb:01",
	"tap0/12 mac - -> fe:54:00:aa:bb:01",
	"tap0/12 mtu 1500 -> 9000",
	"tap0/12 txqlen 1000 -> 0",
	"br0/2 fdb:52:54:00:aa:bb:01 - -> tap0/12,sticky",
	"br0/2 fdb:52:54:00:aa:bb:01,1000-4094 eth0/3 -> exactly15bytes_/2147483647,sticky",
	"br0/2 fdb:52:54:00:aa:bb:01,42 tap0/12,sticky -> tap0/12",
	"tap0/12 fdb:52:54:00:aa:bb:01 partly -> static", /* version 2 before 1.0 */
	"vxlan10/3 shared.learning on -> off",
	"tap0/12 master - -> br0/3",
	"tap0/12 master br0/3 -> virbr0/4",
	"tap0/12 vlan.state:42 forwarding -> blocking",
	"tap0/12 vlan.mcast_max_groups:1000-4094 - -> 4294967295",
	"tap0/12 vlan.neigh_suppress:1 off -> on",
	"tap0/12 isolated off -> on",
	"tap0/12 cost - -> 12",
	"tap0/12 priority 32 -> 0",
};

static void read_lines(struct plan *plan)
{
	struct error err = {};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		if (plan_read(lines[i], plan, &err) < 0)
			fail_msg("%s: %s", lines[i], err.text);
}

static char *print(const struct plan *plan)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_int_equal(plan_print(plan, out), 0);
	fclose(out);
	return text;
}

static void test_text_and_back(void **state)
{
	_cleanup_(plan_clear) struct plan plan = {};
	_cleanup_(cleanup_free) char *text = NULL;
	const char *line;

	read_lines(&plan);
	text = print(&plan);
	line = text;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		assert_memory_equal(line, lines[i], strlen(lines[i]));
		line += strlen(lines[i]) + 1;
	}
	assert_string_equal(line, "");
}

static void test_there_and_back(void **state)
{
	_cleanup_(plan_clear) struct plan plan = {}, again = {};
	_cleanup_(cleanup_free) char *before = NULL, *after = NULL;

	read_lines(&plan);
	read_lines(&again);
	before = print(&plan);
	plan_invert(&plan);
	assert_false(step_equal(&plan.steps[0], &again.steps[0]));
	assert_int_equal(plan.steps[0].from.number,
			 again.steps[again.count - 1].to.number);
	plan_invert(&plan);
	after = print(&plan);
	assert_string_equal(before, after);
	for (size_t i = 0; i < plan.count; i++)
		assert_true(step_equal(&plan.steps[i], &again.steps[i]));
}

static void test_what_is_no_step(void **state)
{
	static const char *const bad[][2] = {
		{"tap0", "is not a step"},
		{"tap0 mtu 1500 1400", "is not a step"},
		{"tap0 mtu 1500 => 1400", "is not a step"},
		{"tap0 mtu 1500 -> 1400 more", "is not a step"},
		{"tap0/ mtu 1 -> 2", "'tap0/' is not DEVICE"},
		{"tap0/0 mtu 1 -> 2", "is not DEVICE"},
		{"much_too_long_a_name/3 mtu 1 -> 2", "is not DEVICE"},
		{"tap0 colour red -> blue", "'colour' is neither"},
		{"tap0 vlan.colour:42 red -> blue", "'vlan.colour:42' is neither"},
		{"tap0 vlan.state forwarding -> blocking", "'vlan.state' is neither"},
		{"tap0 vlan.state: forwarding -> blocking", "'vlan.state:' is neither"},
		{"tap0 vlan.:42 tagged -> -", "'vlan.:42' is neither"},
		{"tap0 isolated:42 off -> on", "'isolated:42' is neither"},
		{"tap0 vlan.state:42 3 -> blocking",
		 "vlan.state:42 is '3', expected disabled, listening, learning, "
		 "forwarding or blocking"},
		{"tap0 mtu big -> 2", "mtu is 'big'"},
		{"tap0 link up -> sideways", "link is 'sideways', expected up or down"},
		{"tap0 mac 1 -> 52:54:00:aa:bb:01", "mac is '1'"},
		{"tap0 cost 1 -> much",
		 "cost is 'much', expected a number from 1 to 65535"},
		{"tap0 isolated off -> perhaps",
		 "isolated is 'perhaps', expected yes or no"},
		{"tap0 tap - -> tun", "tap is 'tun'"},
		{"tap0 tap - -> tap,", "tap is 'tap,'"},
		{"tap0 tap - -> tap,owner=x", "tap is 'tap,owner=x'"},
		{"tap0 alias - -> "
		 "0123456789012345678901234567890123456789012345678901234567890123456789",
		 "expected up to 63 bytes"},
	};
	struct plan plan = {};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct error err = {};

		assert_int_equal(plan_read(bad[i][0], &plan, &err), -EINVAL);
		if (!strstr(err.text, bad[i][1]))
			fail_msg("'%s' does not say '%s'", err.text, bad[i][1]);
		assert_int_equal(plan.count, 0);
	}
	plan_clear(&plan);
}

/* A port that was repaired again and again, and a bridge that was made anew. */
static void test_repairs(void **state)
{
	static const char taken[] = "tap0/12 link up -> down\n"
				    "tap0/12 master - -> br0/3\n"
				    "tap0/12 isolated off -> on\n"
				    "tap0/12 cost 100 -> 7\n"
				    "tap0/12 cost 7 -> 100\n"
				    "tap0/12 vlan:42 - -> tagged\n"
				    "tap0/12 link down -> up\n";
	static const char again[] = "tap0/12 isolated off -> on\n"
				    "tap0/12 master - -> br0/4\n"
				    "tap0/12 vlan:43 - -> tagged\n"
				    "tap0/13 isolated off -> on\n";
	static const char left[] = "tap0/12 master - -> br0/4\n"
				   "tap0/12 isolated off -> on\n"
				   "tap0/12 vlan:42 - -> tagged\n"
				   "tap0/12 vlan:43 - -> tagged\n"
				   "tap0/13 isolated off -> on\n";
	_cleanup_(plan_clear) struct plan plan = {};
	_cleanup_(cleanup_free) char *text = NULL;
	struct error err = {};

	assert_int_equal(plan_read(taken, &plan, &err), 0);
	for (int i = 0; i < 1500; i++) {
		assert_int_equal(plan_read(again, &plan, &err), 0);
		plan_fold(&plan);
	}
	text = print(&plan);
	assert_string_equal(text, left);
}

static void test_long_plan(void **state)
{
	_cleanup_(plan_clear) struct plan plan = {}, twice = {};
	struct error err;

	for (int i = 0; i < 1000; i++)
		assert_int_equal(plan_read(i % 2 ? "a mtu 1 -> 2\n\n" : "b mtu 1 -> 2",
					   &plan, &err),
				 0);
	assert_int_equal(plan_append(&twice, &plan, &err), 0);
	assert_int_equal(plan_append(&twice, &plan, &err), 0);
	assert_int_equal(twice.count, 2000);
	plan_drop_device(&twice, &(struct link_ref){.name = "a"});
	assert_int_equal(twice.count, 1000);
	assert_string_equal(twice.steps[999].dev.name, "b");
}

/* What every row promises: its name is its own, its bounds hold to the last digit, its
 * initial value is one that it takes, and a plan can say it. */
static void test_option_row(void **state)
{
	const struct link_option *option = *state;
	_cleanup_(plan_clear) struct plan plan = {};
	char text[32], line[128];
	uint64_t value = 77;
	struct error err;

	assert_ptr_equal(option_find(&port_options, option->name), option);
	for (size_t i = 0; i < port_options.count; i++)
		assert_true(&port_options.rows[i] == option ||
			    port_options.rows[i].attribute != option->attribute);
	assert_true(strlen(option->help) > 10 && strlen(option->help) < 70);
	assert_true(option->initial == OPTION_BY_KERNEL ||
		    (option->initial >= option->min && option->initial <= option->max));
	option_print(option, option->max, text, sizeof(text));
	assert_int_equal(option_read(option, text, &value), 0);
	assert_int_equal(value, option->max);
	snprintf(line, sizeof(line), "a %s - -> %s", option->name, text);
	assert_int_equal(plan_read(line, &plan, &err), 0);
	assert_int_equal(plan.steps[0].to.number, option->max);
	snprintf(text, sizeof(text), "%llu", (unsigned long long)option->max + 1);
	assert_int_equal(option_read(option, text, &value), -EINVAL);
	assert_int_equal(option_read(option, "", &value), -EINVAL);
	assert_int_equal(value, option->max);
}

static void test_option_below(void **state)
{
	const struct link_option *option = *state;
	char text[16], expects[64];
	uint64_t value = 77;

	option_expects(option, expects, sizeof(expects));
	assert_true(strlen(expects) > 5);
	snprintf(text, sizeof(text), "%d", (int)option->min - 1);
	assert_int_equal(option_read(option, text, &value), -EINVAL);
	assert_int_equal(value, 77);
}

/* The option alone: it comes after the join and before the port is up, and a port that
 * has it needs nothing. */
static void test_option_planned(void **state)
{
	const struct link_option *option = *state;
	struct link tap = port_fresh_tap("tap0");
	struct port_want want = {.bridge = {"br0", 3}};
	_cleanup_(plan_clear) struct plan plan = {}, none = {};
	uint32_t wanted = option->initial == option->min ? option->max : option->min;
	struct error err;

	option_values_set(&want.port, option_index(option), wanted);
	assert_int_equal(port_plan(&tap, &want, false, &plan, &err), 0);
	assert_int_equal(plan.count, 3);
	assert_int_equal(plan.steps[0].kind, STEP_MASTER);
	assert_ptr_equal(plan.steps[1].option, option);
	assert_int_equal(plan.steps[1].to.number, wanted);
	assert_int_equal(plan.steps[2].kind, STEP_LINK);
	for (size_t i = 0; i < plan.count; i++)
		step_simulate(&plan.steps[i], &tap);
	assert_int_equal(port_plan(&tap, &want, false, &none, &err), 0);
	assert_int_equal(none.count, 0);
	tap.port.has &= ~(UINT32_C(1) << option_index(option));
	assert_int_equal(port_plan(&tap, &want, false, &none, &err), -EOPNOTSUPP);
	assert_non_null(strstr(err.text, option->name));
}

/* What was done in turn, and what there is to undo. */
static const struct {
	const char *done, *folded;
} folds[] = {
	{"", ""},
	{"br0/9 mtu 1500 -> 1400\nbr0/9 mtu 1400 -> 1300\n", "br0/9 mtu 1500 -> 1300\n"},
	{"br0/9 mtu 1500 -> 1400\nbr0/9 mtu 1400 -> 1500\n", ""},
	{"br0/9 bridge.ageing_time - -> 60\nbr0/9 bridge.ageing_time 60 -> 70\n",
	 "br0/9 bridge.ageing_time - -> 70\n"},
	{"br0/9 mac - -> 02:00:00:00:00:01\n"
	 "br0/9 mac 02:00:00:00:00:01 -> 02:00:00:00:00:02\n",
	 "br0/9 mac 02:00:00:00:00:01 -> 02:00:00:00:00:02\n"},
	{"eth0/2 link down -> up\neth1/3 link down -> up\n",
	 "eth0/2 link down -> up\neth1/3 link down -> up\n"},
	{"eth0/2 master - -> br0/9\nbr0/9 addresses eth0/2 -> br0/9\n"
	 "eth0/2 master br0/9 -> -\neth1/3 master - -> br0/9\n"
	 "br0/9 addresses eth1/3 -> br0/9\n",
	 "eth1/3 master - -> br0/9\nbr0/9 addresses eth1/3 -> br0/9\n"},
	{"br0/9 addresses eth0/2 -> br0/9\nbr0/9 addresses br0/9 -> eth0/2\n", ""},
	/* a bridge made anew, twice; another port's entries, and another bridge's, stay
	 */
	{"tap0/5 master - -> br0/9\nbr0/9 fdb:52:54:00:00:00:01 - -> tap0/5,sticky\n"
	 "br0/9 fdb:52:54:00:00:00:02 - -> tap1/6,sticky\n"
	 "br1/8 fdb:52:54:00:00:00:01 - -> tap0/5,sticky\n"
	 "tap0/5 master - -> br0/10\nbr0/10 fdb:52:54:00:00:00:01 - -> tap0/5,sticky\n"
	 "tap0/5 master - -> br0/11\nbr0/11 fdb:52:54:00:00:00:01 - -> tap0/5,sticky\n",
	 "tap0/5 master - -> br0/11\n"
	 "br0/9 fdb:52:54:00:00:00:02 - -> tap1/6,sticky\n"
	 "br1/8 fdb:52:54:00:00:00:01 - -> tap0/5,sticky\n"
	 "br0/11 fdb:52:54:00:00:00:01 - -> tap0/5,sticky\n"},
};

static void test_fold(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(folds); i++) {
		_cleanup_(plan_clear) struct plan plan = {};
		_cleanup_(cleanup_free) char *text = NULL;
		struct error err;
		size_t size;
		FILE *out;

		assert_int_equal(plan_read(folds[i].done, &plan, &err), 0);
		plan_fold(&plan);
		out = open_memstream(&text, &size);
		assert_int_equal(plan_print(&plan, out), 0);
		fclose(out);
		assert_string_equal(text, folds[i].folded);
	}
}

int main(void)
{
	static const struct {
		const char *name;
		CMUnitTestFunction run;
	} each[] = {{"row", test_option_row},
		    {"below its bounds", test_option_below},
		    {"planned", test_option_planned}};
	static const struct CMUnitTest fixed[] = {
		cmocka_unit_test(test_text_and_back),
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_what_is_no_step),
		cmocka_unit_test(test_repairs),
		cmocka_unit_test(test_long_plan),
		cmocka_unit_test(test_fold),
	};
	struct CMUnitTest tests[ARRAY_SIZE(fixed) + 3 * OPTIONS_MAX];
	static char names[ARRAY_SIZE(tests)][80];
	size_t count = ARRAY_SIZE(fixed);

	memcpy(tests, fixed, sizeof(fixed));
	for (size_t i = 0; i < port_options.count; i++)
		for (size_t j = 0; j < ARRAY_SIZE(each); j++, count++) {
			snprintf(names[count], sizeof(names[0]), "option %s: %s",
				 port_options.rows[i].name, each[j].name);
			tests[count] = (struct CMUnitTest){
				.name = names[count],
				.test_func = each[j].run,
				.initial_state = (void *)&port_options.rows[i]};
		}
	return _cmocka_run_group_tests("plan", tests, count, NULL, NULL);
}
