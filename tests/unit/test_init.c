/* test_init.c - the text of a first policy, for several made-up hosts
 *
 * What it is to look like is in init/. With GOLDEN_UPDATE set, that is written anew.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "test.h"

#include <string.h>

#include "hook/command/init_text.h"
#include "xml/policy_read.h"

/* --- a host, as plain values */

static struct link links[8];
static struct bridge_view bridges[4];
static struct device_fact device;
static struct host_route route;
static struct nic nics[4];
static struct guest guests[2];
static struct holder holder;
static struct evidence evidence;
static struct facts facts;
static struct init_script scripts[2];
static struct init_nic running[3];
static struct init init;

static int set_up(void **state)
{
	evidence = (struct evidence){};
	facts = (struct facts){.evidence = &evidence,
			       .links = {.links = links},
			       .view = {.bridges = bridges}};
	init = (struct init){.facts = &facts, .scripts.all = scripts, .nics = running};
	(void)state;
	return 0;
}

static struct link *add_link(const char *name, enum link_kind kind, uint32_t master)
{
	struct link *link = &links[facts.links.count++];

	*link = (struct link){.kind = kind, .master.ifindex = master};
	snprintf(link->ref.name, sizeof(link->ref.name), "%s", name);
	link->ref.ifindex = (uint32_t)facts.links.count;
	return link;
}

static struct link *add_bridge(const char *name)
{
	struct link *link = add_link(name, LINK_BRIDGE, 0);

	bridges[facts.view.bridge_count++] = (struct bridge_view){.link = link};
	return link;
}

static void add_default_route(const struct link *link)
{
	strcpy(route.to, "default");
	device = (struct device_fact){.link = link,
				      .has = {.routes = &route, .route_count = 1}};
	facts.devices = &device;
	facts.device_count = 1;
	facts.default_bridge = link->ref.ifindex;
}

static struct guest guest_of(const char *name, struct nic *nic, const char *type,
			     const char *target)
{
	*nic = (struct nic){
		.type = (char *)type, .actual = (char *)type, .target = (char *)target};
	return (struct guest){.name = (char *)name, .nics = nic, .nic_count = 1};
}

static void add_running(const struct init_nic *nic)
{
	running[init.nic_count++] = *nic;
}

/* --- its policy */

static void print_to(char ret[8192])
{
	FILE *out = fmemopen(ret, 8192, "w");

	init_print(out, &init);
	assert_int_equal(fclose(out), 0);
}

static struct policy read_policy(const char *text)
{
	_cleanup_(problems_clear) struct problems problems = {};
	struct policy policy = {};

	policy_read_text("first", text, strlen(text), &policy, &problems);
	policy_read_finish(&policy, &problems);
	if (problems.count)
		print_message("%s", problems.text);
	assert_int_equal(problems.count, 0);
	return policy;
}

static void assert_prints(const char *file)
{
	_cleanup_(policy_clear) struct policy policy = {};
	char text[8192] = "", want[8192] = "";
	FILE *golden;

	print_to(text);
	policy = read_policy(text);
	if (getenv("GOLDEN_UPDATE")) {
		golden = fopen(file, "we");
		assert_non_null(golden);
		fputs(text, golden);
		fclose(golden);
	}
	golden = fopen(file, "re");
	assert_non_null(golden);
	assert_true(fread(want, 1, sizeof(want) - 1, golden) > 0);
	fclose(golden);
	assert_string_equal(text, want);
}

static void test_empty(void **state)
{
	(void)state;
	assert_prints("init/empty.xml");
	add_default_route(add_link("eth0", LINK_OTHER, 0));
	assert_prints("init/uplink.xml");
	device.is_station = true;
	links[0].ref.name[0] = 'w';
	assert_prints("init/station.xml");
}

static void test_nothing_seen(void **state)
{
	(void)state;
	add_bridge("br0");
	facts.unseen = 1U << SIGHT_PROCESSES | 1U << SIGHT_LIBVIRT;
	assert_prints("init/unseen.xml");
}

static void test_host(void **state)
{
	const struct link *bridge = add_bridge("br0");

	(void)state;
	add_link("tap0", LINK_TAP, bridge->ref.ifindex);
	add_bridge("lan1");
	add_default_route(bridge);
	guests[0] = guest_of("web", &nics[0], "ethernet", "vnet0");
	evidence.guests = guests;
	evidence.guest_count = 1;
	holder = (struct holder){.pid = 7, .is_qemu = true, .is_here = true};
	holder.guest = guest_of("db", &nics[1], "ethernet", "tap0");
	evidence.holders = (struct holders){.all = &holder, .count = 1};
	scripts[0] = (struct init_script){.path = "/etc/qemu-ifup", .bridge = "lan1"};
	scripts[1] = (struct init_script){.path = "/etc/libvirt/hooks/qemu"};
	init.scripts.count = 2;
	add_running(&(struct init_nic){.guest = "web",
				       .uuid = "6e0d2c5a-7b1f-4c7e-9f3e-0a1b2c3d4e5f",
				       .mac = {0x52, 0x54, 0, 0, 0, 1},
				       .by_mac = true,
				       .device = "vnet0",
				       .way = INIT_IGNORE});
	add_running(&(struct init_nic){
		.guest = "db", .device = "tap0", .bridge = "br0", .way = INIT_ATTACH});
	add_running(&(struct init_nic){.device = "tap9", .way = INIT_NOTHING});
	assert_prints("init/host.xml");
}

