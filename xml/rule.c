/* rule.c - a rule of the policy as a plain value: what it matches, what it decides */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/rule.h"

#include <stdlib.h>
#include <string.h>

#include "netcore/capture.h"
#include "netcore/cleanup.h"
#include "netcore/pattern.h"
#include "netcore/text.h"

#define HEX_DIGITS "0123456789abcdefABCDEF"
#define WILDCARDS  "*?[]!^-"

static bool pattern_is_wild(const char *pattern)
{
	return strpbrk(pattern, "*?[");
}

static bool pattern_consists_of(const char *pattern, const char *characters)
{
	return pattern[strspn(pattern, characters)] == '\0';
}

static bool mac_possible(const char *pattern)
{
	uint8_t mac[MAC_BYTES];

	return pattern_is_wild(pattern)
		       ? pattern_consists_of(pattern, HEX_DIGITS ":" WILDCARDS)
		       : text_read_mac(pattern, mac) == 0;
}

static bool uuid_possible(const char *pattern)
{
	char uuid[UUID_TEXT];

	return pattern_is_wild(pattern)
		       ? pattern_consists_of(pattern, HEX_DIGITS WILDCARDS)
		       : text_read_uuid(pattern, uuid) == 0;
}

static bool ifname_possible(const char *pattern)
{
	struct capture_place ignored;

	return pattern_is_wild(pattern) || strchr(pattern, '\\') ||
	       capture_find(pattern, &ignored) || text_is_ifname(pattern);
}

static bool origin_possible(const char *pattern)
{
	static const char *const origins[] = {"libvirt", "qemu-ifup", "bridge-helper",
					      "tap"};

	for (size_t i = 0; i < ARRAY_SIZE(origins); i++)
		if (pattern_fits(pattern, origins[i], false))
			return true;
	return false;
}

static bool text_possible(const char *pattern)
{
	return *pattern;
}

#define TEXT text_possible, "at least one character"
#define IFNAME                                                                           \
	ifname_possible, "a device name (1 to 15 bytes, without '/', ':' or white "      \
			 "space) or a pattern"

const struct match_row match_rows[MATCH_FIELDS] = {
	[MATCH_DOMAIN_NAME] = {"domain", "name", TEXT},
	[MATCH_DOMAIN_UUID] = {"domain", "uuid", uuid_possible,
			       "a UUID or a pattern (01234567-*)"},
	[MATCH_INTERFACE_TYPE] = {"interface", "type", TEXT},
	[MATCH_INTERFACE_ALIAS] = {"interface", "alias", TEXT},
	[MATCH_INTERFACE_MODEL] = {"interface", "model", TEXT},
	[MATCH_MAC] = {"mac", "address", mac_possible,
		       "a MAC address or a pattern (52:54:00:*)"},
	[MATCH_TARGET] = {"target", "dev", IFNAME},
	[MATCH_SOURCE_BRIDGE] = {"source", "bridge", IFNAME},
	[MATCH_SOURCE_NETWORK] = {"source", "network", TEXT},
	[MATCH_SOURCE_PORTGROUP] = {"source", "portgroup", TEXT},
	[MATCH_ORIGIN_TYPE] = {"origin", "type", origin_possible,
			       "libvirt, qemu-ifup, bridge-helper or tap"},
	[MATCH_ORIGIN_USER] = {"origin", "user", TEXT},
	[MATCH_ORIGIN_GROUP] = {"origin", "group", TEXT},
};

void rule_clear_matches(struct rule *rule)
{
	for (size_t i = 0; i < rule->match_count; i++)
		for (size_t k = 0; k < MATCH_FIELDS; k++)
			free(rule->matches[i].want[k]);
	free(rule->matches);
	rule->matches = NULL;
	rule->match_count = 0;
}

void rule_clear(struct rule *rule)
{
	rule_clear_matches(rule);
	free(rule->name);
	free(rule->attach.bridge_use);
	for (size_t i = 0; i < rule->attach.captured_vlan_count; i++)
		free(rule->attach.captured_vlans[i].use);
	free(rule->attach.captured_vlans);
	free(rule->attach.vlans);
	free(rule->attach.tap_owner);
	free(rule->attach.tap_group);
	free(rule->reason);
}

bool attach_filters(const struct attach *attach)
{
	const struct antispoof *antispoof = &attach->antispoof;

	return attach->guard ||
	       (antispoof->on && (antispoof->of_domain || antispoof->address_count ||
				  antispoof->shared_count));
}

unsigned attach_guards(const struct attach *attach)
{
	return (attach->no_dhcp_guard ? 0U : FILTER_GUARD_DHCP) |
	       (attach->no_ra_guard ? 0U : FILTER_GUARD_RA);
}

bool rule_uses_captures(const struct rule *rule)
{
	return rule->attach.bridge_use || rule->attach.captured_vlan_count;
}
