/* fdb.h - entries of bridges' forwarding databases: which MAC is behind which port */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/link.h"

struct fdb_key {
	uint32_t bridge; /* ifindex */
	uint8_t mac[MAC_BYTES];
	uint16_t vlan; /* 0: of frames in no VLAN, where the bridge filters none */
};

struct fdb_entry {
	struct fdb_key key;
	struct link_ref port; /* the bridge itself for an address of its own; the name is
				 left to who asks */
	bool learnt;          /* from a frame; else somebody has set it */
	bool local;           /* an address of the host's own, NUD_PERMANENT */
	bool sticky;          /* it stays there, whatever frame comes in elsewhere */
	bool external;        /* a control plane's, such as an EVPN daemon's */
};

/* In the order of their keys. */
struct fdb {
	struct fdb_entry *entries;
	size_t count;
	bool no_memory; /* an entry was lost */
};

void fdb_clear(struct fdb *fdb);

/* Takes the place of the entry with that key, if there is one. */
void fdb_put(struct fdb *fdb, const struct fdb_entry *entry);
void fdb_remove(struct fdb *fdb, const struct fdb_key *key);

/* NULL: there is none. */
const struct fdb_entry *fdb_find(const struct fdb *fdb, const struct fdb_key *key);
