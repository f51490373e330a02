/* test_export.c - the files of each manager, from plain values
 *
 * What they are to be is in export/CASE/. With GOLDEN_UPDATE set, that is written anew.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "test.h"

#include <errno.h>
#include <net/if_arp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hook/bridge/bridge_export.h"
#include "netcore/cleanup.h"
#include "xml/policy_read.h"

#define MOVE "<uplink dev='eth0' addresses='move'/>"

static const struct host_address plain_addresses[] = {
	{.address = "192.0.2.2", .prefix = 24, .network = "192.0.2.0/24"},
	{.ipv6 = true,
	 .address = "2001:db8::2",
	 .prefix = 64,
	 .network = "2001:db8::/64"},
};

static const struct host_address odd_addresses[] = {
	{.address = "192.0.3.7",
	 .peer = "192.0.2.1",
	 .prefix = 32,
	 .network = "192.0.2.1/32"},
	{.address = "10.0.0.2",
	 .prefix = 24,
	 .network = "10.0.0.0/24",
	 .label = ":1",
	 .metric = 50},
	{.address = "10.1.0.2",
	 .prefix = 24,
	 .network = "10.1.0.0/24",
	 .no_prefix_route = true,
	 .scope = 200,
	 .more = "brd 10.1.0.7"},
	{.ipv6 = true,
	 .address = "2001:db8::3",
	 .prefix = 64,
	 .network = "2001:db8::/64",
	 .deprecated = true},
};

static const struct host_route plain_routes[] = {
	{.to = "192.0.2.0/24", .giver = HOST_KERNEL, .hop_count = 1},
	{.to = "default", .hop_count = 1, .hops = {{.gateway = "192.0.2.1"}}},
	{.ipv6 = true, .to = "2001:db8::/64", .giver = HOST_KERNEL, .hop_count = 1},
	{.ipv6 = true, .to = "default", .hop_count = 1, .hops = {{.gateway = "fe80::1"}}},
};

static const struct host_route odd_routes[] = {
	{.to = "192.0.2.1/32", .giver = HOST_KERNEL, .hop_count = 1},
	{.to = "10.0.0.0/24", .giver = HOST_KERNEL, .metric = 50, .hop_count = 1},
	{.ipv6 = true, .to = "2001:db8::/64", .giver = HOST_KERNEL, .hop_count = 1},
	{.to = "198.51.100.0/24",
	 .source = "192.0.3.7",
	 .metric = 20,
	 .table = 77,
	 .mtu = 1400,
	 .more = "advmss 1000",
	 .hop_count = 1,
	 .hops = {{.gateway = "192.0.2.9", .onlink = true}}},
	{.to = "198.51.101.0/24",
	 .hop_count = 2,
	 .hops = {{.gateway = "192.0.2.1", .weight = 3},
		  {.gateway = "10.9.0.1", .device = "eth1", .weight = 1}}},
	{.to = "198.51.102.0/24",
	 .hop_count = 1,
	 .hops = {{.gateway = "fe80::1", .by_ipv6 = true}}},
	{.to = "198.51.103.0/24", .hop_count = 1},
};

static const struct host_address given_addresses[] = {
	{.address = "192.0.2.50",
	 .prefix = 24,
	 .network = "192.0.2.0/24",
	 .giver = HOST_DHCP},
	{.address = "10.9.0.1", .prefix = 16, .network = "10.9.0.0/16"},
	{.ipv6 = true,
	 .address = "2001:db8::5000:ff:fe00:2",
	 .prefix = 64,
	 .network = "2001:db8::/64",
	 .giver = HOST_ROUTER},
};

static const struct host_route given_routes[] = {
	{.to = "10.9.0.0/16", .giver = HOST_KERNEL, .hop_count = 1},
	{.to = "default",
	 .is_boot = true,
	 .metric = 100,
	 .hop_count = 1,
	 .hops = {{.gateway = "192.0.2.1"}}},
	{.to = "198.51.100.0/24", .hop_count = 1, .hops = {{.gateway = "10.9.0.2"}}},
	{.ipv6 = true,
	 .to = "default",
	 .giver = HOST_ROUTER,
	 .metric = 1024,
	 .hop_count = 1,
	 .hops = {{.gateway = "fe80::1"}}},
};

static const struct host_other others[] = {
	{.text = "neighbour replace 192.0.2.77 lladdr 52:00:00:00:00:77",
	 .is_command = true},
	{.text = "nexthop id 1, and the routes that name it or a group with it"},
};

#define HAS(which)                                                                       \
	.addresses = which##_addresses, .address_count = ARRAY_SIZE(which##_addresses),  \
	.routes = which##_routes, .route_count = ARRAY_SIZE(which##_routes)

static const struct {
	const char *name, *policy, *type;
	const struct host_address *addresses;
	size_t address_count;
	const struct host_route *routes;
	size_t route_count;
	size_t other_count, daemon_routes;
	const char *rules, *obstacle;
	bool keeps, vlan_special;
	uint32_t mtu;
	uint64_t proxy_arp;
	struct bond bond;
} cases[] = {
	{.name = "plain", .policy = MOVE, .type = "", HAS(plain)},
	{.name = "odd",
	 .policy = MOVE,
	 .type = "",
	 HAS(odd),
	 .other_count = ARRAY_SIZE(others),
	 .daemon_routes = 3,
	 .proxy_arp = 1,
	 .rules = "100: from all iif eth0 lookup 77"},
	{.name = "given", .policy = MOVE, .type = "", HAS(given)},
	{.name = "dhcp",
	 .policy = "<mtu size='1400'/><uplink dev='eth0' addresses='dhcp'/>",
	 .type = ""},
	{.name = "keeps",
	 .policy = "<uplink dev='eth0' addresses='keep'/>",
	 .type = "",
	 .keeps = true},
	{.name = "no-uplink", .policy = "<mac address='02:00:00:00:00:aa'/>"},
	{.name = "not-there", .policy = "<uplink dev='eth7' addresses='move'/>"},
	{.name = "obstacle",
	 .policy = MOVE,
	 .type = "",
	 .obstacle = "the uplink eth0 is in top0 already"},
	{.name = "vlan", .policy = MOVE, .type = "vlan", HAS(plain)},
	{.name = "vlan-special", .policy = MOVE, .type = "vlan", .vlan_special = true},
	{.name = "bond",
	 .policy = MOVE,
	 .type = "bond",
	 HAS(plain),
	 .bond.value = {"active-backup", "0", [5] = "100",
			"192.0.2.1,192.0.2.9", [9] = "eth3", [15] = "1", [25] = "5"}},
	{.name = "jumbo", .policy = MOVE, .type = "", .mtu = 9000},
	{.name = "vlan-jumbo", .policy = MOVE, .type = "vlan", .mtu = 9000},
	{.name = "bond-lacp",
	 .mtu = 9000,
	 .policy = MOVE,
	 .type = "bond",
	 .bond.value = {"802.3ad", "100",
			"200", [12] = "layer3+4", [19] = "fast", [24] = "400"}},
	{.name = "bond-unreadable", .policy = MOVE, .type = "bond"},
	{.name = "team", .policy = MOVE, .type = "team", HAS(plain)},
	{.name = "shell", .policy = "<uplink dev='e;$(x)\"' addresses='move'/>"},
};

/* --- the host */

