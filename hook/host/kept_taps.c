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

static bool add(struct kept_taps *taps, const struct link_ref *tap, const char *id,
		const char *guest)
{
	struct kept_tap kept = {.tap = *tap};

	if (!array_grow(&taps->all, taps->count, sizeof(*taps->all)))
		return false;
	memcpy(kept.id, id, sizeof(kept.id));
	kept.guest = guest ? strdup(guest) : NULL;
	taps->all[taps->count++] = kept;
	return !guest || kept.guest;
}

/* A state that cannot be read is for others to complain of. */
static bool read_state(const char *id, struct kept_taps *taps)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	struct error err;

	if (state_open_unlocked(id, &file, &err) != 0 ||
	    state_load(&file, &state, &err) != 0)
		return true;
	for (size_t i = 0; i < state.plan.count; i++) {
		const struct link_ref *dev = &state.plan.steps[i].dev;

		if (i > 0 && link_ref_same(dev, &state.plan.steps[i - 1].dev))
			continue;
		if (!add(taps, dev, id, state.guest))
			return false;
	}
	return true;
}

int kept_taps_read(struct kept_taps *ret, struct error *err)
{
	_cleanup_(cleanup_free) char(*ids)[STATE_ID_TEXT] = NULL;
	_cleanup_(kept_taps_clear) struct kept_taps taps = {};
	struct error unseen;
	size_t count = 0;

	state_list("", &ids, &count, &unseen);
	for (size_t i = 0; i < count; i++)
		if (!read_state(ids[i], &taps))
			return error_set(err, ENOMEM, "no memory for the states");
	*ret = taps;
	taps = (struct kept_taps){};
	return 0;
}
