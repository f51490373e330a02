/* commit.c - taking the steps of a plan that are written to a state first */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/state/commit.h"

#include <syslog.h>

#include "netcore/apply.h"
#include "netcore/log.h"

static void save_or_drop(const struct state_file *file, const struct state *state)
{
	bool says_more = state->plan.count || state->nic_count || state->incoming;
	struct error err = {};
	int r = says_more ? state_save(file, state, &err) : state_drop(file, &err);

	if (r < 0)
		log_line(LOG_WARNING, err.text);
}

void state_revert(struct net *net, const struct state_file *file, struct state *state,
		  const struct plan *plan)
{
	struct error left;

	if (plan_undo(net, plan, UNDO_AT_ONCE, &left) < 0) {
		log_line(LOG_ERR, left.text);
	} else {
		state->plan.count -= plan->count;
		state->pending = false;
	}
	if (file)
		save_or_drop(file, state);
}

int state_commit(struct net *net, const struct state_file *file, struct state *state,
		 const struct plan *plan, struct error *err)
{
	struct plan tried = {.steps = plan->steps};
	int r;

	plan_fold(&state->plan);
	r = plan_append(&state->plan, plan, err);
	if (r < 0)
		return r;
	r = file ? state_save(file, state, err) : 0;
	r = r < 0 ? r : plan_take(net, plan, &tried.count, err);
	if (r >= 0)
		return 0;
	state->plan.count -= plan->count - tried.count; /* the rest was never tried */
	state_revert(net, file, state, &tried);
	return r;
}
