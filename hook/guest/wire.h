/* wire.h - from a decision to the steps that carry it out, looking at the kernel and
 * changing nothing
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "hook/guest/match.h"
#include "netcore/net.h"

/* One NIC on its way from the match to the plan. */
struct wire {
	struct net *net;
	const struct guest *guest;
	const struct nic *nic;
	const struct rule *rule; /* its verdict is to attach */
	bool live;               /* the guest's CPUs may be running */
	bool incoming;           /* … but still on the host that it comes from */
};

/* Before any TAP is there: that the bridge is, and that the guest's XML does not
 * contradict the rule. For a NIC whose TAP is ours to make, adds the steps that make it;
 * left names what an earlier run of this guest may have left, which is used again. */
int wire_before(const struct wire *wire, struct plan *left, struct plan *plan,
		struct error *err);

/* With the TAP there: adds the steps from what it is to what it should be. */
int wire_port(const struct wire *wire, struct plan *plan, struct error *err);

/* On paper: the steps that a start would take, for a TAP that is not there yet. 1: it
 * cannot be said, for the bridge is not known before the start. */
int wire_on_paper(const struct wire *wire, struct plan *plan, struct error *err);
