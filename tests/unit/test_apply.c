/* test_apply.c - what an undo must leave alone, and that it goes on past what fails */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "fake_kernel.h"
#include "netcore/apply.h"
#include "netcore/plan_text.h"

static const char have[] = "2 br0 bridge up\n"
			   "7 vnet0 tap up master br0 isolated on mtu 9000\n"
			   "8 vnet1 tap up master br0 isolated on\n";

struct scene {
	struct fake_kernel fake;
	struct net net;
	struct plan plan;
	char *before, *after;
};

static void scene_undo(struct scene *scene, const char *plan, unsigned fail_at,
		       int result)
{
	struct error err = {};

	fake_kernel_read(&scene->fake, have);
	scene->net = fake_kernel_net(&scene->fake);
	scene->fake.fail_at = fail_at;
	assert_int_equal(plan_read(plan, &scene->plan, &err), 0);
	scene->before = fake_kernel_print(&scene->fake);
	assert_int_equal(plan_undo(&scene->net, &scene->plan, UNDO_ALL, &err), result);
	scene->after = fake_kernel_print(&scene->fake);
}

static void scene_clear(struct scene *scene)
{
	plan_clear(&scene->plan);
	free(scene->before);
	free(scene->after);
}

/* The same name, but the number of a device that is no more. */
static void test_name_used_again(void **state)
{
	_cleanup_(scene_clear) struct scene scene = {};

	scene_undo(&scene,
		   "vnet0/6 tap - -> tap,vnet_hdr\nvnet0/6 link down -> up\n"
		   "vnet0/6 master - -> br0/2\nvnet0/6 isolated off -> on\n",
		   0, 0);
	assert_string_equal(scene.before, scene.after);
}

/* A plan from before the device had a number speaks of no device. */
static void test_never_made(void **state)
{
	_cleanup_(scene_clear) struct scene scene = {};

	scene_undo(&scene, "vnet0 tap - -> tap,vnet_hdr\nvnet0 link down -> up\n", 0, 0);
	assert_string_equal(scene.before, scene.after);
}

/* A device that has another name is left alone, but by the process that has just changed
 * it: a number may be used again. */
static void test_renamed(void **state)
{
	static const struct {
		const char *plan;
		enum undo undo;
		bool undone;
	} rows[] = {
		{"vnet7/7 isolated off -> on\n", UNDO_ALL, false},
		{"vnet7/7 isolated off -> on\n", UNDO_PORTS, false},
		{"vnet7/7 isolated off -> on\n", UNDO_AT_ONCE, true},
		{"eth7/9 isolated off -> on\n", UNDO_ALL, false},
		{"eth7/9 isolated off -> on\n", UNDO_AT_ONCE, true},
		{"vnet1/9 isolated off -> on\n", UNDO_ALL, false},
		{"vnet1/9 isolated off -> on\n", UNDO_AT_ONCE, true},
		{"vnet7/6 isolated off -> on\n", UNDO_AT_ONCE, false},
		{"br7/10 bridge - -> made\nbr7/10 mac - -> 02:00:00:00:00:10\n",
		 UNDO_AT_ONCE, true},
		{"br7/10 bridge - -> made\nbr7/10 mac - -> 02:00:00:00:00:99\n",
		 UNDO_AT_ONCE, false},
		{"br7/10 bridge - -> made\nbr7/10 mac - -> 02:00:00:00:00:10\n", UNDO_ALL,
		 false},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_(cleanup_free) char *before = NULL, *after = NULL;
		_cleanup_(plan_clear) struct plan plan = {};
		struct fake_kernel fake = {};
		struct net net = fake_kernel_net(&fake);
		struct error err = {};

		fake_kernel_read(&fake, have);
		fake_kernel_read(&fake, "9 eth0 other up master br0 isolated on\n"
					"10 br1 bridge mac 02:00:00:00:00:10\n");
		before = fake_kernel_print(&fake);
		assert_int_equal(plan_read(rows[i].plan, &plan, &err), 0);
		assert_int_equal(plan_undo(&net, &plan, rows[i].undo, &err), 0);
		after = fake_kernel_print(&fake);
		if ((strcmp(before, after) != 0) != rows[i].undone)
			fail_msg("row %zu", i);
	}
}

