/* port.h - what a guest's port is to be, and the plan that makes it so */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/fdb.h"
#include "netcore/plan.h"

enum { PORT_MACS_MAX = 16 };

struct port_want {
	struct link_ref bridge;
	bool move;    /* also out of another bridge, in which the port is */
	bool has_mac; /* the TAP is ours to give an address */
	uint8_t mac[MAC_BYTES];
	uint32_t mtu;                 /* bytes; 0: as it is */
	uint32_t bridge_mtu;          /* bytes: it stays so for everybody else */
	bool ipv6_off;                /* the TAP is ours to silence */
	struct option_values port;    /* only the options that the policy names */
	const struct vlan_set *vlans; /* NULL: as they are */
	const struct vlan_values
		*vlan_values;    /* their options, where vlans is not NULL */
	uint16_t default_pvid;   /* what the bridge gives a port that joins; 0: none */
	bool antispoof;          /* only these MACs may send from it … */
	bool antispoof_optional; /* … where the kernel can see to that */
	uint8_t macs[PORT_MACS_MAX][MAC_BYTES];
	size_t mac_count;
	const struct filter *filter; /* NULL: as it is */
	bool shares_mac;       /* a MAC that moves between hosts is one of them: learnt */
	bool filters_vlans;    /* the bridge: it has an entry a MAC and VLAN */
	bool sticky;           /* no frame elsewhere moves an entry away … */
	const struct fdb *fdb; /* … and what there is of them; NULL: nothing */
	bool port_optional;    /* of these, what the kernel lacks is done without */
	const char *kernel;    /* its name and release, for messages */
};

/* Adds what it takes to make the TAP, and mark it. */
int port_plan_tap(const struct link_ref *dev, const struct tap *tap, const char *alias,
		  struct plan *plan, struct error *err);

/* Adds what it takes to bring a port down and out of its bridge, if it is in one. */
int port_plan_leave(const struct link *have, struct plan *plan, struct error *err);

/* Adds what it takes to throw away the frames that wait in a TAP. */
int port_plan_empty(const struct link *have, struct plan *plan, struct error *err);

/* Adds what keeps the bridge's MTU where a port is to have that smaller one. */
int port_plan_pin_mtu(const struct link_ref *bridge, uint32_t bridge_mtu,
		      uint32_t port_mtu, struct plan *plan, struct error *err);

/* Adds the steps from have to want, in an order that lets no frame pass before the port
 * is as it should be; none if it is so already. A running guest's port stays up while it
 * is in the bridge.
 *
 * -EBUSY: it is in another bridge. -EOPNOTSUPP: this kernel lacks an option that is
 * wanted. Whether it does is known of a port that has joined: only then are options told.
 */
int port_plan(const struct link *have, const struct port_want *want, bool running,
	      struct plan *plan, struct error *err);

/* A TAP as it is just after it was made: down, in no bridge, in nobody's way. */
struct link port_fresh_tap(const char *name);
