/* bridge_decide.h - what makes a bridge as the policy says, from what was seen */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/bridge/uplink_manager.h"
#include "hook/bridge/uplink_port.h"
#include "xml/policy.h"

/* What a decision about a bridge is based on. */
struct bridge_seen {
	struct link bridge, uplink; /* uplink.ref.ifindex 0: there is none */
	struct uplink_place place;
	struct link former;      /* the uplink of an earlier policy; ifindex 0: none */
	const struct plan *done; /* what its state says; NULL or empty: nothing */
	bool exists;             /* the bridge, or a device of its name */
	char bridge_is[IFNAMSIZ], uplink_is[IFNAMSIZ]; /* the device whose altname the
							  policy's is; "": none */
	bool bridge_has_addresses, uplink_has_addresses;
	uint8_t own_mac[MAC_BYTES];              /* for a new bridge without an uplink */
	bool clients_known;                      /* bridge.dhcp and uplink.dhcp hold */
	struct error client_obstacle;            /* one cannot move; number 0: none */
	char installed_client[DHCP_CLIENT_TEXT]; /* "": there is none to start */
	bool mac_in_address; /* of the uplink, which a router's prefix made it of */
	bool advertised;     /* the uplink has IPv6 addresses or routes of routers */
	char manager[UPLINK_MANAGER_TEXT]; /* what its manager may do; "": none seen */
	const char *kernel;                /* its name and release */
};

/* Adds the steps that make the bridge as the policy says; pure. -EEXIST, -EINVAL, -EBUSY,
 * -ENOENT, -EOPNOTSUPP: it cannot be, and what to do. */
int bridge_decide(const struct policy_bridge *bridge, const struct bridge_seen *seen,
		  struct plan *plan, struct error *err);
