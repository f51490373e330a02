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
struct word_list {
	char *text;
	size_t size, used;
	const char *between;
	bool full;
};

static struct word_list word_list_start(char *ret, size_t size, const char *between)
{
	ret[0] = '\0';
	return (struct word_list){.text = ret, .size = size, .between = between};
}

static bool word_list_has(const struct word_list *list, const char *word)
{
	size_t length = strlen(word), gap = strlen(list->between);

	for (const char *at = list->text; *at;) {
		const char *end = strstr(at, list->between);
		size_t here = end ? (size_t)(end - at) : strlen(at);

		if (here == length && !memcmp(at, word, length))
			return true;
		at += here + (end ? gap : 0);
	}
	return false;
}

/* A word that is there already is not added again. */
static void word_list_add(struct word_list *list, const char *word)
{
	const char *between = list->used ? list->between : "";
	size_t length = strlen(between) + strlen(word);

	if (list->full || word_list_has(list, word))
		return;
	list->full = list->used + length + ROOM_FOR_MORE > list->size;
	list->used += (size_t)snprintf(list->text + list->used, list->size - list->used,
				       "%s%s", between, list->full ? "…" : word);
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

static void add_servers(const char *path, const char *key, struct word_list *list)
{
	_cleanup_(cleanup_file) FILE *in = fopen(path, "re");
	char line[LINE], *rest;

	while (in && fgets(line, sizeof(line), in)) {
		if (strncmp(line, key, strlen(key)) != 0)
			continue;
		for (char *word = strtok_r(line + strlen(key), " \t\n", &rest); word;
		     word = strtok_r(NULL, " \t\n", &rest))
			word_list_add(list, text_for_shell(word).text);
	}
}

void uplink_users_dns(uint32_t ifindex, char *ret, size_t size)
{
	struct word_list list = word_list_start(ret, size, " ");
	char path[80];

	for (size_t i = 0; i < ARRAY_SIZE(dns_files); i++) {
		snprintf(path, sizeof(path), "%s%u", dns_files[i].folder, ifindex);
		add_servers(path, dns_files[i].key, &list);
	}
}

/* --- multicast groups */

/* 224.0.0.1 is everybody's (RFC 1112, 4). */
static void add_ipv4_groups(const struct link_ref *uplink, struct word_list *list)
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
			word_list_add(list, text);
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

static void add_ipv6_groups(const struct link_ref *uplink, struct word_list *list)
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
			word_list_add(list, text);
}

void uplink_users_groups(const struct link_ref *uplink, char *ret, size_t size)
{
	struct word_list list = word_list_start(ret, size, ", ");

	add_ipv4_groups(uplink, &list);
	add_ipv6_groups(uplink, &list);
}
