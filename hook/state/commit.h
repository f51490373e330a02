/* commit.h - taking the steps of a plan that are written to a state first */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/state/state.h"
#include "netcore/net.h"

/* Adds the plan to the state, of whose steps from before only the difference is kept,
 * writes that (file NULL: it is kept in memory only), and
 * takes the steps. On a failure they are undone, and the state is as it was before; what
 * cannot be undone is logged, and stays in it. */
int state_commit(struct net *net, const struct state_file *file, struct state *state,
		 const struct plan *plan, struct error *err);

/* Undoes the plan that was committed last, likewise. */
void state_revert(struct net *net, const struct state_file *file, struct state *state,
		  const struct plan *plan);
