/* port_rule.h - what the policy says of a port, and whether it is so */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <net/if.h>
#include <stdbool.h>

#include "netcore/error.h"

struct port_rule {
	char device[IFNAMSIZ];
	char *guest; /* NULL: it has no name */
	char *name;  /* of the rule; NULL: none governs it … */
	char *file;  /* … and where it is; NULL: it is built in */
	unsigned line;
	bool by_state; /* libvirt does not answer: only its state is known */
	bool in_sync;
	bool rejected;
	bool routed;           /* its TAP is in no bridge, and forwards … */
	const char *forward;   /* … as <forward mode=>; NULL: nothing … */
	char uplink[IFNAMSIZ]; /* … by this device; empty: any */
	bool filters; /* by nftables, or that may be, where only its state is known */
};

struct port_rules {
	struct port_rule *all;
	size_t count;
};

/* Copies what it is given. 0 or -ENOMEM. */
int port_rules_add(struct port_rules *rules, const struct port_rule *rule);
void port_rules_clear(struct port_rules *rules);

/* Whether some port may have a filter: where none has, nftables need not be asked, which
 * would load it. */
bool port_rules_filter(const struct port_rules *rules);

/* NULL: nothing is known of that device. */
const struct port_rule *port_rules_find(const struct port_rules *rules,
					const char *device);
