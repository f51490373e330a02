/* host_uplink.h - the uplink of a <bridge>, and what it is made of */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/bridge/uplink_manager.h"
#include "hook/host/bond.h"
#include "netcore/net.h"

enum host_uplink_kind {
	UPLINK_ETHERNET, /* there from the beginning, or not here now */
	UPLINK_VLAN,
	UPLINK_BOND,
	UPLINK_OTHER, /* a manager has to make it, in words that are not known here */
};

struct host_uplink {
	struct link link;         /* ifindex 0: there is none, or not now */
	struct link below;        /* of a VLAN device: what it is on */
	struct link_list members; /* of a bond */
	struct bond bond;
	char manager[UPLINK_MANAGER_TEXT]; /* who looks after it now; empty: nobody */
	struct error obstacle;             /* why it cannot be a port; empty: it can */
};

/* The caller ends with host_uplink_clear(), also after a failure. bridge is the one that
 * it is to join. */
int host_uplink_look(struct net *net, const char *name, const struct link_ref *bridge,
		     struct host_uplink *ret, struct error *err);
void host_uplink_clear(struct host_uplink *uplink);

enum host_uplink_kind host_uplink_kind(const struct host_uplink *uplink);

/* Its MTU in bytes, which a new bridge has from it; 0: that of Ethernet, or not known. */
uint32_t host_uplink_mtu(const struct host_uplink *uplink);

/* A device that nobody has to make. */
bool host_is_ethernet(const struct link *link);
