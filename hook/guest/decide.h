/* decide.h - the steps that attach one NIC: a pure function of guest, rule and what was
 * seen
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/seen.h"
#include "xml/guest.h"
#include "xml/policy.h"

enum moment {
	MOMENT_PREPARE,  /* no TAP is there yet */
	MOMENT_START,    /* it is, and the guest's CPUs do not run */
	MOMENT_LIVE,     /* they may run */
	MOMENT_SIMULATE, /* no TAP is there yet: as it will be at the start */
};

struct decide {
	const struct guest *guest;
	const struct nic *nic;
	const struct rule *rule; /* its action is to attach */
	const struct seen *seen; /* by look_ports() */
	enum moment moment;
	const struct plan *done; /* for the guest until now; NULL: not known */
	bool incoming; /* the guest's CPUs are still on the host that it comes from */
	bool move;     /* a port in another bridge is moved, not refused */
};

enum {
	DECIDE_LATER = 1, /* its bridge is not known before the start */
	DECIDE_LEAVE = 2, /* its TAP is not for us, and err says why */
};

/* Adds the steps from what the port is to what it should be. MOMENT_PREPARE: only those
 * that make the NIC's TAP, where that is ours to make; left has the steps of an earlier
 * run, whose TAP is used again. Returns 0, one of the above, or -errno. */
int decide_port(const struct decide *decide, struct plan *left, struct plan *plan,
		struct error *err);
