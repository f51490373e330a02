/* fake_kernel.h - a kernel in memory: keeps links, does what the real one does, fails
 * when told
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/net.h"

enum { FAKE_LINKS = 32 };

struct fake_link {
	struct link link;
	bool kept; /* false: it goes with the process */
	char altname[IFNAMSIZ];
};

struct fake_kernel {
	struct fake_link links[FAKE_LINKS];
	size_t count;
	char default_bridge[IFNAMSIZ]; /* empty: no default route by a bridge */
	struct fdb fdb;                /* of all bridges */
	struct ip_entries ip;          /* of all devices */
	struct option_values settings; /* … and those that they have in common */
	uint32_t addresses_on;         /* the device that has the host's addresses */
	unsigned calls;                /* made so far: questions, TAPs, steps */
	unsigned fail_at;              /* the call that fails; 0: none */
	unsigned steps_left;           /* after so many steps the caller is dead … */
	bool mortal;                   /* … if this is set: all steps fail */
	/* Called after every step with the device it was about; NULL: not. */
	void (*watch)(const struct link *link, void *data);
	void *watch_data;
};

/* Reads have.txt: a device a line, "IFINDEX NAME bridge|tap|other", then any of "up",
 * "mac MAC", "mtu N", "txqlen N", "master NAME", "alias TEXT", "multi_queue",
 * "persistent", "advertised", "addresses", "owner N", "group N", "OPTION VALUE", "vlan
 * RANGE HOW", "vlan.OPTION RANGE VALUE", "vlan_filtering", "mcast_vlan_snooping",
 * "default_pvid N", "filter HOW", "sender WHO", "altname NAME", "no-vlans", "vlan_id N",
 * "lower NAME", "vxlan", "nolearning", and an FDB entry behind it by
 * "static|sticky|learnt|local|external MAC[,VLAN]"; "address|route|proxy|nat PREFIX",
 * "ipv4.SETTING VALUE", "ipv6.SETTING VALUE"; or "default-route NAME". "#" begins a
 * comment. Exits on what it does not know. */
void fake_kernel_read(struct fake_kernel *fake, const char *text);

void fake_kernel_clear(struct fake_kernel *fake);
struct fake_kernel fake_kernel_copy(const struct fake_kernel *fake);

struct net fake_kernel_net(struct fake_kernel *fake);

/* What the end of the process takes with it. */
void fake_kernel_end(struct fake_kernel *fake);

/* All links as text, to be compared. The caller frees it. */
char *fake_kernel_print(const struct fake_kernel *fake);
