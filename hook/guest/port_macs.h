/* port_macs.h - the MACs of a guest's NIC in its bridge's FDB: who has them, and what a
 * port with <antispoof> is to have
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/port.h"
#include "netcore/seen.h"
#include "xml/guest.h"
#include "xml/policy.h"

/* A NIC and the bridge that it is to be on. */
struct port_macs {
	const struct nic *nic;
	const struct attach *attach;
	const struct link *bridge;
	const struct link *tap; /* NULL: it is not there yet */
};

/* The keys of all its MACs in each of its VLANs, added to *keys. 0 or -ENOMEM. */
int port_macs_keys(const struct port_macs *port, struct fdb_key **keys, size_t *count,
		   struct error *err);

/* -EADDRINUSE where the host or another guest's port has one of them. An entry on any
 * other port, the uplink say, is no owner: a frame has moved it there. */
int port_macs_check(const struct port_macs *port, const struct seen *seen,
		    struct error *err);

/* What <antispoof> wants of the port. */
void port_macs_want(const struct port_macs *port, const struct seen *seen,
		    struct port_want *want);

/* Adds what its entries need of other ports: where they cannot be sticky, that nothing is
 * learnt on the port of the EVPN. */
int port_macs_plan_others(const struct port_macs *port, const struct seen *seen,
			  struct plan *plan, struct error *err);