static void test_gone(void **state)
{
	_cleanup_(scene_clear) struct scene scene = {};

	scene_undo(&scene, "vnet9/9 tap - -> tap\nvnet9/9 master - -> br0/2\n", 0, 0);
	assert_string_equal(scene.before, scene.after);
}

/* Somebody has set another MTU, and put the port in another bridge, since. */
static void test_changed_since(void **state)
{
	_cleanup_(scene_clear) struct scene scene = {};

	scene_undo(&scene,
		   "vnet0/7 mtu 1400 -> 1500\nvnet0/7 master - -> virbr0/3\n"
		   "vnet0/7 isolated on -> off\nvnet0/7 link down -> down\n",
		   0, 0);
	assert_string_equal(scene.before, scene.after);
}

static void test_undone(void **state)
{
	_cleanup_(scene_clear) struct scene scene = {};
	const struct link *link = &scene.fake.links[1].link;

	scene_undo(&scene, "vnet0/7 mtu 1400 -> 9000\nvnet0/7 master - -> br0/2\n", 0, 0);
	assert_int_equal(link->mtu, 1400);
	assert_int_equal(link->master.ifindex, 0);
}

/* Calls 1 and 2 look at the two devices; 3 is the first step back, and fails. */
static void test_goes_on(void **state)
{
	_cleanup_(scene_clear) struct scene scene = {};

	scene_undo(&scene, "vnet0/7 isolated off -> on\nvnet1/8 isolated off -> on\n", 3,
		   -EIO);
	assert_int_equal(scene.fake.links[1].link.port.value[0], 0);
	assert_int_equal(scene.fake.links[2].link.port.value[0], 1);
}

/* --- static entries, which a frame or somebody may have moved */

#define ENTRY      "52:54:00:aa:bb:01"
#define ENTRY_MADE "vnet0/7 learning on -> off\nbr0/2 fdb:" ENTRY " - -> vnet0/7,sticky\n"

static void test_entry_removed(void **state)
{
	static const struct {
		const char *have, *plan;
		size_t left; /* entries */
	} rows[] = {
		{"7 vnet0 tap up master br0 sticky " ENTRY, ENTRY_MADE, 0},
		{"7 vnet0 tap up master br0", ENTRY_MADE, 0},
		/* the TAP is gone, and a frame had moved the entry */
		{"3 eth0 other up master br0 static " ENTRY, ENTRY_MADE, 0},
		/* … and what is learnt is nobody's */
		{"3 eth0 other up master br0 learnt " ENTRY, ENTRY_MADE, 1},
		/* another guest's, or an EVPN daemon's */
		{"8 vnet1 tap up master br0 sticky " ENTRY, ENTRY_MADE, 1},
		{"8 vxlan10 other up master br0 external " ENTRY, ENTRY_MADE, 1},
		{"2 br1 bridge up local " ENTRY, ENTRY_MADE, 1},
		/* it had been moved before it was made */
		{"7 vnet0 tap up master br0 sticky " ENTRY,
		 "br0/2 fdb:" ENTRY " eth0/3 -> vnet0/7,sticky\n", 0},
		/* somebody had it there before */
		{"7 vnet0 tap up master br0 sticky " ENTRY,
		 "br0/2 fdb:" ENTRY " vnet0/7 -> vnet0/7,sticky\n", 1},
		{"7 vnet0 tap up master br0", "br0/2 fdb:" ENTRY " vnet0/7 -> -\n", 1},
		{"8 vnet0 tap up master br0", "br0/2 fdb:" ENTRY " vnet0/7 -> -\n", 0},
		/* in each VLAN for itself, whoever has it in others */
		{"3 eth0 other up master br0 vlan 10-12 tagged static " ENTRY
		 ",11 static " ENTRY ",12\n"
		 "7 vnet0 tap up master br0 vlan 10-11 tagged sticky " ENTRY ",10",
		 "br0/2 fdb:" ENTRY ",10-11 - -> vnet0/7,sticky\n", 1},
		/* of an older version */
		{"7 vnet0 tap up master br0", "vnet0/7 fdb:" ENTRY " partly -> static\n",
		 0},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_(fake_kernel_clear) struct fake_kernel fake = {};
		_cleanup_(plan_clear) struct plan plan = {};
		struct net net = fake_kernel_net(&fake);
		struct error err = {};

		fake_kernel_read(&fake, "2 br0 bridge up");
		fake_kernel_read(&fake, rows[i].have);
		assert_int_equal(plan_read(rows[i].plan, &plan, &err), 0);
		if (plan_undo(&net, &plan, UNDO_ALL, &err) < 0)
			fail_msg("row %zu: %s", i, err.text);
		if (fake.fdb.count != rows[i].left)
			fail_msg("row %zu: %zu entries are left", i, fake.fdb.count);
	}
}

