/* bridge.h - what a bridge is to be, and the plan that makes it so */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/plan.h"

struct bridge_want {
	struct option_values options; /* only those that the policy names */
	bool has_mac;
	bool keeps_mac; /* the one that it has, although a port comes that may change it
			 */
	uint8_t mac[MAC_BYTES];
	uint32_t mtu;       /* bytes; 0: as it is */
	const char *kernel; /* its name and release, for messages */
};

/* Adds the steps from have to want, and up; have->kind is LINK_OTHER where it is still to
 * be made, with the number that it is to have. -EOPNOTSUPP: this kernel lacks an option.
 */
int bridge_plan(const struct link *have, const struct bridge_want *want,
		struct plan *plan, struct error *err);

/* Adds what brings the uplink into the bridge. */
int bridge_plan_uplink(const struct link *uplink, const struct link_ref *bridge,
		       struct plan *plan, struct error *err);

/* Adds the step that takes the host's addresses from the uplink to the bridge. */
int bridge_plan_addresses(const struct link_ref *uplink, const struct link_ref *bridge,
			  struct plan *plan, struct error *err);
