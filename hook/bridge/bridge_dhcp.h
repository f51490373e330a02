/* bridge_dhcp.h - the DHCP clients of a bridge and its uplink: seen, stopped, started */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/bridge/bridge_decide.h"

/* What is seen of clients besides their names. */
void bridge_dhcp_look(struct net *net, const struct policy_bridge *bridge,
		      struct bridge_seen *seen);

/* Pure. -EBUSY, -ENOENT: the bridge cannot have the addresses that the policy says,
 * because of a client. */
int bridge_dhcp_check(const struct policy_bridge *bridge, const struct bridge_seen *seen,
		      struct error *err);

/* Adds the step that ends the uplink's clients, or the one that starts them on the
 * bridge; with addresses='dhcp' only. */
int bridge_dhcp_stop(const struct policy_bridge *bridge, const struct bridge_seen *seen,
		     struct plan *plan, struct error *err);
int bridge_dhcp_start(const struct policy_bridge *bridge, const struct bridge_seen *seen,
		      struct plan *plan, struct error *err);

/* The name of a DHCP client, as the value of a STEP_DHCP. Empty: there is none. */
struct value value_of_client(const char *name);
