/* legacy_firewall.c - iptables' own tables, which nftables does not show */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/doctor/legacy_firewall.h"

#include <linux/netfilter.h>
#include <string.h>

#include "netcore/text.h"

static const struct family {
	uint8_t number;
	const char *tables; /* names of those that there are */
	const char *tools[2], *changers[2];
} families[] = {
	{NFPROTO_IPV4,
	 "/proc/net/ip_tables_names",
	 {"/usr/sbin/iptables-legacy-save", "/usr/sbin/iptables-save"},
	 {"iptables-legacy", "iptables"}},
	{NFPROTO_IPV6,
	 "/proc/net/ip6_tables_names",
	 {"/usr/sbin/ip6tables-legacy-save", "/usr/sbin/ip6tables-save"},
	 {"ip6tables-legacy", "ip6tables"}},
};

static bool has_filter(const char *path)
{
	_cleanup_(cleanup_file) FILE *in = fopen(path, "re");
	char line[64];

	while (in && fgets(line, sizeof(line), in))
		if (!strcmp(line, "filter\n"))
			return true;
	return false;
}

/* ":FORWARD DROP [0:0]", or a rule: its words as those of nftables end with a NUL. */
static void read_legacy_line(struct firewall *firewall, uint8_t family, const char *tool,
			     char *line)
{
	struct firewall_chain chain = {.family = family,
				       .table = "filter",
				       .name = "FORWARD",
				       .tool = tool,
				       .drops = true};
	char *word, *left = NULL;

	if (!strncmp(line, ":FORWARD DROP", strlen(":FORWARD DROP")))
		firewall_add_chain(firewall, &chain);
	if (line[0] != '-')
		return;
	for (word = strtok_r(line, " \n", &left); word;
	     word = strtok_r(NULL, " \n", &left))
		firewall_add_words(firewall, family, word, strlen(word));
}

static void read_legacy_family(struct firewall *firewall, const struct family *family)
{
	bool newer = access(family->tools[0], X_OK) != 0;
	const char *tool = family->tools[newer];
	char line[1024], command[80];
	FILE *in;

	if (!has_filter(family->tables) || access(tool, X_OK) < 0)
		return;
	snprintf(command, sizeof(command), "%s -t filter 2>/dev/null", tool);
	in = popen(command, "re");
	if (!in)
		return;
	while (fgets(line, sizeof(line), in))
		read_legacy_line(firewall, family->number, family->changers[newer], line);
	pclose(in);
}

void legacy_firewall_read(struct firewall *firewall)
{
	for (size_t i = 0; i < ARRAY_SIZE(families); i++)
		read_legacy_family(firewall, &families[i]);
}
