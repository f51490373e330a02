/* test_bridge.c - what is decided about a <bridge>, from plain values */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <string.h>

#include "hook/bridge/bridge_setup.h"
#include "netcore/cleanup.h"
#include "netcore/plan_text.h"
#include "xml/policy_read.h"

/* What is seen, in words: "bridge" exists, "device" of its name does, "ours", addresses
 * on "BRIDGE" and "UPLINK", a client "on-bridge" and "on-uplink", one that is "stuck",
 * "no-client" installed. */
static const struct {
	const char *name, *policy, *seen, *plan, *error;
} cases[] = {
	{"a new bridge without an uplink", "", "",
	 "br0/9 bridge - -> made\nbr0/9 mac - -> 02:00:00:00:00:99\n"
	 "br0/9 link down -> up\n"},
	{"its MAC comes first", "<mtu size='1400'/>", "",
	 "br0/9 bridge - -> made\nbr0/9 mac - -> 02:00:00:00:00:99\n"
	 "br0/9 mtu - -> 1400\nbr0/9 link down -> up\n"},
	{"the policy names its MAC", "<mac address='02:00:00:00:00:aa'/>", "",
	 "br0/9 bridge - -> made\nbr0/9 mac - -> 02:00:00:00:00:aa\n"
	 "br0/9 link down -> up\n"},
	{"a bridge that exists keeps its MAC", "", "bridge", ""},
	{"so it does when its uplink joins", "<uplink dev='eth0'/>", "bridge",
	 "br0/9 mac - -> 02:00:00:00:00:99\neth0/3 master - -> br0/9\n"},
	{"but for the policy's", "<mac address='02:00:00:00:00:aa'/><uplink dev='eth0'/>",
	 "bridge",
	 "br0/9 mac 02:00:00:00:00:99 -> 02:00:00:00:00:aa\n"
	 "eth0/3 master - -> br0/9\n"},
	{"an uplink's addresses stay unless they are to move",
	 "<uplink dev='eth0' addresses='keep'/>", "UPLINK",
	 "br0/9 bridge - -> made\nbr0/9 mac - -> 02:00:00:00:00:03\n"
	 "br0/9 link down -> up\neth0/3 master - -> br0/9\n"},
	{"they move last", "<uplink dev='eth0' addresses='move'/>", "UPLINK",
	 "br0/9 bridge - -> made\nbr0/9 mac - -> 02:00:00:00:00:03\n"
	 "br0/9 link down -> up\neth0/3 master - -> br0/9\n"
	 "br0/9 addresses eth0/3 -> br0/9\n"},
	{"a client stops before the addresses move, and starts last",
	 "<uplink dev='eth0' addresses='dhcp'/>", "UPLINK on-uplink",
	 "br0/9 bridge - -> made\n"
	 "br0/9 mac - -> 02:00:00:00:00:03\nbr0/9 link down -> up\n"
	 "eth0/3 master - -> br0/9\neth0/3 dhcp udhcpc -> -\n"
	 "br0/9 addresses eth0/3 -> br0/9\nbr0/9 dhcp - -> udhcpc\n"},
	{"a client that cannot move", "<uplink dev='eth0' addresses='dhcp'/>", "stuck",
	 NULL, "this client cannot move"},
	{"nor can its addresses without it", "<uplink dev='eth0' addresses='move'/>",
	 "stuck", NULL, "this client cannot move"},
	{"without a client on the uplink the bridge gets the one that is installed",
	 "<uplink dev='eth0' addresses='dhcp'/>", "",
	 "br0/9 bridge - -> made\nbr0/9 mac - -> 02:00:00:00:00:03\n"
	 "br0/9 link down -> up\neth0/3 master - -> br0/9\nbr0/9 dhcp - -> dhclient\n"},
	{"a client that has ended is started again",
	 "<uplink dev='eth0' addresses='dhcp'/>", "bridge ours BRIDGE joined",
	 "br0/9 dhcp - -> dhclient\n"},
	{"all is so already", "<uplink dev='eth0' addresses='dhcp'/>",
	 "bridge ours BRIDGE joined on-bridge", ""},
	{"an uplink without addresses joins, whatever is said", "<uplink dev='eth0'/>",
	 "",
	 "br0/9 bridge - -> made\nbr0/9 mac - -> 02:00:00:00:00:03\n"
	 "br0/9 link down -> up\neth0/3 master - -> br0/9\n"},
	{"one that has joined already is left alone", "<uplink dev='eth0'/>",
	 "bridge ours UPLINK joined", ""},
	{"the uplink has addresses, and nothing is said of them", "<uplink dev='eth0'/>",
	 "UPLINK", NULL, "set addresses='move' to take them to br0"},
	{"the kernel takes what routers advertise",
	 "<uplink dev='eth0' addresses='move'/>", "UPLINK advertised kernel",
	 "br0/9 bridge - -> made\nbr0/9 mac - -> 02:00:00:00:00:03\n"
	 "br0/9 link down -> up\neth0/3 master - -> br0/9\n"
	 "br0/9 addresses eth0/3 -> br0/9\n"},
	{"a manager does so", "<uplink dev='eth0' addresses='move'/>",
	 "UPLINK advertised manager", NULL,
	 "nobody would renew them on br0. networkd manages eth0"},
	{"a program that is not seen does so", "<uplink dev='eth0' addresses='dhcp'/>",
	 "UPLINK advertised", NULL, "sysctl net/ipv6/conf/eth0/accept_ra=1"},
	{"so do they, and the addresses stay", "<uplink dev='eth0' addresses='keep'/>",
	 "UPLINK advertised manager",
	 "br0/9 bridge - -> made\nbr0/9 mac - -> 02:00:00:00:00:03\n"
	 "br0/9 link down -> up\neth0/3 master - -> br0/9\n"},
	{"an address that the kernel made of the uplink's MAC is renewed on a bridge of "
	 "another",
	 "<mac address='02:00:00:00:00:aa'/><uplink dev='eth0' addresses='move'/>",
	 "UPLINK made-of-mac kernel",
	 "br0/9 bridge - -> made\nbr0/9 mac - -> 02:00:00:00:00:aa\n"
	 "br0/9 link down -> up\nbr0/9 token - -> ::ff:fe00:3\n"
	 "eth0/3 master - -> br0/9\nbr0/9 addresses eth0/3 -> br0/9\n"},
	{"so it is on a bridge that exists", "<uplink dev='eth0' addresses='move'/>",
	 "bridge UPLINK made-of-mac kernel",
	 "br0/9 mac - -> 02:00:00:00:00:99\nbr0/9 token :: -> ::ff:fe00:3\n"
	 "eth0/3 master - -> br0/9\nbr0/9 addresses eth0/3 -> br0/9\n"},
	{"the same MAC needs no token", "<uplink dev='eth0' addresses='move'/>",
	 "UPLINK made-of-mac kernel",
	 "br0/9 bridge - -> made\nbr0/9 mac - -> 02:00:00:00:00:03\n"
	 "br0/9 link down -> up\neth0/3 master - -> br0/9\n"
	 "br0/9 addresses eth0/3 -> br0/9\n"},
	{"another device has its name", "", "device", NULL, "which is not a bridge"},
	{"there is no uplink", "<uplink dev='eth0'/>", "no-uplink", NULL,
	 "there is no device eth0 for the uplink"},
	{"both have addresses", "<uplink dev='eth0' addresses='move'/>",
	 "bridge BRIDGE UPLINK", NULL, "both br0 and its uplink eth0 have addresses"},
	{"a client maintains what is to move", "<uplink dev='eth0' addresses='move'/>",
	 "UPLINK on-uplink", NULL,
	 "the DHCP client udhcpc maintains the addresses of eth0"},
	{"no client is installed", "<uplink dev='eth0' addresses='dhcp'/>", "no-client",
	 NULL, "no DHCP client is installed"},
	{"an option that the kernel lacks", "<mtu size='9000'/>", "bridge bare", NULL,
	 "has no bridge option 'ageing_time'"},
};

