/* net.h - what is asked of a kernel and done by it, so that a fake one can stand in
 *
 * Contract of all: 0 done; 1 where said, an answer and no failure; -errno with err set,
 * and the outputs untouched.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/fdb.h"
#include "netcore/host_addresses.h"
#include "netcore/ip_entries.h"
#include "netcore/link_list.h"
#include "netcore/plan.h"

/* One question about a device, and its answer. */
struct look {
	enum look_kind {
		LOOK_NAME,    /* the device of that name; an altname finds none, but
				 tells link.ref.name */
		LOOK_IFINDEX, /* the device of that ifindex */
	} kind;
	char name[IFNAMSIZ];
	uint32_t ifindex;
	bool found;
	struct link link; /* if found */
};

#define IP_SETTINGS_ALL UINT64_MAX

struct net_ops {
	/* Answers all these questions, in as few system calls as can be. A device's
	 * master has its ifindex only, and VLANs are not filled in. */
	int (*look)(void *self, struct look *looks, size_t count, struct error *err);

	/* Fills in the VLANs of a bridge port (none on a kernel without them), and adds
	 * the static entries of these VLANs, and of none, to its bridge's FDB; fdb NULL:
	 * not asked for. */
	int (*look_port)(void *self, struct link *port, struct fdb *fdb,
			 struct error *err);

	/* Adds what the bridges have for these keys, learnt or set. */
	int (*look_fdb)(void *self, const struct fdb_key *keys, size_t count,
			struct fdb *fdb, struct error *err);

	/* Fills in a TAP's filter. */
	int (*look_filter)(void *self, struct link *tap, struct error *err);

	/* Removes the filter of a TAP that has had this name before; NULL: there is none.
	 */
	int (*forget_filter)(void *self, const struct link_ref *tap, struct error *err);

	/* All devices of that type ("vlan"), as look gives them; or, type NULL, all that
	 * there are, each bridge port with its VLANs. The caller ends with
	 * link_list_clear(). */
	int (*look_all)(void *self, const char *type, struct link_list *ret,
			struct error *err);

	/* Whether a device has addresses or routes that a bridge would take over: 1, 0.
	 */
	int (*has_addresses)(void *self, uint32_t ifindex, struct error *err);

	/* Adds what there is of these addresses, routes, proxies and NATs. Of a key
	 * whose ifindex is 0, what any device has: every address whose network overlaps
	 * the key's, and the device that a route to exactly that leads to. */
	int (*look_ip)(void *self, const struct ip_entry *keys, size_t count,
		       struct ip_entries *ret, struct error *err);

	/* The lasting ones, as text. The caller ends with host_addresses_clear(). */
	int (*list_addresses)(void *self, uint32_t ifindex, struct host_addresses *ret,
			      struct error *err);

	/* The policy routing rules that name the device, as text; empty: there is none.
	 */
	int (*list_rules)(void *self, const char *device, char *ret, size_t size,
			  struct error *err);

	/* The device's settings of IPv4 and IPv6, a bit each that is asked for; of
	 * "default", a new device's; of "all", those that all have in common. NULL: it
	 * has none. What the kernel lacks is left out; the first that cannot be read is
	 * the error, and the others are read. */
	int (*read_settings)(void *self, uint64_t which, const char *device,
			     struct option_values *ret, struct error *err);

	/* Tells the device's neighbours which MAC its addresses have. Best effort. */
	void (*announce)(void *self, const struct link_ref *device);

	/* The bridge that a default route goes out by; of several, the first. 1: there is
	 * none. */
	int (*find_default_bridge)(void *self, struct link *ret, struct error *err);

	/* Whether it is a Wi-Fi station without 4-address frames, which cannot be a port:
	 * 1, 0. */
	int (*is_station)(void *self, const struct link *link, struct error *err);

	/* Deletes the table of NATs where it has none. Nobody may add one meanwhile. */
	int (*drop_nat)(void *self, struct error *err);

	/* Makes a TAP that lasts only until the process ends or its STEP_TAP is taken.
	 * -EBUSY: a device of that name exists. */
	int (*make_tap)(void *self, const char *name, const struct tap *tap,
			uint32_t *ret_ifindex, struct error *err);

	/* Takes the steps, in order, in as few system calls as can be. All are tried; err
	 * tells of the first that failed. */
	int (*change)(void *self, const struct step *steps, size_t count,
		      struct error *err);
};

/* The host's DHCP clients, which are programs and not the kernel's. */
struct dhcp_ops {
	/* The names of the clients that serve the device, with '+' between them; empty:
	 * none does. */
	void (*find)(const char *device, char ret[DHCP_CLIENT_TEXT]);

	/* 0; -EBUSY: one of them cannot move from the device to the bridge, and what to
	 * do. */
	int (*check)(const char *device, const char *bridge, struct error *err);

	/* The one that a device without a client gets; empty: none is installed. */
	void (*choose)(char ret[DHCP_CLIENT_TEXT]);

	/* Starts them; they stay when this process has ended. */
	int (*start)(const char *device, const char *clients, struct error *err);

	/* Ends all of them at once, so that they keep their leases; one that has ended is
	 * no failure. */
	int (*stop)(const char *device, struct error *err);
};

struct net {
	const struct net_ops *ops;
	void *self;
	const struct dhcp_ops *dhcp; /* NULL: this program starts and stops none */
	char kernel[80];             /* its name and release: "Linux 6.1.0-44-amd64" */
	bool offline;                /* no host: users and groups are not known either */
};

/* The device of that name, its master by ifindex only. 1: there is none. */
int net_find(struct net *net, const char *name, struct link *ret, struct error *err);

/* The name of the device that has that one as an altname. 1: none has. */
int net_find_altname(struct net *net, const char *name, char ret[IFNAMSIZ],
		     struct error *err);

/* The same, with its master's name. */
int net_look(struct net *net, const char *name, struct link *ret, struct error *err);

/* An ifindex that no device has. */
int net_free_ifindex(struct net *net, uint32_t *ret, struct error *err);
