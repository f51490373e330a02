/* checks.c - what doctor looks for, a row each
 *
 * The order is that of how often people ask. A remedy is one line of a shell, and mends
 * what its row has found when it is run as it is.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/doctor/check.h"

const struct check checks[] = {
	{"stp",
	 "{bridge} keeps a new port silent for {value} s, longer than DHCP in a guest may wait",
	 "ip link set {bridge} type bridge forward_delay 200", 0, find_stp},
	{"querier",
	 "{bridge} snoops multicast and nobody sends queries: IPv6 and mDNS end after some "
	 "minutes on {dev}, to which it is not flooded",
	 "ip link set {bridge} type bridge mcast_querier 1", 0, find_no_querier},
	{"bridge-mac",
	 "{bridge} has taken over the MAC of {dev}: the host's address moves as guests come and go",
	 "ip link set {bridge} address {value}", 0, find_mac_of_guest},
	{"bridge-mtu", "{dev} has made the MTU of {bridge} smaller for everybody",
	 "ip link set {bridge} mtu {value}", 0, find_mtu_of_guest},
	{"bridge-full", "{bridge} has no port for more guests, or soon will not",
	 "{value}", 0, find_bridge_full},
};

const size_t check_count = ARRAY_SIZE(checks);

void checks_run(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < check_count; i++) {
		findings->check = &checks[i];
		checks[i].find(facts, findings);
	}
}
