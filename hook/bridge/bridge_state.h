/* bridge_state.h - what was done for a bridge: read, and brought up to date */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/state/state.h"
#include "netcore/net.h"

/* Locks it, and reads it; there may be none. */
int bridge_state_open(const char *name, struct state_file *ret_file, struct state *ret,
		      struct error *err);

/* Undoes and clears a state whose bridge is gone, or is another one by now. */
int bridge_state_undo_stale(struct net *net, const char *name, struct state *state,
			    struct error *err);

/* Before anything is undone: that the bridge and its uplink have the names that the plan
 * says. By another name they would be taken for gone. */
int bridge_state_check_names(struct net *net, const struct plan *plan, struct error *err);

/* The step by which the uplink became a port. NULL: there was none. */
const struct step *bridge_state_uplink(const struct plan *plan);

/* Drops what was done to an uplink that was unplugged, once another device of its name is
 * one. */
void bridge_state_forget_replaced(struct plan *plan);

/* Before all is undone: lets the addresses go to the device that has the name of the one
 * that they are from. -ENODEV: there is none. */
int bridge_state_find_origin(struct net *net, const char *name, struct plan *plan,
			     struct error *err);
