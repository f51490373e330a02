/* test_uplink_port.c - what cannot be an uplink, a device a row */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <net/if_arp.h>
#include <string.h>

#include "hook/bridge/uplink_port.h"
#include "netcore/cleanup.h"

#define MAC                                                                              \
	{                                                                                \
		2, 0, 0, 0, 0, 3                                                         \
	}
#define ETHERNET   .ref = {"eth0", 3}, .mac = MAC, .hardware = ARPHRD_ETHER
#define OF_TYPE(x) ETHERNET, .type = (x)
#define DEVICE(name, number, kind)                                                       \
	{                                                                                \
		.ref = {name, number}, .type = (kind)                                    \
	}

static const struct link_ref br0 = {"br0", 9};

static const struct {
	const char *name;
	struct link uplink;
	struct uplink_place place;
	int result;
	const char *says[3];
} cases[] = {
	{"hardware", {ETHERNET}},
	{"a veth", {OF_TYPE("veth")}},
	{"a bond", {OF_TYPE("bond")}},
	{"a VLAN device", {OF_TYPE("vlan")}, {.below = {"eth1", 4}}},
	{"macsec", {OF_TYPE("macsec")}, {.below = {"eth1", 4}}},
	{"it is in the bridge already", {ETHERNET, .master = {"br0", 9}}, {}},
	{"loopback",
	 {.ref = {"lo", 1}, .hardware = ARPHRD_LOOPBACK},
	 {},
	 -EINVAL,
	 {"the uplink lo is the loopback device", "remove <uplink>"}},
	{"a tun",
	 {.ref = {"vpn0", 5}, .type = "tun", .hardware = ARPHRD_NONE},
	 {},
	 -EINVAL,
	 {"vpn0 (tun) is not an Ethernet device", "route"}},
	{"PPP",
	 {.ref = {"ppp0", 5}, .hardware = ARPHRD_PPP},
	 {},
	 -EINVAL,
	 {"ppp0 is not an Ethernet device"}},
	{"InfiniBand",
	 {.ref = {"ib0", 5}, .mac = MAC, .hardware = ARPHRD_INFINIBAND},
	 {},
	 -EINVAL,
	 {"ib0 is not an Ethernet device"}},
	{"no MAC",
	 {.ref = {"eth0", 3}, .hardware = ARPHRD_ETHER},
	 {},
	 -EINVAL,
	 {"no valid MAC", "ip link set eth0 address MAC"}},
	{"a Wi-Fi client",
	 {ETHERNET},
	 {.is_station = true},
	 -EINVAL,
	 {"Wi-Fi", "iw dev eth0 set 4addr on", "route"}},
	{"a bridge",
	 {OF_TYPE("bridge"), .kind = LINK_BRIDGE},
	 {},
	 -EINVAL,
	 {"is a bridge itself", "name the device below it"}},
	{"a VRF", {OF_TYPE("vrf")}, {}, -EINVAL, {"is a VRF"}},
	{"a macvlan",
	 {OF_TYPE("macvlan")},
	 {.below = {"eth1", 4}},
	 -EINVAL,
	 {"eth0 (macvlan)", "guests behind it would receive nothing", "it is on eth1"}},
	{"a macvlan that receives all frames", {OF_TYPE("macvlan"), .passthru = true}},
	{"a macvtap", {OF_TYPE("macvtap")}, {}, -EINVAL, {"receive nothing"}},
	{"an ipvlan", {OF_TYPE("ipvlan")}, {}, -EINVAL, {"receive nothing"}},
	{"a macvtap on it",
	 {ETHERNET},
	 {.on_top = DEVICE("side0", 6, "macvtap")},
	 -EBUSY,
	 {"the macvtap device side0 takes the frames", "ip link delete side0"}},
	{"macsec on it",
	 {ETHERNET},
	 {.on_top = DEVICE("macsec0", 6, "macsec")},
	 -EBUSY,
	 {"name macsec0 as the uplink"}},
	{"in a bond",
	 {ETHERNET, .master.ifindex = 7},
	 {.master = DEVICE("bond0", 7, "bond")},
	 -EBUSY,
	 {"eth0 is in bond0 already", "name the bond", "ip link set eth0 nomaster"}},
	{"in a team",
	 {ETHERNET, .master.ifindex = 7},
	 {.master = DEVICE("team0", 7, "team")},
	 -EBUSY,
	 {"eth0 is in team0 already", "name the team"}},
	{"in a VRF",
	 {ETHERNET, .master.ifindex = 7},
	 {.master = DEVICE("red", 7, "vrf")},
	 -EBUSY,
	 {"eth0 is in red already", "put the bridge into the VRF"}},
	{"in Open vSwitch",
	 {ETHERNET, .master.ifindex = 7},
	 {.master = DEVICE("ovs-system", 7, "openvswitch")},
	 -EBUSY,
	 {"ovs-vsctl del-port eth0"}},
	{"in another bridge",
	 {ETHERNET, .master.ifindex = 7},
	 {.master = DEVICE("br1", 7, "bridge")},
	 -EBUSY,
	 {"eth0 is in br1 already", "ip link set eth0 nomaster"}},
	{"in a device that cannot be seen",
	 {ETHERNET, .master.ifindex = 7},
	 {},
	 -EBUSY,
	 {"eth0 is in another device already"}},
};

static void test_case(void **state)
{
	size_t i = (size_t)(uintptr_t)*state;
	struct error err = {};

	assert_int_equal(uplink_port_check(&cases[i].uplink, &cases[i].place, &br0, &err),
			 cases[i].result);
	for (size_t j = 0; j < ARRAY_SIZE(cases[i].says) && cases[i].says[j]; j++)
		if (!strstr(err.text, cases[i].says[j]))
			fail_msg("'%s' is not in: %s", cases[i].says[j], err.text);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_SIZE(cases)];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		tests[i] = (struct CMUnitTest){.name = cases[i].name,
					       .test_func = test_case,
					       .initial_state = (void *)(uintptr_t)i};
	return _cmocka_run_group_tests("uplink_port", tests, ARRAY_SIZE(tests), NULL,
				       NULL);
}
