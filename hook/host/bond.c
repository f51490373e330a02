/* bond.c - the options of a bond, as its files in sysfs have them
 *
 * Documentation/networking/bonding.rst. NetworkManager and netplan take the words of
 * these files.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/host/bond.h"

#include <stdio.h>
#include <string.h>

#include "netcore/cleanup.h"

#define SAME(name) name, name

const struct bond_option bond_options[BOND_OPTIONS] = {
	{SAME("mode"), "mode", NULL},
	{SAME("miimon"), "mii-monitor-interval", NULL},
	{SAME("updelay"), "up-delay", "0"},
	{SAME("downdelay"), "down-delay", "0"},
	{SAME("use_carrier"), NULL, "1"},
	{SAME("arp_interval"), "arp-interval", "0"},
	{SAME("arp_ip_target"), "arp-ip-targets", ""},
	{SAME("arp_validate"), "arp-validate", "none"},
	{SAME("arp_all_targets"), "arp-all-targets", "any"},
	{SAME("primary"), "primary", ""},
	{SAME("primary_reselect"), "primary-reselect-policy", "always"},
	{SAME("fail_over_mac"), "fail-over-mac-policy", "none"},
	{SAME("xmit_hash_policy"), "transmit-hash-policy", "layer2"},
	{SAME("resend_igmp"), "resend-igmp", "1"},
	{SAME("num_grat_arp"), "gratuitous-arp", "1"},
	{SAME("all_slaves_active"), "all-slaves-active", "0"},
	{SAME("min_links"), "min-links", "0"},
	{SAME("lp_interval"), "learn-packet-interval", "1"},
	{SAME("packets_per_slave"), "packets-per-slave", "1"},
	{SAME("lacp_rate"), "lacp-rate", "slow"},
	{SAME("ad_select"), "ad-select", "stable"},
	{SAME("ad_actor_sys_prio"), NULL, "65535"},
	{SAME("ad_user_port_key"), NULL, "0"},
	{SAME("ad_actor_system"), NULL, "00:00:00:00:00:00"},
	{SAME("peer_notif_delay"), NULL, "0"},
	{"arp_missed_max", NULL, NULL, "2"},
	{"lacp_active", NULL, NULL, "on"},
};

/* "active-backup 1" is a word and its number; addresses have spaces between them. */
static void take_words(const char *line, bool all, char ret[BOND_VALUE_TEXT])
{
	size_t used = 0;

	for (; *line && *line != '\n' && used < BOND_VALUE_TEXT - 1; line++) {
		if (*line != ' ')
			ret[used++] = *line;
		else if (!all)
			break;
		else if (line[1] && line[1] != '\n')
			ret[used++] = ',';
	}
	ret[used] = '\0';
}

static bool read_bond_file(const char *device, const struct bond_option *option,
			   char ret[BOND_VALUE_TEXT])
{
	char path[120], line[BOND_VALUE_TEXT] = "";
	_cleanup_(cleanup_file) FILE *in = NULL;

	snprintf(path, sizeof(path), "/sys/class/net/%s/bonding/%s", device,
		 option->name);
	in = fopen(path, "re");
	if (!in)
		return false;
	if (!fgets(line, sizeof(line), in))
		line[0] = '\0';
	take_words(line, !strcmp(option->name, "arp_ip_target"), ret);
	if (option->initial && !strcmp(ret, option->initial))
		ret[0] = '\0';
	return true;
}

bool bond_read(const char *device, struct bond *ret)
{
	struct bond bond = {};

	if (!read_bond_file(device, &bond_options[0], bond.value[0]))
		return false;
	for (size_t i = 1; i < BOND_OPTIONS; i++)
		read_bond_file(device, &bond_options[i], bond.value[i]);
	*ret = bond;
	return true;
}
