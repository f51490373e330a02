/* mend_by_state.c - ports of libvirt's guests given back what their states say
 *
 * A state is all that is known of a guest of libvirt's while that does not answer.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/watch/mend_inside.h"

#include "netcore/apply.h"

static void mend_port(struct mend *mend, const struct state *state, const char *name,
		      const struct plan *plan, const struct error *err)
{
	struct guest *guest = &mend->task.guest;
	const struct mend_port port = {.guest = guest, .plan = plan, .state = state};
	struct error failed;

	if (!err && mend->ops->leaves && mend->ops->leaves(mend->data, &port))
		return;
	mend->shown = false;
	mend_show_guest(mend);
	mend->ops->port(mend->data, name, plan, err);
	if (err)
		mend->failed = true;
	else
		mend->drift = true;
	if (!err && !mend->dry_run && plan_apply(&mend->task.net, plan, &failed) < 0)
		mend_failed(mend, &failed);
}

void mend_kept_tap(struct mend *mend, const struct kept_tap *kept)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	_cleanup_(plan_clear) struct plan plan = {};
	struct error err;
	int r = kept_tap_drift(&mend->task.net, kept, &file, &state, &plan, &err);
	const struct mend_result result = {.guest = &mend->task.guest,
					   .device = kept->tap.name,
					   .in_sync = r == 0 && plan.count == 0};

	if (r <= 0 && mend->ops->compared)
		mend->ops->compared(mend->data, &result);
	if (r < 0 || plan.count)
		mend_port(mend, &state, kept->tap.name, &plan, r < 0 ? &err : NULL);
}

void mend_by_state(struct mend *mend, const struct kept_taps *kept)
{
	struct guest *guest = &mend->task.guest;

	mend->source = "libvirt does not answer";
	for (size_t i = 0; i < kept->count; i++) {
		const struct kept_tap *tap = &kept->all[i];
		char name[STATE_NAME_TEXT];

		snprintf(name, sizeof(name), "%s", tap->id.name);
		*guest = (struct guest){.name = tap->guest, .uuid = name};
		if ((tap->id.kind == STATE_GUEST || mend->keep) &&
		    mend->ops->chooses(mend->data, guest, tap->tap.name))
			mend_kept_tap(mend, tap);
		*guest = (struct guest){};
	}
}
