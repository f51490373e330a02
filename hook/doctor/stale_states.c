/* stale_states.c - states that nobody has use for any more */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/doctor/stale_states.h"

#include <string.h>

#include "hook/host/libvirt_pid.h"
#include "hook/host/process.h"
#include "hook/state/state_path.h"
#include "netcore/array.h"

static bool guest_runs(const struct evidence *evidence, const struct state_id *id,
		       const struct state *state)
{
	pid_t pid = state->guest ? libvirt_pid_read(LIBVIRT_PIDS, state->guest) : 0;

	for (size_t i = 0; i < evidence->guest_count; i++)
		if (evidence->guests[i].uuid &&
		    !strcmp(evidence->guests[i].uuid, id->name))
			return true;
	return pid && process_start(pid);
}

static bool is_gone(const struct evidence *evidence, bool libvirt_answers,
		    const struct state_id *id, const struct state *state)
{
	if (state->pending || state->incoming)
		return false;
	if (id->kind == STATE_TAP)
		return state->owner && !process_is(state->owner, state->owner_start);
	return libvirt_answers && !guest_runs(evidence, id, state);
}

static void look_at_state(const struct evidence *evidence, bool libvirt_answers,
			  const struct state_id *id, struct host_files *files)
{
	_cleanup_(state_clear) struct state state = {};
	struct stale_state *stale;
	struct error unread;
	int r = state_peek(id, &state, &unread);

	if (r == 1 || (r == 0 && !is_gone(evidence, libvirt_answers, id, &state)) ||
	    !array_grow(&files->stale, files->stale_count, sizeof(*files->stale)))
		return;
	stale = &files->stale[files->stale_count++];
	*stale = (struct stale_state){.id = *id, .unreadable = r < 0};
	state_path_find(id, stale->path);
	snprintf(stale->guest, sizeof(stale->guest), "%s",
		 state.guest ? state.guest : "");
}

void stale_states_look(const struct evidence *evidence, bool libvirt_answers,
		       struct host_files *files)
{
	static const enum state_kind kinds[] = {STATE_GUEST, STATE_TAP};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		_cleanup_(cleanup_free) struct state_id *ids = NULL;
		struct error unseen;
		size_t count = 0;

		state_list(kinds[i], &ids, &count, &unseen);
		for (size_t j = 0; j < count; j++)
			look_at_state(evidence, libvirt_answers, &ids[j], files);
	}
}
