/* attach.h - a task's plan, written down and done */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/guest/task.h"

/* Writes all that is to be undone later to the state, then does it; as state_commit(). */
int task_commit(struct task *task, const struct state_file *file, struct state *state,
		struct plan *plan, struct error *err);

/* Sees to it that the uplinks of the NICs' bridges carry their VLANs, where the policy
 * says vlans='sync'. Where no state can be written (stateless), a failure is logged. */
int task_sync_uplinks(struct task *task, bool stateless, struct error *err);

/* Commits the plan, verifies, and syncs the uplinks; undoes it where that fails. */
int task_attach(struct task *task, const struct state_file *file, struct state *state,
		struct plan *plan, struct error *err);
