/* test_drift.c - what a port has lost of its state's plan */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "fake_kernel.h"
#include "netcore/drift.h"
#include "netcore/plan_text.h"

#define MAC "52:54:00:aa:bb:01"

static const char made[] = "vnet0/7 link up -> down\n"
			   "vnet0/7 master - -> br0/2\n"
			   "vnet0/7 isolated off -> on\n"
			   "vnet0/7 learning on -> off\n"
			   "vnet0/7 vlan:1 pvid,untagged -> -\n"
			   "vnet0/7 vlan:42 - -> pvid,untagged\n"
			   "br0/2 fdb:" MAC ",42 - -> vnet0/7,sticky\n"
			   "vnet0/7 locked off -> on\n"
			   "vnet0/7 link down -> up\n";

#define RIGHT "isolated on learning off vlan 42 pvid,untagged locked on"

static char *plan_text(const struct plan *plan)
{
	char *text = NULL, line[STEP_TEXT];
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	for (size_t i = 0; i < plan->count; i++) {
		step_print(&plan->steps[i], line);
		fprintf(out, "%s\n", line);
	}
	fclose(out);
	return text;
}

static void test_port_drift(void **state)
{
	static const struct {
		const char *have;
		int result;
		const char *drift;
	} rows[] = {
		{"2 br0 bridge up vlan_filtering\n7 vnet0 tap up master br0 " RIGHT
		 " sticky " MAC ",42",
		 0, ""},
		/* somebody changed an option, removed an entry, set it down */
		{"2 br0 bridge up vlan_filtering\n7 vnet0 tap up master br0 " RIGHT
		 " isolated off sticky " MAC ",42",
		 0, "vnet0/7 isolated off -> on\n"},
		{"2 br0 bridge up vlan_filtering\n7 vnet0 tap up master br0 " RIGHT, 0,
		 "br0/2 fdb:" MAC ",42 - -> vnet0/7,sticky\n"},
		{"2 br0 bridge up vlan_filtering\n7 vnet0 tap master br0 " RIGHT
		 " sticky " MAC ",42",
		 0, "vnet0/7 link down -> up\n"},
		/* the bridge was made anew */
		{"9 br0 bridge up vlan_filtering\n7 vnet0 tap up", 0,
		 "vnet0/7 link up -> down\n"
		 "vnet0/7 master - -> br0/9\n"
		 "vnet0/7 isolated off -> on\n"
		 "vnet0/7 learning on -> off\n"
		 "vnet0/7 vlan:1 pvid,untagged -> -\n"
		 "vnet0/7 vlan:42 - -> pvid,untagged\n"
		 "br0/9 fdb:" MAC ",42 - -> vnet0/7,sticky\n"
		 "vnet0/7 locked off -> on\n"
		 "vnet0/7 txqlen 1000 -> 0\n"
		 "vnet0/7 txqlen 0 -> 1000\n"
		 "vnet0/7 link down -> up\n"},
		/* the bridge is gone, or another device has its name */
		{"7 vnet0 tap up", -ENODEV, ""},
		{"2 br0 other up\n7 vnet0 tap up", -ENODEV, ""},
		/* the TAP is gone, or another has its name */
		{"2 br0 bridge up", 1, ""},
		{"2 br0 bridge up\n8 vnet0 tap up", 1, ""},
	};
	const struct link_ref tap = {"vnet0", 7};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_(fake_kernel_clear) struct fake_kernel fake = {};
		_cleanup_(plan_clear) struct plan plan = {}, drift = {};
		_cleanup_(cleanup_free) char *text = NULL;
		struct net net = fake_kernel_net(&fake);
		struct error err = {};
		int r;

		fake_kernel_read(&fake, rows[i].have);
		assert_int_equal(plan_read(made, &plan, &err), 0);
		r = port_drift(&net, &plan, &tap, &drift, &err);
		if (r != rows[i].result)
			fail_msg("row %zu: %d: %s", i, r, err.text);
		text = plan_text(&drift);
		if (strcmp(text, rows[i].drift) != 0)
			fail_msg("row %zu: %s", i, text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_port_drift),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