/* Whatever the kernel, libvirt and QEMU take for a name. */
static void test_hostile_names(void **state)
{
	static char name[] = "--><rule name='x'/> \xff\x01 \xef\xbf\xbf <!-- ---";
	const struct link *bridge = add_bridge("b<'&>\"--");

	(void)state;
	add_default_route(bridge);
	add_bridge("b\xff\x02");
	guests[0] = guest_of(name, &nics[0], "bridge", "--><!--");
	evidence.guests = guests;
	evidence.guest_count = 1;
	scripts[0] = (struct init_script){.path = "/etc/libvirt/hooks/qemu.d/-->"};
	init.scripts.count = 1;
	add_running(&(struct init_nic){.guest = "--",
				       .device = "t'<&*[?\\-->",
				       .bridge = "b<'&>\"--",
				       .way = INIT_ATTACH});
	add_running(&(struct init_nic){
		.device = "t\xff\x02", .bridge = "b\xff\x02", .way = INIT_ATTACH});
	assert_prints("init/hostile.xml");
}

/* As if a match captured a part of it; the last two are plain. */
static void test_braces(void **state)
{
	static const char *const names[] = {"{vlan}", "a-{name}", "{x:lab*}",
					    "\\{x}",  "{",        "a{}b"};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		_cleanup_(policy_clear) struct policy policy = {};
		struct init_nic nic = {.way = INIT_ATTACH};
		char text[8192] = "";

		set_up(NULL);
		add_default_route(add_bridge(names[i]));
		strcpy(nic.guest, names[i]);
		strcpy(nic.device, names[i]);
		strcpy(nic.bridge, names[i]);
		add_running(&nic);
		print_to(text);
		policy = read_policy(text);
		assert_int_equal(policy.rule_count, i < 4 ? 1 : 3);
		assert_int_equal(policy.rules[0].action,
				 i < 4 ? RULE_IGNORE : RULE_ATTACH);
	}
}

/* Each name alone, of all bytes, as a bridge's, a TAP's and a guest's. */
static void test_every_byte(void **state)
{
	(void)state;
	for (unsigned byte = 1; byte <= UINT8_MAX; byte++) {
		const char name[] = {'-', (char)byte, '-', (char)byte, '\0'};
		_cleanup_(policy_clear) struct policy policy = {};
		struct init_nic nic = {.way = INIT_ATTACH};
		char text[8192] = "";

		if (!text_is_ifname(name))
			continue;
		set_up(NULL);
		add_default_route(add_bridge(name));
		strcpy(nic.guest, name);
		strcpy(nic.device, name);
		strcpy(nic.bridge, name);
		add_running(&nic);
		print_to(text);
		policy = read_policy(text);
		assert_true(policy.rule_count == 1 || policy.rule_count == 3);
		if (policy.rule_count == 3)
			assert_string_equal(policy.rules[1].attach.bridge, name);
	}
}

/* --- the bridge of a script */

static void test_scripts(void **state)
{
	static const struct {
		const char *script, *bridge;
	} rows[] = {
		{"", ""},
		{"#!/bin/sh\nbrctl addif br0 $1\n", "br0"},
		{"/sbin/brctl addif lan1 \"$1\"\n", "lan1"},
		{"  ip link set $1 master br0\n", "br0"},
		{"ip link set dev \"$1\" up master 'lan1' mtu 9000\n", "lan1"},
		{"switch=br0\n/sbin/brctl addif ${switch} $1\n", "br0"},
		{"export BRIDGE=\"lan1\"\n", "lan1"},
		{"\tlocal br=lan1 # ours\n", "lan1"},
		{"switch=${SWITCH:-br0}\n", "br0"},
		{"BRIDGE = 'lan1'\n", "lan1"},
		{"GUEST_BRIDGE=lan1\n", "lan1"},
		{"# brctl addif br0 $1\nbrctl addif lan1 $1\n", "lan1"},
		{"brctl addif $switch $1\n", ""},
		{"switch=$(ip route ls | awk '/^default / { print $5 }')\n", ""},
		{"brctl addif br7 $1\nbridge=lan1\n", "lan1"}, /* there is no br7 */
		{"brctl addif eth0 $1\n", ""},                 /* not a bridge */
		{"webmaster br0\n", ""},
		{"brctl addif brrrrrrrrrrrrrrrrrrrrrrrrrrrrrr0 $1\n", ""},
	};

	(void)state;
	add_bridge("br0");
	add_bridge("lan1");
	add_link("eth0", LINK_OTHER, 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		FILE *in =
			fmemopen((void *)rows[i].script, strlen(rows[i].script) + 1, "r");
		char bridge[IFNAMSIZ];

		init_script_find_bridge(in, &facts.links, bridge);
		fclose(in);
		if (strcmp(bridge, rows[i].bridge) != 0)
			print_message("%s", rows[i].script);
		assert_string_equal(bridge, rows[i].bridge);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_empty, set_up),
		cmocka_unit_test_setup(test_nothing_seen, set_up),
		cmocka_unit_test_setup(test_host, set_up),
		cmocka_unit_test_setup(test_hostile_names, set_up),
		cmocka_unit_test_setup(test_braces, set_up),
		cmocka_unit_test_setup(test_every_byte, set_up),
		cmocka_unit_test_setup(test_scripts, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
