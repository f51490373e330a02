/* teardown.c - undoing what was done for a guest, from its state, whatever else is broken
 *
 * The state alone is enough: by the guest's UUID, or, where its XML cannot be read, by
 * its name. If the state itself is lost, the mark on our TAPs still tells whose they are.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/guest/teardown.h"

#include <string.h>
#include <syslog.h>

#include "hook/guest/own_tap.h"
#include "hook/guest/tap_state.h"
#include "hook/bridge/host_needs.h"
#include "netcore/apply.h"
#include "netcore/log.h"
#include "netcore/port.h"

/* 0; 1: there is no state of this guest. */
static int find_id(const struct task *task, struct state_id *ret, struct error *err)
{
	if (!task->guest.uuid)
		return state_find(task->guest.name, ret, err);
	*ret = state_id(STATE_GUEST, task->guest.uuid);
	return state_exists(ret) ? 0 : 1;
}

struct state_file teardown_open(const struct state_id *id)
{
	struct state_file file = STATE_FILE_NONE;
	struct error unlocked;

	if (state_open(id, &file, &unlocked) == 0)
		return file;
	log_line(LOG_WARNING, unlocked.text);
	return state_unlocked(id);
}

/* A state that cannot be read is kept: what it says may still be to be undone. */
static int undo_state(struct task *task, const struct state_id *id, enum undo undo,
		      struct error *err)
{
	_cleanup_(state_close) struct state_file file = teardown_open(id);
	_cleanup_(state_clear) struct state state = {};
	int r = state_load(&file, &state, err);

	if (r < 0)
		return r;
	r = plan_undo(&task->net, &state.plan, undo, err);
	return r < 0 || undo != UNDO_ALL ? r : state_drop(&file, err);
}

/* Its VLANs on the uplinks, if it was the last to use them. */
static int trim_uplinks(struct task *task, int r, struct error *err)
{
	struct error later;
	int trimmed = host_trim(&task->net, r < 0 ? &later : err);

	return r < 0 ? r : trimmed;
}

int teardown_ports(struct task *task, struct error *err)
{
	struct state_id id;
	int r = find_id(task, &id, err);

	r = r != 0 ? (r < 0 ? r : 0) : undo_state(task, &id, UNDO_PORTS, err);
	return trim_uplinks(task, r, err);
}

/* TAPs with our mark that no state speaks of. */
static int undo_marked(struct task *task, struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {};
	char mark[OWN_TAP_MARK_TEXT];
	int r = 0;

	own_tap_mark(&task->guest, mark);
	for (size_t i = 0; r >= 0 && i < task->guest.nic_count; i++) {
		const struct nic *nic = &task->guest.nics[i];
		struct link link;

		if (!own_tap_wanted(nic) || !nic->target)
			continue;
		r = net_find(&task->net, nic->target, &link, err);
		if (r == 0 && link.kind == LINK_TAP && !strcmp(link.alias, mark))
			r = port_plan_tap(&link.ref, &link.tap, mark, &plan, err);
	}
	return r < 0 ? r : plan_undo(&task->net, &plan, UNDO_ALL, err);
}

int teardown_all(struct task *task, struct error *err)
{
	struct state_id id;
	struct error later;
	int r = find_id(task, &id, err), marked;

	r = r ? r : undo_state(task, &id, UNDO_ALL, err);
	marked = undo_marked(task, r < 0 ? &later : err);
	tap_state_clear_dead(&task->net); /* of NICs that were plugged in later */
	return trim_uplinks(task, r < 0 ? r : marked, err);
}
