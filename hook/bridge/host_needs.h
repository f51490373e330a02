/* host_needs.h - what several guests need of the host in common: settings of its devices,
 * the table of NATs
 *
 * A guest's state tells what it needs; a state of the host, what was there before the
 * first. Its lock is held while a guest begins to need something, and while what nobody
 * needs any more is given back.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "hook/state/state.h"
#include "netcore/net.h"

/* state_commit(), and before it the record of what the plan's needs were. file: NULL,
 * there is none, and no record either. */
int host_needs_commit(struct net *net, const struct state_file *file, struct state *state,
		      const struct plan *plan, struct error *err);

/* Whether there is such a record, or a process that was killed has left its lock. */
bool host_needs_recorded(void);

/* Gives back what no guest needs any more, VLANs of uplinks too. */
int host_trim(struct net *net, struct error *err);
