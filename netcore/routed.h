/* routed.h - what a TAP in no bridge is to be, and the plan that makes it so */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/plan.h"

enum { ROUTED_HOST_MAX = 8 };

/* Settings that a routed guest needs of another device; "all" has the ifindex 0. */
struct routed_host {
	struct link_ref dev;
	struct option_values have, want;
};

struct routed_want {
	uint32_t mtu; /* bytes; 0: as it is */
	bool ipv6;    /* the host speaks IPv6 on it */
	struct option_values settings;
	struct ip_entries entries; /* addresses and routes of the TAP; proxies and NAT of
				      the uplink */
	struct routed_host hosts[ROUTED_HOST_MAX];
	size_t host_count;
};

void routed_want_clear(struct routed_want *want);

/* The index of that one of ip_settings. */
size_t routed_setting(const char *name);

/* Wants that setting of the device, of which so much is known. */
void routed_want_of_host(struct routed_want *want, const struct link_ref *dev,
			 const struct option_values *have, const char *setting,
			 uint64_t value);

/* Adds the steps from have, with what is known of its addresses, to want: no frame passes
 * before all else is as it should be, but for routes, which need a TAP that is up. done:
 * what is left of it that is not wanted any more is taken back; NULL: nothing is known.
 * Where begins, the needs of the host's settings are all told. 0 or -ENOMEM. */
int routed_plan(const struct link *have, const struct routed_want *want,
		const struct plan *done, bool begins, struct plan *plan,
		struct error *err);

/* Whether a step of an address, a route, a proxy or a NAT is for that TAP. A guest's
 * state is of all its TAPs: the proxies and the NATs of one are those for which it has an
 * address or a route. */
bool routed_step_is_of(const struct plan *done, const struct step *step,
		       const struct link_ref *tap);

/* The first of these parts: all that done has brought of addresses and routes, and want,
 * which may be NULL, does not have. */
int routed_plan_former(const struct link *have, const struct routed_want *want,
		       const struct plan *done, struct plan *plan, struct error *err);
