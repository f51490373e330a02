/* test_doctor.c - doctor's checks of what this machine's kernel may lack */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <linux/netfilter.h>
#include <net/if_arp.h>
#include <string.h>

#include "hook/doctor/path.h"
#include "xml/policy_read.h"

/* br0 with up0 and tap0, which filters VLANs. */
static struct link links[8];
static struct port_view ports[2];
static struct bridge_view bridge;
static struct device_fact devices[4];
static struct facts facts;
static struct findings findings;

static struct link *add_link(const char *name, enum link_kind kind)
{
	struct link *link = &links[facts.links.count++];

	*link = (struct link){
		.kind = kind, .up = true, .carrier = true, .hardware = ARPHRD_ETHER};
	snprintf(link->ref.name, sizeof(link->ref.name), "%s", name);
	link->ref.ifindex = (uint32_t)facts.links.count;
	return link;
}

static int set_up(void **state)
{
	static const struct policy policy;
	struct link *link;

	facts = (struct facts){.links = {.links = links}, .policy = &policy};
	findings = (struct findings){};
	link = add_link("br0", LINK_BRIDGE);
	option_values_set(&link->bridge, BRIDGE_vlan_filtering, 1);
	bridge = (struct bridge_view){.link = link, .ports = ports, .port_count = 2};
	ports[0] = (struct port_view){.link = add_link("up0", LINK_OTHER),
				      .owner.kind = OWNER_UPLINK};
	ports[1] = (struct port_view){.link = add_link("tap0", LINK_TAP)};
	facts.view = (struct host_view){.bridges = &bridge, .bridge_count = 1};
	facts.devices = devices;
	facts.device_count = 1;
	devices[0] = (struct device_fact){.link = link};
	(void)state;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	findings_clear(&findings);
	return 0;
}

/* Runs the check of that name; the first remedy, or "" for none. */
static const char *remedy_of(const char *name)
{
	static char text[FINDING_TEXT];

	text[0] = '\0';
	for (size_t i = 0; i < check_count; i++)
		if (!strcmp(checks[i].name, name)) {
			findings.check = &checks[i];
			checks[i].find(&facts, &findings);
		}
	if (findings.count)
		finding_remedy(&findings.all[0], text);
	return text;
}

static void test_lost_vlan(void **state)
{
	(void)state;
	vlan_set_put(&links[1].vlans, 1, 1, VLAN_UNTAGGED);
	vlan_set_put(&links[2].vlans, 1, 1, VLAN_UNTAGGED);
	assert_string_equal(remedy_of("uplink-vlan"), "");
	vlan_set_put(&links[2].vlans, 42, 42, 0);
	assert_string_equal(remedy_of("uplink-vlan"), "bridge vlan add dev up0 vid 42");
}

static void test_vlan_device(void **state)
{
	struct link *device = add_link("up0.42", LINK_OTHER);

	(void)state;
	device->vlan_id = 42;
	device->lower = links[1].ref.ifindex;
	assert_string_equal(remedy_of("vlan-device"), "");
	vlan_set_put(&links[2].vlans, 42, 42, 0);
	assert_string_equal(remedy_of("vlan-device"), "ip link delete up0.42");
}

/* The host's way out is by Wi-Fi, and the bridge has TAPs alone. */
static void test_wifi(void **state)
{
	(void)state;
	ports[0] = ports[1];
	bridge.port_count = 1;
	devices[1] = (struct device_fact){.link = add_link("wlan0", LINK_OTHER)};
	facts.device_count = 2;
	assert_string_equal(remedy_of("wifi"), "");
	devices[1].is_station = true;
	assert_non_null(strstr(remedy_of("wifi"), "-o wlan0 -j MASQUERADE"));
}

static void test_tun_module(void **state)
{
	(void)state;
	facts.files.tun_is_there = true;
	assert_string_equal(remedy_of("tun-module"), "");
	facts.files.tun_is_there = false;
	facts.files.all[FILE_TUN].exists = facts.files.tun_can_load = true;
	assert_string_equal(remedy_of("tun-module"), "");
	facts.files.all[FILE_TUN].exists = false;
	assert_string_equal(remedy_of("tun-module"), "modprobe tun");
}