static struct link link_of(const char *name, const char *type, uint32_t ifindex)
{
	struct link link = {.hardware = ARPHRD_ETHER,
			    .ref.ifindex = ifindex,
			    .mtu = 1500,
			    .ipv6 = {.known = true, .on = true},
			    .mac = {2, 0, 0, 0, 0, (uint8_t)ifindex}};

	snprintf(link.ref.name, sizeof(link.ref.name), "%s", name);
	snprintf(link.type, sizeof(link.type), "%s", type);
	return link;
}

/* A VLAN device is on hardware or a bond; a bond by LACP has hardware alone. */
static void make_uplink(size_t i, struct host_uplink *uplink)
{
	struct link members[] = {link_of("eth3", "", 3), link_of("eth4", "", 4),
				 link_of("dummy5", "dummy", 5)};

	uplink->link = link_of("eth0", cases[i].type, 2);
	uplink->link.vlan_special = cases[i].vlan_special;
	if (cases[i].mtu)
		uplink->link.mtu = cases[i].mtu;
	if (!strcmp(cases[i].type, "vlan")) {
		uplink->link.vlan_id = 42;
		uplink->below =
			cases[i].vlan_special ? link_of("bond0", "bond", 6) : members[0];
	}
	if (!strcmp(cases[i].type, "bond"))
		for (size_t j = 0; j < (cases[i].bond.value[2][0] ? 2 : 3); j++)
			assert_true(link_list_add(&uplink->members, &members[j]));
	uplink->bond = cases[i].bond;
	if (cases[i].obstacle)
		error_set(&uplink->obstacle, EBUSY, "%s", cases[i].obstacle);
}