static bool sees(size_t i, const char *word)
{
	return strstr(cases[i].seen, word);
}

static void set_accept_ra(struct link *link, bool on)
{
	size_t index = option_index(option_find(&ip_settings, "ipv6.accept_ra"));

	option_values_set(&link->settings, index, on);
}

static struct bridge_seen seen_of(size_t i, bool uplink)
{
	static const uint8_t mac[MAC_BYTES] = {2, 0, 0, 0, 0, 3};
	static struct step made = {
		.kind = STEP_BRIDGE, .dev = {"br0", 9}, .to.set = true};
	static const struct plan ours = {.steps = &made, .count = 1};
	static const uint8_t own_mac[MAC_BYTES] = {2, 0, 0, 0, 0, 0x99};
	struct bridge_seen seen = {
		.bridge.ref = {"br0", 9},
		.exists = sees(i, "bridge") || sees(i, "device"),
		.done = sees(i, "ours") ? &ours : NULL,
		.bridge_has_addresses = sees(i, "BRIDGE"),
		.uplink_has_addresses = sees(i, "UPLINK"),
		.clients_known = true,
		.kernel = "Linux 5.10.0",
	};

	if (!sees(i, "bridge"))
		memcpy(seen.own_mac, own_mac, MAC_BYTES);
	if (sees(i, "bridge")) {
		seen.bridge.kind = LINK_BRIDGE;
		seen.bridge.up = true;
		memcpy(seen.bridge.mac, own_mac, MAC_BYTES);
		if (!sees(i, "bare"))
			seen.bridge.bridge = option_values_initial(&bridge_options);
	}
	if (sees(i, "stuck"))
		error_set(&seen.client_obstacle, EBUSY, "this client cannot move");
	if (!sees(i, "no-client"))
		strcpy(seen.installed_client, "dhclient");
	if (sees(i, "on-bridge"))
		strcpy(seen.bridge.dhcp, "dhclient");
	if (!uplink || sees(i, "no-uplink"))
		return seen;
	seen.uplink =
		(struct link){.ref = {"eth0", 3}, .hardware = ARPHRD_ETHER, .up = true};
	memcpy(seen.uplink.mac, mac, MAC_BYTES);
	if (sees(i, "joined"))
		seen.uplink.master = seen.bridge.ref;
	seen.uplink.ipv6.on = true;
	set_accept_ra(&seen.uplink, sees(i, "kernel"));
	seen.advertised = sees(i, "advertised");
	seen.mac_in_address = sees(i, "made-of-mac");
	if (sees(i, "manager"))
		strcpy(seen.manager, "networkd manages eth0");
	if (sees(i, "on-uplink"))
		strcpy(seen.uplink.dhcp, "udhcpc");
	return seen;
}

