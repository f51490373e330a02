/* uplink_users.c - what of the host's is tied to an uplink and does not move with its
 * addresses
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/uplink_users.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "netcore/cleanup.h"
#include "netcore/text.h"

enum { LINE = 4096, ROOM_FOR_MORE = sizeof(", …") };

/* Words that are put together. */
struct words {
	char *text;
	size_t size, used;
	const char *between;
	bool full;
};

static struct words words_start(char *ret, size_t size, const char *between)
{
	ret[0] = '\0';
	return (struct words){.text = ret, .size = size, .between = between};
}

static bool words_have(const struct words *words, const char *word)
{
	size_t length = strlen(word), gap = strlen(words->between);
	const char *at = words->text;

	while ((at = strstr(at, word))) {
		bool begins =
			at == words->text || !strncmp(at - gap, words->between, gap);

		if (begins && (!at[length] || !strncmp(at + length, words->between, gap)))
			return true;
		at++;
	}
	return false;
}

/* A word that is there already is not added again. */
static void words_append(struct words *words, const char *word)
{
	const char *between = words->used ? words->between : "";
	size_t length = strlen(between) + strlen(word);

	if (words->full || words_have(words, word))
		return;
	words->full = words->used + length + ROOM_FOR_MORE > words->size;
	words->used +=
		(size_t)snprintf(words->text + words->used, words->size - words->used,
				 "%s%s", between, words->full ? "…" : word);
}

/* --- DNS servers */

/* Where resolvectl's and systemd-networkd's are kept: link_save_user() in systemd's
 * src/resolve/resolved-link.c, link_save() in its src/network/networkd-state-file.c. */
static const struct {
	const char *folder, *key;
} dns_files[] = {
	{"/run/systemd/resolve/netif/", "SERVERS="},
	{"/run/systemd/netif/links/", "DNS="},
};

static void add_servers(const char *path, const char *key, struct words *words)
{
	_cleanup_(cleanup_file) FILE *in = fopen(path, "re");
	char line[LINE], *rest;

	while (in && fgets(line, sizeof(line), in)) {
		if (strncmp(line, key, strlen(key)) != 0)
			continue;
		for (char *word = strtok_r(line + strlen(key), " \t\n", &rest); word;
		     word = strtok_r(NULL, " \t\n", &rest))
			words_append(words, text_for_shell(word).text);
	}
}

void uplink_users_dns(uint32_t ifindex, char *ret, size_t size)
{
	struct words words = words_start(ret, size, " ");
	char path[80];

	for (size_t i = 0; i < ARRAY_SIZE(dns_files); i++) {
		snprintf(path, sizeof(path), "%s%u", dns_files[i].folder, ifindex);
		add_servers(path, dns_files[i].key, &words);
	}
}

/* --- multicast groups */

/* 224.0.0.1 is everybody's (RFC 1112, 4). */
static void add_ipv4_groups(const struct link_ref *uplink, struct words *words)
{
	_cleanup_(cleanup_file) FILE *in = fopen("/proc/self/net/igmp", "re");
	char line[200], text[INET_ADDRSTRLEN];
	unsigned ifindex = 0;
	struct in_addr group;

	while (in && fgets(line, sizeof(line), in)) {
		if (line[0] != '\t') {
			ifindex = (unsigned)strtoul(line, NULL, 10);
			continue;
		}
		group.s_addr = (in_addr_t)strtoul(line, NULL, 16);
		if (ifindex == uplink->ifindex && group.s_addr != htonl(0xe0000001) &&
		    inet_ntop(AF_INET, &group, text, sizeof(text)))
			words_append(words, text);
	}
}

/* The kernel joins them by itself: all nodes, all routers (RFC 4291, 2.7.1), and the
 * solicited node of each address. */
static bool is_of_kernel(const struct in6_addr *group)
{
	static const uint8_t solicited_node[13] = {0xff, 0x02, [11] = 1, [12] = 0xff};
	static const uint8_t zeros[13];

	return !memcmp(group, solicited_node, sizeof(solicited_node)) ||
	       (!memcmp(group->s6_addr + 2, zeros, sizeof(zeros)) &&
		(group->s6_addr[15] == 1 || group->s6_addr[15] == 2));
}

static bool read_hex(const char *text, struct in6_addr *ret)
{
	for (size_t i = 0; i < sizeof(ret->s6_addr); i++, text += 2)
		if (sscanf(text, "%2hhx", &ret->s6_addr[i]) != 1)
			return false;
	return true;
}

static void add_ipv6_groups(const struct link_ref *uplink, struct words *words)
{
	_cleanup_(cleanup_file) FILE *in = fopen("/proc/self/net/igmp6", "re");
	char line[200], hex[33], text[INET6_ADDRSTRLEN];
	struct in6_addr group;
	unsigned ifindex;

	while (in && fgets(line, sizeof(line), in))
		if (sscanf(line, "%u %*s %32[0-9a-f]", &ifindex, hex) == 2 &&
		    ifindex == uplink->ifindex && strlen(hex) == 32 &&
		    read_hex(hex, &group) && !is_of_kernel(&group) &&
		    inet_ntop(AF_INET6, &group, text, sizeof(text)))
			words_append(words, text);
}

void uplink_users_groups(const struct link_ref *uplink, char *ret, size_t size)
{
	struct words words = words_start(ret, size, ", ");

	add_ipv4_groups(uplink, &words);
	add_ipv6_groups(uplink, &words);
}
