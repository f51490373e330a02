/* tap_state.h - the state of a hand-run guest's TAP: undone by ifdown, or when QEMU died
 * without it
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/net.h"
#include "hook/state/state.h"

/* Looks at the TAP of a state. 0: it is there still, and in ret; 1: it is gone, or its
 * name is another's now. */
int tap_state_look(struct net *net, const struct state_id *id, const struct state *state,
		   struct link *ret, struct error *err);

/* Undoes what was done to that TAP, and drops the state. One that was there before is
 * as it was, and empty. Goes on past failures; returns the first. */
int tap_state_undo(struct net *net, const struct state_file *file,
		   const struct state *state, struct error *err);

/* Clears the states of TAPs that are gone, or that nobody holds and whose QEMU has died.
 * Failures are logged. */
void tap_state_clear_dead(struct net *net);
