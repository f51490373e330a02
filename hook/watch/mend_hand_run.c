/* mend_hand_run.c - the NICs of hand-run QEMUs compared with the policy */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "hook/host/account.h"
#include "hook/host/process.h"
#include "hook/watch/mend_inside.h"

/* One QEMU. */
struct hand_run {
	struct mend *mend;
	const struct holder *holder;
	struct process process;
	enum guest_stage stage; /* of its NICs of type="ethernet" */
};

/* The guest as onebridge-ifup or the bridge helper would be told of it, with that NIC. */
static struct guest hand_run_guest(const struct hand_run *run, struct nic *nic)
{
	const struct guest *guest = &run->holder->guest;
	struct guest one = {.nics = nic, .nic_count = 1};

	nic->number = 0;
	if (nic_is_ethernet(nic)) {
		one.origin = ORIGIN_QEMU_IFUP;
		one.stage = run->stage;
		one.name = guest->name;
		one.uuid = guest->uuid;
		return one;
	}
	one.origin = ORIGIN_BRIDGE_HELPER;
	one.stage = GUEST_OF_USER;
	nic->has_mac = nic->has_guess = false;
	nic->alias = nic->model = NULL;
	return one;
}

/* What no rule is for, and was not set up by onebridge, is somebody else's. */
static bool may_govern(const struct mend *mend, const struct nic *nic,
		       const struct state_id *id)
{
	const struct policy *policy = mend->task.policy;

	if (policy == &builtin_policy)
		return state_exists(id);
	return match_nic(policy, &mend->task.guest, nic).rule;
}

static void mend_hand_run_nic(const struct hand_run *run, struct nic nic)
{
	struct state_id id = state_id(STATE_TAP, nic.target);
	struct mend *mend = run->mend;
	struct guest *guest = &mend->task.guest;
	struct error err;

	*guest = hand_run_guest(run, &nic);
	mend->task.owner = run->holder->pid;
	mend->task.incoming = run->holder->guest.elsewhere &&
			      (state_is_incoming(&id) || !state_exists(&id));
	if (account_name(guest, run->process.user, run->process.group, mend->task.policy,
			 &err) < 0)
		mend_failed(mend, &err);
	else if (may_govern(mend, &nic, &id))
		mend_guest(mend, &id);
	free(guest->user);
	free(guest->group);
	*guest = (struct guest){};
	mend->task.owner = 0;
	mend->task.incoming = false;
}

/* --- NICs that came by the monitor
 *
 * The command line does not have them. One that a script or the helper has set up is
 * compared with its state. What is in a bridge without any is somebody else's.
 */

static void mend_added_tap(struct hand_run *run, const char *tap,
			   const struct kept_taps *kept)
{
	char type[] = "ethernet", target[IFNAMSIZ];
	struct nic nic = {
		.type = type, .actual = type, .target = target, .managed = true};
	struct mend *mend = run->mend;
	const struct kept_tap *known;
	struct error gone;
	struct link link;

	if (net_find(&mend->task.net, tap, &link, &gone) != 0)
		return;
	known = kept_taps_find(kept, &link.ref);
	if (known) {
		mend->task.guest = (struct guest){.name = run->holder->guest.name};
		mend_kept_tap(mend, known);
		mend->task.guest = (struct guest){};
	} else if (!link.master.ifindex) {
		snprintf(target, sizeof(target), "%s", tap);
		run->stage = GUEST_MONITOR;
		mend_hand_run_nic(run, nic);
	}
}

/* It has one for each queue. */
static bool is_known_tap(const struct holder *holder, size_t index)
{
	const char *name = holder->taps[index].name;

	for (size_t i = 0; i < index; i++)
		if (!strcmp(holder->taps[i].name, name))
			return true;
	return holder_nic(holder, name);
}

static void mend_added_taps(struct hand_run *run, const struct kept_taps *kept)
{
	const struct holder *holder = run->holder;
	const struct mend *mend = run->mend;

	for (size_t i = 0; i < holder->tap_count; i++)
		if (!is_known_tap(holder, i) &&
		    !kept_taps_are_added(kept, holder->taps[i].name) &&
		    mend->ops->chooses(mend->data, &holder->guest, holder->taps[i].name))
			mend_added_tap(run, holder->taps[i].name, kept);
}

void mend_hand_run(struct mend *mend, const struct holder *holder,
		   const struct kept_taps *kept)
{
	struct hand_run run = {.mend = mend, .holder = holder, .stage = GUEST_BY_HAND};
	const struct guest *guest = &holder->guest;
	struct error ended;
	char source[32];

	if (!holder->is_qemu || holder->is_libvirts || !holder->is_here ||
	    process_read(holder->pid, &run.process, &ended) < 0)
		return;
	snprintf(source, sizeof(source), "QEMU %d", (int)holder->pid);
	mend->source = source;
	for (size_t i = 0; i < guest->nic_count; i++) {
		const struct nic *nic = &guest->nics[i];

		if (nic->target && !kept_taps_are_added(kept, nic->target) &&
		    mend->ops->chooses(mend->data, guest, nic->target))
			mend_hand_run_nic(&run, *nic);
	}
	mend_added_taps(&run, kept);
	mend->source = NULL;
}