static void *copy_of(const void *values, size_t bytes)
{
	void *copy = malloc(bytes + 1);

	assert_non_null(copy);
	return bytes ? memcpy(copy, values, bytes) : copy;
}

/* Routes without a table are of the main one, and hops without a weight have 1. */
static void make_addresses(size_t i, struct host_addresses *has)
{
	has->address_count = cases[i].address_count;
	has->addresses =
		copy_of(cases[i].addresses, has->address_count * sizeof(*has->addresses));
	has->route_count = cases[i].route_count;
	has->routes = copy_of(cases[i].routes, has->route_count * sizeof(*has->routes));
	has->other_count = cases[i].other_count;
	has->others = copy_of(others, has->other_count * sizeof(*has->others));
	has->daemon_routes = cases[i].daemon_routes;
	for (size_t j = 0; j < has->route_count; j++)
		if (!has->routes[j].table)
			has->routes[j].table = HOST_MAIN_TABLE;
}

static void set_proxy_arp(struct option_values *values, uint64_t value)
{
	option_values_set(
		values, option_index(option_find(&ip_settings, "ipv4.proxy_arp")), value);
}

static void make_bridge(size_t i, const struct policy_bridge *bridge,
			struct host_bridge *host)
{
	host->bridge = bridge;
	host->ipv6_on = true;
	host->uplink_keeps = cases[i].keeps;
	if (cases[i].rules)
		snprintf(host->rules, sizeof(host->rules), "%s", cases[i].rules);
	if (cases[i].type)
		make_uplink(i, &host->uplink);
	if (host->uplink.link.ref.ifindex)
		text_print_mac(host->uplink.link.mac, host->mac);
	set_proxy_arp(&host->settings, cases[i].proxy_arp);
	set_proxy_arp(&host->defaults, 0);
	make_addresses(i, &host->has);
	host_bridge_decide(host);
}

/* --- its files */

static void assert_files(const char *name, const char *manager, const char *text)
{
	_cleanup_(cleanup_free) char *want = NULL;
	_cleanup_(cleanup_file) FILE *file = NULL;
	char path[200];
	size_t room = 0;

	snprintf(path, sizeof(path), "export/%s/%s", name, manager);
	file = fopen(path, getenv("GOLDEN_UPDATE") ? "w+" : "r");
	if (!file)
		fail_msg("there is no %s", path);
	if (getenv("GOLDEN_UPDATE")) {
		fputs(text, file);
		rewind(file);
	}
	assert_true(getdelim(&want, &room, '\0', file) > 0);
	assert_string_equal(text, want);
}

static void test_case(void **state)
{
	static const char *const managers[] = {"networkd", "ifupdown", "networkmanager",
					       "netplan"};
	size_t i = (size_t)(uintptr_t)*state;
	_cleanup_(problems_clear) struct problems problems = {};
	_cleanup_(policy_clear) struct policy policy = {};
	_cleanup_(host_bridge_clear) struct host_bridge host = {};
	char xml[400];

	snprintf(xml, sizeof(xml), "<policy><bridge name='br0'>%s</bridge></policy>",
		 cases[i].policy);
	policy_read_text("policy.xml", xml, strlen(xml), &policy, &problems);
	assert_int_equal(problems.count, 0);
	make_bridge(i, &policy.bridges[0], &host);
	for (size_t j = 0; j < ARRAY_SIZE(managers); j++) {
		_cleanup_(cleanup_free) char *text = NULL;
		size_t size;
		FILE *out = open_memstream(&text, &size);

		export_format_find(managers[j])->print(&host, out);
		fclose(out);
		assert_files(cases[i].name, managers[j], text);
	}
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_SIZE(cases)];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		tests[i] = (struct CMUnitTest){.name = cases[i].name,
					       .test_func = test_case,
					       .initial_state = (void *)(uintptr_t)i};
	return _cmocka_run_group_tests("export", tests, ARRAY_SIZE(tests), NULL, NULL);
}
