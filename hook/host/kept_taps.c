/* kept_taps.c - whose TAPs our states say that they are */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/host/kept_taps.h"

#include <errno.h>
#include <string.h>

#include "netcore/array.h"

void kept_taps_clear(struct kept_taps *taps)
{
	for (size_t i = 0; i < taps->count; i++)
		free(taps->all[i].guest);
	free(taps->all);
	*taps = (struct kept_taps){};
}

const struct kept_tap *kept_taps_find(const struct kept_taps *taps,
				      const struct link_ref *tap)
{
	for (size_t i = 0; i < taps->count; i++)
		if (link_ref_same(&taps->all[i].tap, tap))
			return &taps->all[i];
	return NULL;
}

bool kept_taps_are_added(const struct kept_taps *taps, const char *name)
{
	struct link_ref ref = {.ifindex = if_nametoindex(name)};
	const struct kept_tap *kept;

	snprintf(ref.name, sizeof(ref.name), "%s", name);
	kept = kept_taps_find(taps, &ref);
	return kept && kept->added.on;
}

static bool add_kept_tap(struct kept_taps *taps, const struct link_ref *tap,
			 const struct state_id *id, const struct state *state)
{
	struct kept_tap kept = {.tap = *tap,
				.id = *id,
				.added = state->added,
				.incoming = state->incoming};

	if (!array_grow(&taps->all, taps->count, sizeof(*taps->all)))
		return false;
	kept.guest = state->guest ? strdup(state->guest) : NULL;
	taps->all[taps->count++] = kept;
	return !state->guest || kept.guest;
}

/* A state that cannot be read is left for its own command to report. */
static bool add_state(const struct state_id *id, struct kept_taps *taps)
{
	_cleanup_(state_clear) struct state state = {};
	struct link_ref added;
	struct error err;

	if (state_peek(id, &state, &err) != 0)
		return true;
	if (state.added.on && state_find_tap(&state, id->name, &added) &&
	    !add_kept_tap(taps, &added, id, &state))
		return false;
	for (size_t i = 0; i < state.plan.count; i++) {
		const struct link_ref *dev = step_device(&state.plan.steps[i]);

		if (step_is_shared(&state.plan.steps[i]) || kept_taps_find(taps, dev))
			continue;
		if (!add_kept_tap(taps, dev, id, &state))
			return false;
	}
	return true;
}

static bool add_states(enum state_kind kind, struct kept_taps *taps)
{
	_cleanup_(cleanup_free) struct state_id *ids = NULL;
	struct error unseen;
	size_t count = 0;

	state_list(kind, &ids, &count, &unseen);
	for (size_t i = 0; i < count; i++)
		if (!add_state(&ids[i], taps))
			return false;
	return true;
}

int kept_taps_read(struct kept_taps *ret, struct error *err)
{
	_cleanup_(kept_taps_clear) struct kept_taps taps = {};

	if (!add_states(STATE_GUEST, &taps) || !add_states(STATE_TAP, &taps))
		return error_set(err, ENOMEM, "no memory for the states");
	*ret = taps;
	taps = (struct kept_taps){};
	return 0;
}

int kept_tap_drift(struct net *net, const struct kept_tap *kept,
		   struct state_file *ret_file, struct state *ret_state, struct plan *ret,
		   struct error *err)
{
	int r = state_open(&kept->id, ret_file, err);

	if (r < 0)
		return r;
	r = state_load(ret_file, ret_state, err);
	return r < 0 ? r : port_drift(net, &ret_state->plan, &kept->tap, ret, err);
}