static void test_case(void **state)
{
	size_t i = (size_t)(uintptr_t)*state;
	_cleanup_(problems_clear) struct problems problems = {};
	_cleanup_(policy_clear) struct policy policy = {};
	_cleanup_(plan_clear) struct plan plan = {};
	_cleanup_(cleanup_free) char *text = NULL;
	struct bridge_seen seen;
	struct error err = {};
	char xml[400];
	size_t size;
	FILE *out;
	int r;

	snprintf(xml, sizeof(xml), "<policy><bridge name='br0'%s>%s</bridge></policy>",
		 sees(i, "bare") ? " ageing_time='10'" : "", cases[i].policy);
	policy_read_text("policy.xml", xml, strlen(xml), &policy, &problems);
	assert_int_equal(problems.count, 0);
	seen = seen_of(i, policy.bridges[0].uplink.dev[0]);
	r = bridge_decide(&policy.bridges[0], &seen, &plan, &err);
	if (cases[i].error) {
		assert_true(r < 0);
		assert_non_null(strstr(err.text, cases[i].error));
		return;
	}
	assert_int_equal(r, 0);
	out = open_memstream(&text, &size);
	assert_int_equal(plan_print(&plan, out), 0);
	fclose(out);
	assert_string_equal(text, cases[i].plan);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_SIZE(cases)];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		tests[i] = (struct CMUnitTest){.name = cases[i].name,
					       .test_func = test_case,
					       .initial_state = (void *)(uintptr_t)i};
	return _cmocka_run_group_tests("bridge", tests, ARRAY_SIZE(tests), NULL, NULL);
}
