/* bridge_setup.h - making the policy's own bridges, and undoing them
 *
 * What was done for a bridge is kept in a state, as for a guest.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "hook/bridge/bridge_decide.h"
#include "hook/state/state.h"

/* Looks, and adds the steps that make the bridge as the policy says; none if it is so
 * already. done: what its state says, or NULL. -ENODEV: the uplink is not there. */
int bridge_setup_plan(struct net *net, const struct policy_bridge *bridge,
		      const struct plan *done, struct plan *plan, struct error *err);

/* Makes it so, and reads back. On a failure all is as it was before. 1: there was nothing
 * to do. */
int bridge_setup_up(struct net *net, const struct policy_bridge *bridge,
		    struct error *err);

/* Gives back all that up has taken or changed. 1: there is no state of such a bridge. */
int bridge_setup_down(struct net *net, const char *name, struct error *err);

/* What was done for it, to be read only. 1: nothing. */
int bridge_setup_state(const char *name, struct state *ret, struct error *err);

/* For a start: makes the bridge if it is not there, and completes one that another
 * process has not finished; waits for a process that is at it. Any other bridge stays as
 * it is. */
int bridge_setup_create(struct net *net, const struct policy_bridge *bridge,
			struct error *err);
