/* mend_added.c - the TAPs of `onebridge tap add` compared with the policy
 *
 * Whether a program holds one does not count: it is a guest's as long as it is there.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <string.h>

#include "hook/guest/added_tap.h"
#include "hook/host/account.h"
#include "hook/watch/mend_inside.h"

static bool is_there(struct mend *mend, const struct kept_tap *kept, struct link *ret)
{
	struct error unseen;

	return net_find(&mend->task.net, kept->tap.name, ret, &unseen) == 0 &&
	       link_ref_same(&ret->ref, &kept->tap);
}

static void mend_added_nic(struct mend *mend, const struct kept_tap *kept,
			   const struct link *link)
{
	struct guest *guest = &mend->task.guest;
	struct link_ref ref = kept->tap;
	struct added_tap tap = {.name = ref.name,
				.guest = kept->guest,
				.queues = 1U + link->tap.multi_queue,
				.added = kept->added};
	struct error err;
	struct nic nic;

	*guest = added_tap_guest(&tap, &nic);
	if (!mend->ops->chooses(mend->data, guest, kept->tap.name))
		;
	else if (account_name(guest, tap.added.user, tap.added.group, mend->task.policy,
			      &err) < 0)
		mend_failed(mend, &err);
	else
		mend_guest(mend, &kept->id);
	free(guest->user);
	free(guest->group);
	*guest = (struct guest){};
}

void mend_added(struct mend *mend, const struct kept_taps *kept)
{
	struct link link;

	mend->source = "onebridge tap add";
	for (size_t i = 0; i < kept->count; i++)
		if (kept->all[i].added.on && is_there(mend, &kept->all[i], &link))
			mend_added_nic(mend, &kept->all[i], &link);
	mend->source = NULL;
}