static void test_one_queue(void **state)
{
	static char name[] = "tap0";
	const struct guest guest = {.name = name};
	const struct nic nic = {.target = name, .queues = 2};
	struct nic_fact fact = {.guest = &guest, .nic = &nic, .tap = &links[2]};

	(void)state;
	facts.nics = &fact;
	facts.nic_count = 1;
	links[2].tap.multi_queue = true;
	assert_string_equal(remedy_of("one-queue"), "");
	links[2].tap.multi_queue = false;
	assert_string_equal(remedy_of("one-queue"), "ip link delete tap0");
}

/* One chain of each kind that drops, and one that accepts. */
static void test_route_firewall(void **state)
{
	static char name[] = "t'0";
	static struct firewall_chain chains[] = {
		{NFPROTO_IPV4, "filter", "FORWARD", .drops = true},
		{NFPROTO_IPV6, "filter", "FORWARD", .drops = true},
		{NFPROTO_INET, "firewalld", "filter_FORWARD", .drops = true},
		{NFPROTO_IPV4, "filter", "FORWARD", .tool = "iptables", .drops = true},
		{NFPROTO_BRIDGE, "b", "forward", .drops = true},
		{NFPROTO_INET, "f", "forward"},
	};
	const struct guest guest = {.name = name};
	const struct nic nic = {.target = name};
	const struct port_rule alone = {.routed = true},
			       nat = {.routed = true, .forward = "nat"};
	struct nic_fact fact = {.guest = &guest,
				.nic = &nic,
				.tap = &links[2],
				.has_addresses = true,
				.nets = {{.length = 24, .bytes = {192, 168, 17, 1}}},
				.net_count = 1};

	(void)state;
	facts.nics = &fact;
	facts.nic_count = 1;
	facts.firewall = (struct firewall){.chains = chains, .count = ARRAY_SIZE(chains)};
	assert_string_equal(remedy_of("route-firewall"), "");
	fact.rule = &alone;
	fact.forwards = true;
	assert_string_equal(remedy_of("route-firewall"), "");
	fact.rule = &nat;
	assert_string_equal(
		remedy_of("route-firewall"),
		"nft insert rule ip filter FORWARD iifname '\"t'\\''0\"' accept && "
		"nft insert rule ip filter FORWARD oifname '\"t'\\''0\"' accept && "
		"firewall-cmd --zone=trusted --change-interface='t'\\''0' && "
		"iptables -I FORWARD -i 't'\\''0' -j ACCEPT && "
		"iptables -I FORWARD -o 't'\\''0' -j ACCEPT");
}

/* Its bridge is none of the kernel's, and it is not known what is behind it. */
static void test_other_switch(void **state)
{
	static char name[] = "tap0", sw[] = "ovsbr0", type[] = "openvswitch";
	const struct guest guest = {.name = name};
	struct nic nic = {.target = name, .bridge = sw, .virtualport = type};
	struct nic_fact fact = {.guest = &guest, .nic = &nic, .tap = &links[2]};
	struct path path;

	(void)state;
	facts.nics = &fact;
	facts.nic_count = 1;
	assert_string_equal(remedy_of("no-bridge"), "");
	path_make(&facts, &findings, &fact, &path);
	assert_false(path.hops[path.count - 1].fails);
	assert_string_equal(path.hops[2].name, "openvswitch");
	nic.virtualport = NULL;
	assert_non_null(strstr(remedy_of("no-bridge"), "ip link add ovsbr0 type bridge"));
}

/* Another host asks: memberships are renewed. */
static void test_other_querier(void **state)
{
	(void)state;
	option_values_set(&links[0].bridge, BRIDGE_mcast_snooping, 1);
	option_values_set(&links[2].port, PORT_mcast_flood, 0);
	links[0].other_querier = true;
	assert_string_equal(remedy_of("querier"), "");
	links[0].other_querier = false;
	assert_string_equal(remedy_of("querier"),
			    "ip link set br0 type bridge mcast_querier 1");
}

/* What a remedy names goes through a shell. */
static void test_quoting(void **state)
{
	struct finding finding = {.check = &checks[0]};
	char text[FINDING_TEXT];

	(void)state;
	for (size_t i = 0; i < check_count; i++)
		if (!strcmp(checks[i].name, "drift"))
			finding.check = &checks[i];
	finding_guest(&finding, "a'; rm -rf /");
	finding_remedy(&finding, text);
	assert_string_equal(text, "onebridge sync 'a'\\''; rm -rf /'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_lost_vlan, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_vlan_device, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_wifi, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_tun_module, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_route_firewall, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_one_queue, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_other_switch, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_other_querier, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_quoting, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