/* --- DHCP clients, which are steps like all others */

static char running[2][2 * DHCP_CLIENT_TEXT]; /* "DEVICE CLIENT" */

static char *running_on(const char *device)
{
	for (size_t i = 0; i < ARRAY_SIZE(running); i++)
		if (!strncmp(running[i], device, strlen(device)))
			return running[i];
	return NULL;
}

static void fake_dhcp_find(const char *device, char ret[DHCP_CLIENT_TEXT])
{
	const char *found = running_on(device);

	snprintf(ret, DHCP_CLIENT_TEXT, "%s", found ? strchr(found, ' ') + 1 : "");
}

static int fake_dhcp_start(const char *device, const char *client, struct error *err)
{
	char *free_one = running_on("");

	for (size_t i = 0; i < ARRAY_SIZE(running); i++)
		free_one = *running[i] ? free_one : running[i];
	if (!strcmp(client, "broken"))
		return error_set(err, EIO, "%s did not start", client);
	snprintf(free_one, sizeof(running[0]), "%s %s", device, client);
	return 0;
}

static int fake_dhcp_stop(const char *device, struct error *err)
{
	char *found = running_on(device);

	if (found && strstr(found, " immortal"))
		return error_set(err, EIO, "it does not end");
	if (found)
		*found = '\0';
	return 0;
}

static const struct dhcp_ops fake_dhcp = {
	.find = fake_dhcp_find, .start = fake_dhcp_start, .stop = fake_dhcp_stop};

static void assert_runs(const char *device, const char *client)
{
	char found[DHCP_CLIENT_TEXT];

	fake_dhcp_find(device, found);
	assert_string_equal(found, client);
}

/* Moves the client from vnet0 to br0, then back; then fails to start one on br0. */
static void test_dhcp(void **state)
{
	_cleanup_(plan_clear) struct plan plan = {}, bad = {};
	struct fake_kernel fake = {};
	struct error err = {};
	struct net net;

	memset(running, 0, sizeof(running));
	strcpy(running[0], "vnet0 dhclient");
	fake_kernel_read(&fake, have);
	net = fake_kernel_net(&fake);
	net.dhcp = &fake_dhcp;
	assert_int_equal(
		plan_read("vnet0/7 dhcp dhclient -> -\nvnet0/7 mtu 9000 -> 1500\n"
			  "br0/2 dhcp - -> udhcpc\n",
			  &plan, &err),
		0);
	assert_int_equal(plan_apply(&net, &plan, &err), 0);
	assert_runs("vnet0", "");
	assert_runs("br0", "udhcpc");
	assert_int_equal(plan_undo(&net, &plan, UNDO_ALL, &err), 0);
	assert_runs("vnet0", "dhclient");
	assert_runs("br0", "");
	assert_int_equal(plan_undo(&net, &plan, UNDO_ALL, &err), 0);
	assert_runs("vnet0", "dhclient");
	assert_int_equal(
		plan_read("vnet0/7 dhcp dhclient -> -\nvnet0/7 mtu 9000 -> 1500\n"
			  "br0/2 dhcp - -> broken\n",
			  &bad, &err),
		0);
	assert_int_equal(plan_apply(&net, &bad, &err), -EIO);
	assert_runs("vnet0", "dhclient");
	assert_int_equal(fake.links[1].link.mtu, 9000);
}

