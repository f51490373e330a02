/* rule.h - a rule of the policy as a plain value: what it matches, what it decides */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netcore/filter.h"
#include "netcore/option.h"
#include "netcore/text.h"
#include "netcore/vlan_values.h"
#include "xml/route.h"

/* What a <match> can test, a row each in match_rows. */
enum match_field {
	MATCH_DOMAIN_NAME,
	MATCH_DOMAIN_UUID,
	MATCH_INTERFACE_TYPE,
	MATCH_INTERFACE_ALIAS,
	MATCH_INTERFACE_MODEL,
	MATCH_MAC,
	MATCH_TARGET,
	MATCH_SOURCE_BRIDGE,
	MATCH_SOURCE_NETWORK,
	MATCH_SOURCE_PORTGROUP,
	MATCH_ORIGIN_TYPE,
	MATCH_ORIGIN_USER,
	MATCH_ORIGIN_GROUP,
	MATCH_FIELDS
};

struct match_row {
	const char *element, *attribute;
	bool (*possible)(const char *pattern); /* whether it can match any value */
	const char *expected;                  /* what can, for a message */
};
extern const struct match_row match_rows[MATCH_FIELDS];

struct match {
	char *want[MATCH_FIELDS]; /* shell patterns; NULL: not tested */
};

enum rule_action { RULE_IGNORE, RULE_ATTACH, RULE_ROUTE, RULE_REJECT };

enum {
	ANTISPOOF_MACS = 15, /* besides the guest's own */
	ANTISPOOF_ADDRESSES = 32,
};

/* <antispoof>: who may send from the port. */
struct antispoof {
	bool on;
	bool optional;  /* required='no': done without where the kernel lacks it */
	bool of_domain; /* addresses='domain': and those of the guest's XML */
	uint8_t macs[ANTISPOOF_MACS][MAC_BYTES]; /* besides the guest's own */
	size_t mac_count;
	uint8_t shared[ANTISPOOF_MACS][MAC_BYTES]; /* that several hosts use in turn */
	size_t shared_count;
	struct sender addresses[ANTISPOOF_ADDRESSES];
	size_t address_count;
	struct sender ip;   /* of the <ip> that is being read … */
	uint32_t ip_prefix; /* … 0: not given */
};

/* A <tag> whose id= uses a capture. Its place in vlan_values is VLAN_CAPTURED and its
 * place in the array. */
struct captured_vlan {
	char *use;    /* "{vlan}" or "{vlan:100-199}" */
	unsigned how; /* enum vlan_how */
};

enum { VLAN_CAPTURED = VLAN_MAX + 1 };

struct attach {
	char bridge[IFNAMSIZ]; /* empty: the one that the guest's XML names … */
	char *bridge_use;      /* … or what this makes of captures; else NULL */
	struct captured_vlan *captured_vlans;
	size_t captured_vlan_count;
	struct option_values port;      /* the options that the rule sets */
	bool port_optional;             /* <port required='no'>: as antispoof.optional */
	struct vlan_set *vlans;         /* NULL: as the bridge gives them to a new port */
	struct vlan_values vlan_values; /* the options that their <tag>s set */
	struct antispoof antispoof;
	bool guard;                      /* <guard> is there … */
	bool no_dhcp_guard, no_ra_guard; /* … and says dhcp='no', ra='no' */
	uint32_t mtu;                    /* bytes; 0: the bridge's */
	char *tap_owner, *tap_group;     /* names or numbers; both NULL: it is root's */
};

struct rule {
	char *name;
	const char *file; /* owned by the policy */
	unsigned line;    /* of its start tag */
	struct match *matches;
	size_t match_count;
	enum rule_action action;
	struct attach attach; /* RULE_ATTACH; of RULE_ROUTE the MTU and the TAP */
	struct route route;   /* RULE_ROUTE */
	char *reason;         /* RULE_REJECT; NULL: none given */
};

/* Leaves the rule without a <match>: it never matches. */
void rule_clear_matches(struct rule *rule);

void rule_clear(struct rule *rule);

/* Whether its ports have a filter of nftables: plain <antispoof/> is the bridge's alone.
 */
bool attach_filters(const struct attach *attach);

/* What is guarded where they have: FILTER_GUARD_…, by default all. */
unsigned attach_guards(const struct attach *attach);

/* Whether what it attaches to depends on what a <match> captures. */
bool rule_uses_captures(const struct rule *rule);
