/* check.h - what doctor looks for, a row each */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/doctor/facts.h"
#include "hook/doctor/finding.h"

/* Adds what it finds; a pure function of the facts. */
typedef void check_find(const struct facts *facts, struct findings *findings);

/* Where on a NIC's way it is; of the host, it is on nobody's. */
enum hop_kind {
	HOP_GUEST,
	HOP_TAP,
	HOP_PORT,
	HOP_ADDRESS, /* the host's, on a TAP in no bridge */
	HOP_FORWARD,
	HOP_BRIDGE,
	HOP_VLAN,
	HOP_UPLINK,
	HOP_FILTER,
	HOPS,
	HOP_NONE = HOPS
};

struct check {
	const char *name;   /* in the table and in JSON */
	const char *what;   /* what is wrong, with the finding's fields in it … */
	const char *remedy; /* … and the command that mends it */
	unsigned needs;     /* enum sight, a bit each */
	check_find *find;
	enum hop_kind hop;
};

/* All rows, in the order of how often people ask. */
extern const struct check checks[];
extern const size_t check_count;

/* Runs them all. */
void checks_run(const struct facts *facts, struct findings *findings);

check_find find_stp, find_no_querier, find_mac_of_guest, find_mtu_of_guest,
	find_bridge_full;
check_find find_tun_module, find_tun_node, find_tun_mode, find_no_script,
	find_script_mode, find_other_ifup, find_helper_rights, find_closed_conf,
	find_writable_conf, find_helper_denied, find_hook_mode, find_hook_link,
	find_hook_unseen, find_hook_denied, find_two_hooks, find_full_states,
	find_read_only_states, find_unreadable_state, find_gone_state;
check_find find_firewall, find_bridge_firewall;
check_find find_no_bridge, find_bridge_down, find_policy_problem, find_drift,
	find_tap_out, find_tap_alone, find_tap_down, find_managed_tap, find_one_queue,
	find_same_mac, find_mac_of_host;
check_find find_no_uplink, find_station, find_uplink_down, find_no_carrier,
	find_uplink_addresses, find_lost_vlans, find_taken_vlans;
check_find find_route_firewall;
check_find find_no_forwarding, find_deaf_to_routers;
