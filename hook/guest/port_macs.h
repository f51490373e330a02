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

/* The keys of TAPs of guests with these MACs: libvirt and onebridge-ifup give a TAP its
 * guest's MAC with fe: as first byte, which is a local entry in each of its VLANs. Also
 * those of a MAC that is only a guess. */
int port_macs_tap_keys(const struct port_macs *port, struct fdb_key **keys, size_t *count,
		       struct error *err);

/* Whether both have a MAC in one VLAN of one bridge; which, is the first such key. */
bool port_macs_share(const struct port_macs *a, const struct port_macs *b,
		     struct fdb_key *ret);

/* Whether it is the NIC's own MAC, and not another one of <antispoof>. */
bool port_macs_is_own(const struct port_macs *port, const uint8_t mac[MAC_BYTES]);

/* -EADDRINUSE where the host or another guest's port has one of them. An entry on any
 * other port, the uplink say, is no owner: a frame has moved it there. */
int port_macs_check(const struct port_macs *port, const struct seen *seen,
		    struct error *err);

/* Whether a frame has told that its own MAC is behind the port: its CPUs run here. */
bool port_macs_have_arrived(const struct port_macs *port, const struct seen *seen);

/* What <antispoof> wants of the port. */
void port_macs_want(const struct port_macs *port, const struct seen *seen,
		    struct port_want *want);

/* Adds what its entries need of other ports: where they cannot be sticky, that nothing is
 * learnt on the port of the EVPN. */
int port_macs_plan_others(const struct port_macs *port, const struct seen *seen,
			  struct plan *plan, struct error *err);
