/* ip_settings.c - the settings of a device's IPv4 and IPv6 that go along with its
 * addresses
 *
 * Each is a file below /proc/sys/net: "ipv6.accept_ra" is ipv6/conf/DEVICE/accept_ra
 * (Documentation/networking/ip-sysctl.rst in the kernel).
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/cleanup.h"
#include "netcore/option.h"

#define SETTING(setting)                                                                 \
	{                                                                                \
		.name = setting, .type = OPTION_U32, .max = UINT32_MAX                   \
	}

/* Forwarding comes before accept_ra, which it resets; IPv6 before all that it has only
 * when it is on. */
static const struct link_option setting_rows[] = {
	SETTING("ipv4.forwarding"),
	SETTING("ipv4.rp_filter"),
	SETTING("ipv4.proxy_arp"),
	SETTING("ipv4.proxy_arp_pvlan"),
	SETTING("ipv4.accept_local"),
	SETTING("ipv4.arp_accept"),
	SETTING("ipv4.arp_announce"),
	SETTING("ipv4.arp_filter"),
	SETTING("ipv4.arp_ignore"),
	SETTING("ipv4.arp_notify"),
	SETTING("ipv4.drop_gratuitous_arp"),
	SETTING("ipv4.drop_unicast_in_l2_multicast"),
	SETTING("ipv4.accept_redirects"),
	SETTING("ipv4.secure_redirects"),
	SETTING("ipv4.shared_media"),
	SETTING("ipv4.send_redirects"),
	SETTING("ipv4.accept_source_route"),
	SETTING("ipv4.bc_forwarding"),
	SETTING("ipv4.disable_policy"),
	SETTING("ipv4.disable_xfrm"),
	SETTING("ipv4.ignore_routes_with_linkdown"),
	SETTING("ipv4.log_martians"),
	SETTING("ipv4.medium_id"),
	SETTING("ipv4.promote_secondaries"),
	SETTING("ipv4.route_localnet"),
	SETTING("ipv4.src_valid_mark"),
	SETTING("ipv6.disable_ipv6"),
	SETTING("ipv6.forwarding"),
	SETTING("ipv6.accept_ra"),
	SETTING("ipv6.accept_ra_defrtr"),
	SETTING("ipv6.accept_ra_from_local"),
	SETTING("ipv6.accept_ra_min_hop_limit"),
	SETTING("ipv6.accept_ra_min_lft"),
	SETTING("ipv6.accept_ra_mtu"),
	SETTING("ipv6.accept_ra_pinfo"),
	SETTING("ipv6.accept_ra_rtr_pref"),
	SETTING("ipv6.accept_ra_rt_info_max_plen"),
	SETTING("ipv6.accept_ra_rt_info_min_plen"),
	SETTING("ipv6.ra_defrtr_metric"),
	SETTING("ipv6.autoconf"),
	SETTING("ipv6.max_addresses"),
	SETTING("ipv6.use_tempaddr"),
	SETTING("ipv6.temp_valid_lft"),
	SETTING("ipv6.temp_prefered_lft"),
	SETTING("ipv6.addr_gen_mode"),
	SETTING("ipv6.accept_dad"),
	SETTING("ipv6.dad_transmits"),
	SETTING("ipv6.optimistic_dad"),
	SETTING("ipv6.use_optimistic"),
	SETTING("ipv6.use_oif_addrs_only"),
	SETTING("ipv6.keep_addr_on_down"),
	SETTING("ipv6.proxy_ndp"),
	SETTING("ipv6.accept_redirects"),
	SETTING("ipv6.accept_source_route"),
	SETTING("ipv6.accept_untracked_na"),
	SETTING("ipv6.drop_unsolicited_na"),
	SETTING("ipv6.drop_unicast_in_l2_multicast"),
	SETTING("ipv6.disable_policy"),
	SETTING("ipv6.hop_limit"),
	SETTING("ipv6.ignore_routes_with_linkdown"),
	SETTING("ipv6.ndisc_notify"),
	SETTING("ipv6.suppress_frag_ndisc"),
};

_Static_assert(ARRAY_SIZE(setting_rows) <= OPTIONS_MAX, "a bit of option_values each");

const struct option_table ip_settings = {setting_rows, ARRAY_SIZE(setting_rows)};
