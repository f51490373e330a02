/* policy.h - the policy as plain values: rules, what they match, what they decide */
#pragma once

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netcore/option.h"
#include "netcore/text.h"
#include "netcore/vlan.h"

/* What a <match> can ask for, a row each in match_rows. */
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
};
extern const struct match_row match_rows[MATCH_FIELDS];

struct match {
	char *want[MATCH_FIELDS]; /* shell patterns; NULL: not asked for */
};

enum verdict { VERDICT_IGNORE, VERDICT_ATTACH, VERDICT_REJECT };

enum { ANTISPOOF_MACS = 15 /* besides the guest's own */ };

/* <antispoof>: who may send from the port. */
struct antispoof {
	bool on;
	bool optional; /* required='no': where the kernel cannot, it is done without */
	uint8_t macs[ANTISPOOF_MACS][MAC_BYTES]; /* besides the guest's own */
	size_t mac_count;
};

struct attach {
	char bridge[IFNAMSIZ];     /* empty: the one that the guest's XML names */
	struct option_values port; /* the options that the rule names */
	bool port_optional; /* <port required='no'>: what the kernel lacks is done without
			     */
	struct vlan_set *vlans; /* NULL: as the bridge gives them to a new port */
	struct antispoof antispoof;
	uint32_t mtu;                /* bytes; 0: the bridge's */
	char *tap_owner, *tap_group; /* names or numbers; both NULL: it is root's */
};

struct rule {
	char *name;
	const char *file; /* owned by the policy */
	unsigned line;    /* of its start tag */
	struct match *matches;
	size_t match_count;
	enum verdict verdict;
	struct attach attach; /* VERDICT_ATTACH */
	char *reason;         /* VERDICT_REJECT; NULL: none given */
};

/* What becomes of the host's addresses on an uplink. */
enum uplink_addresses {
	ADDRESSES_KEEP,
	ADDRESSES_MOVE,
	ADDRESSES_DHCP, /* they move, and so does the client that keeps them */
};

struct uplink {
	char dev[IFNAMSIZ]; /* empty: there is none */
	enum uplink_addresses addresses;
	bool sync_vlans; /* those that guests use are added to it */
};

/* A <bridge>: one that is ours to make. */
struct policy_bridge {
	char name[IFNAMSIZ];
	const char *file; /* owned by the policy */
	unsigned line;
	bool create;                  /* prepare may make it, too */
	struct option_values options; /* those that are named */
	bool has_mac;
	uint8_t mac[MAC_BYTES];
	uint32_t mtu; /* bytes; 0: the smallest of its ports' */
	struct uplink uplink;
};

struct policy {
	struct policy_bridge *bridges;
	size_t bridge_count;
	struct rule *rules;
	size_t rule_count;
	char **files; /* as read, in order */
	size_t file_count;
};

/* Leaves the rule without a <match>: it never holds. */
void rule_clear_matches(struct rule *rule);

void policy_clear(struct policy *policy);

/* The <bridge> of that name; NULL: there is none. */
const struct policy_bridge *policy_find_bridge(const struct policy *policy,
					       const char *name);

/* Whether any rule has an <antispoof>. */
bool policy_has_antispoof(const struct policy *policy);

/* Whether any rule asks for it. */
bool policy_asks(const struct policy *policy, enum match_field field);