/* The addresses, or the bridge's client, stay where they are: the uplink gets no client,
 * for it would get the same addresses, and the bridge's goes on. */
static void test_dhcp_stays(void **state)
{
	static const struct {
		unsigned fail_at; /* calls 1 and 2 look at the devices */
		const char *client, *on_bridge, *on_uplink;
	} rows[] = {
		{3, "udhcpc", "udhcpc", ""},
		{0, "immortal", "immortal", ""},
		{0, "udhcpc", "", "dhclient"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_(plan_clear) struct plan plan = {};
		struct fake_kernel fake = {.fail_at = rows[i].fail_at};
		struct net net = fake_kernel_net(&fake);
		struct error err = {};
		bool goes = *rows[i].on_uplink;

		memset(running, 0, sizeof(running));
		snprintf(running[0], sizeof(running[0]), "br0 %s", rows[i].client);
		fake_kernel_read(&fake, have);
		net.dhcp = &fake_dhcp;
		assert_int_equal(plan_read("vnet0/7 master - -> br0/2\n"
					   "vnet0/7 dhcp dhclient -> -\n"
					   "br0/2 addresses vnet0/7 -> br0/2\n"
					   "br0/2 dhcp - -> udhcpc\n",
					   &plan, &err),
				 0);
		assert_int_equal(plan_undo(&net, &plan, UNDO_ALL, &err), goes ? 0 : -EIO);
		assert_runs("br0", rows[i].on_bridge);
		assert_runs("vnet0", rows[i].on_uplink);
		assert_int_equal(fake.links[1].link.master.ifindex, goes ? 0 : 2);
	}
}

/* Calls 1 and 2 look at the devices; 3 moves the addresses back, and fails: the bridge
 * that has them, and its uplink, stay; what has nothing to do with it is undone. */
static void test_failed_branch(void **state)
{
	_cleanup_(scene_clear) struct scene scene = {};

	scene_undo(&scene,
		   "br0/2 bridge - -> made\nvnet0/7 master - -> br0/2\n"
		   "vnet1/8 isolated off -> on\nbr0/2 addresses vnet0/7 -> br0/2\n",
		   4, -EIO);
	assert_int_equal(scene.fake.count, 3);
	assert_int_equal(scene.fake.links[1].link.master.ifindex, 2);
	assert_int_equal(scene.fake.links[2].link.port.value[PORT_isolated], 0);
}

/* Call 1 is the first step, and fails; 2 looks at its device. The addresses that the
 * bridge has from before are not taken back to the uplink. */
static void test_not_tried(void **state)
{
	struct fake_kernel fake = {.fail_at = 1};
	struct net net = fake_kernel_net(&fake);
	_cleanup_(plan_clear) struct plan plan = {};
	struct error err = {};

	fake_kernel_read(&fake, have);
	assert_int_equal(plan_read("vnet1/8 isolated on -> off\n"
				   "br0/2 addresses vnet0/7 -> br0/2\n",
				   &plan, &err),
			 0);
	assert_int_equal(plan_apply(&net, &plan, &err), -EIO);
	assert_int_equal(fake.calls, 2);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_name_used_again),
		cmocka_unit_test(test_never_made),
		cmocka_unit_test(test_renamed),
		cmocka_unit_test(test_gone),
		cmocka_unit_test(test_changed_since),
		cmocka_unit_test(test_undone),
		cmocka_unit_test(test_goes_on),
		cmocka_unit_test(test_entry_removed),
		cmocka_unit_test(test_dhcp),
		cmocka_unit_test(test_dhcp_stays),
		cmocka_unit_test(test_failed_branch),
		cmocka_unit_test(test_not_tried),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
