/* policy.h - the policy as plain values: its rules, and the bridges that are its own */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "xml/rule.h"

/* What happens to the host's addresses on an uplink. */
enum uplink_addresses {
	ADDRESSES_UNSAID, /* the uplink must have none */
	ADDRESSES_KEEP,
	ADDRESSES_MOVE,
	ADDRESSES_DHCP, /* they move, and so does the DHCP client that renews them */
};

enum uplink_vlans {
	UPLINK_VLANS_KEEP,
	UPLINK_VLANS_SYNC, /* those that guests use are added to it */
};

struct uplink {
	char dev[IFNAMSIZ]; /* empty: there is none */
	enum uplink_addresses addresses;
	enum uplink_vlans vlans;
};

/* A <bridge>: one that onebridge may create and change. */
struct policy_bridge {
	char name[IFNAMSIZ];
	const char *file; /* owned by the policy */
	unsigned line;
	bool create;                  /* also when a guest starts */
	struct option_values options; /* those that the policy sets */
	bool has_mac;
	uint8_t mac[MAC_BYTES];
	uint32_t mtu; /* bytes; 0: the smallest of its ports' */
	struct uplink uplink;
};

/* A <map>: a guest that comes from another host, or from a file, is put on another bridge
 * than its XML names. */
struct policy_map {
	char bridge[IFNAMSIZ], to[IFNAMSIZ];
	const char *file; /* owned by the policy */
	unsigned line;
};

struct policy {
	struct policy_map *maps;
	size_t map_count;
	struct policy_bridge *bridges;
	size_t bridge_count;
	struct rule *rules;
	size_t rule_count;
	char **files; /* as read, in order */
	size_t file_count;
};

void policy_clear(struct policy *policy);

/* The <bridge> of that name; NULL: there is none. */
const struct policy_bridge *policy_find_bridge(const struct policy *policy,
					       const char *name);

/* The <map> of the bridge of that name; NULL: there is none. */
const struct policy_map *policy_find_map(const struct policy *policy, const char *bridge);

/* Whether any rule has an <antispoof>. */
bool policy_has_antispoof(const struct policy *policy);

/* Whether any rule has a filter of nftables. */
bool policy_filters(const struct policy *policy);
/* Whether any rule routes, and whether one forwards by that device. */
bool policy_has_route(const struct policy *policy);
bool policy_forwards_by(const struct policy *policy, const char *device);

/* Whether any <match> tests that field. */
bool policy_asks(const struct policy *policy, enum match_field field);
