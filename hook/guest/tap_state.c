/* tap_state.c - the state of a hand-run guest's TAP: undone by ifdown, or when QEMU died
 * without it
 *
 * QEMU's downscript is not run when QEMU is killed. Its own TAPs vanish with it and leave
 * a state that speaks of nothing; a TAP that the admin made stays in its bridge.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/guest/tap_state.h"

#include <errno.h>
#include <syslog.h>

#include "hook/bridge/host_needs.h"
#include "hook/host/process.h"
#include "netcore/apply.h"
#include "netcore/log.h"
#include "netcore/port.h"

int tap_state_look(struct net *net, const struct state_id *id, const struct state *state,
		   struct link *ret, struct error *err)
{
	struct link_ref tap;
	struct link link;
	int r;

	if (!state_find_tap(state, id->name, &tap))
		return 1;
	r = net_look(net, tap.name, &link, err);
	if (r != 0)
		return r;
	*ret = link;
	return !link_ref_same(&link.ref, &tap);
}

/* QEMU's next run may find it among frames that were never meant for it. */
static int empty_queue(struct net *net, const struct state_id *id,
		       const struct state *state, struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {};
	struct link link;
	int r = tap_state_look(net, id, state, &link, err);

	if (r != 0)
		return r < 0 ? r : 0;
	r = port_plan_empty(&link, &plan, err);
	if (r < 0 || !plan.count)
		return r;
	r = net->ops->change(net->self, plan.steps, plan.count, err);
	return r == -ENODEV ? 0 : r;
}

int tap_state_undo(struct net *net, const struct state_file *file,
		   const struct state *state, struct error *err)
{
	struct error later;
	int r = plan_undo(net, &state->plan, UNDO_ALL, err);
	int emptied = empty_queue(net, &file->id, state, r < 0 ? &later : err);

	if (r < 0 || emptied < 0)
		return r < 0 ? r : emptied;
	return state_drop(file, err);
}

/* One that was never known to have an owner waits for one. */
static bool has_no_owner(const struct state *state)
{
	return state->held ||
	       (state->owner && !process_is(state->owner, state->owner_start));
}

static bool left_behind(struct net *net, const struct state_id *id,
			const struct state *state)
{
	struct error ignored;
	struct link link;
	int r = tap_state_look(net, id, state, &link, &ignored);

	return r == 1 || (r == 0 && !link.carrier && has_no_owner(state));
}

/* A look that leaves no trace; what is no state of ours is for others to tell of. */
static bool may_be_left(struct net *net, const struct state_id *id)
{
	_cleanup_(state_clear) struct state state = {};
	struct error ignored;

	return state_peek(id, &state, &ignored) == 0 && left_behind(net, id, &state);
}

/* Where another process holds the lock, that one is working on it. */
static int clear_one(struct net *net, const struct state_id *id, struct error *err)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	int r = state_try_open(id, &file, err);

	r = r ? r : state_load(&file, &state, err);
	if (r == 1 && file.lock >= 0)
		return state_drop(&file, err);
	if (r == 0 && left_behind(net, id, &state))
		r = tap_state_undo(net, &file, &state, err);
	return r < 0 ? error_within(err, "left over from the guest on %s", id->name) : 0;
}

void tap_state_clear_dead(struct net *net)
{
	_cleanup_(cleanup_free) struct state_id *ids = NULL;
	struct error err;
	bool any = false;
	size_t count = 0;

	if (state_list(STATE_TAP, &ids, &count, &err) < 0)
		log_line(LOG_WARNING, err.text);
	for (size_t i = 0; i < count; i++) {
		if (!may_be_left(net, &ids[i]))
			continue;
		any = true;
		if (clear_one(net, &ids[i], &err) < 0)
			log_line(LOG_WARNING, err.text);
	}
	if (any && host_trim(net, &err) < 0)
		log_line(LOG_WARNING, err.text);
}
