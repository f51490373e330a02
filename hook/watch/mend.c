/* mend.c - running guests compared with the policy, and what differs mended */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/watch/mend.h"

#include "hook/bridge/bridge_setup.h"
#include "hook/guest/attach.h"
#include "hook/guest/own_script.h"
#include "hook/guest/setup.h"
#include "hook/host/dhcp_client.h"
#include "hook/libvirt/libvirt_ask.h"
#include "hook/watch/mend_inside.h"
#include "netcore/kernel/kernel.h"

int mend_open(struct mend *mend, struct error *err)
{
	struct task *task = &mend->task;
	int r = kernel_open(&task->net, err);

	if (r < 0)
		return r;
	task->net.dhcp = &dhcp_clients;
	task->enforce = true;
	task->create_bridge = mend->dry_run ? NULL : bridge_setup_create;
	return 0;
}

void mend_clear(struct mend *mend)
{
	kernel_close(&mend->task.net);
	task_clear(&mend->task);
}

void mend_failed(struct mend *mend, struct error *err)
{
	mend->ops->error(mend->data, err);
	mend->failed = true;
}

void mend_show_guest(struct mend *mend)
{
	if (!mend->shown)
		mend->ops->guest(mend->data, &mend->task.guest, mend->source);
	mend->shown = true;
}

/* --- one guest */

/* Its bridge is created first, so that its steps are not known in a dry run. */
static bool bridge_is_to_come(const struct verdict *verdict)
{
	return verdict->kind == VERDICT_ATTACH && verdict->reason[0];
}

/* A reject without steps is enforced already. */
static bool is_in_sync(const struct verdict *verdict)
{
	struct error ignored;

	if (verdict->plan.count || bridge_is_to_come(verdict))
		return false;
	return verdict->kind == VERDICT_REJECT || verdict_result(verdict, &ignored) == 0;
}

static void tell_compared(const struct mend *mend, const struct verdicts *verdicts)
{
	for (size_t i = 0; mend->ops->compared && i < verdicts->count; i++) {
		const struct verdict *verdict = &verdicts->items[i];
		const struct mend_result result = {
			.guest = &mend->task.guest,
			.device = verdict->nic->target,
			.verdict = verdict,
			.in_sync = is_in_sync(verdict),
		};

		if (result.device)
			mend->ops->compared(mend->data, &result);
	}
}

static bool any_differs(const struct verdicts *verdicts)
{
	for (size_t i = 0; i < verdicts->count; i++)
		if (!is_in_sync(&verdicts->items[i]))
			return true;
	return false;
}

static bool is_left(struct mend *mend, const struct verdict *verdict,
		    const struct state *state)
{
	const struct mend_port port = {.guest = &mend->task.guest,
				       .nic = verdict->nic,
				       .plan = &verdict->plan,
				       .state = state};

	return mend->ops->leaves && verdict->plan.count &&
	       mend->ops->leaves(mend->data, &port);
}

static void tell_in_sync(struct mend *mend, const struct nic *nic)
{
	if (mend->ops->in_sync)
		mend->ops->in_sync(mend->data, nic);
}

static void mend_nic(struct mend *mend, const struct state_file *file,
		     struct state *state, struct verdict *verdict)
{
	struct error err;

	if (is_in_sync(verdict))
		return tell_in_sync(mend, verdict->nic);
	if (is_left(mend, verdict, state))
		return plan_clear(&verdict->plan);
	mend_show_guest(mend);
	mend->ops->verdict(mend->data, verdict);
	if (verdict->plan.count || bridge_is_to_come(verdict))
		mend->drift = true;
	else
		mend->failed = true;
	if (verdict->plan.count && !mend->dry_run &&
	    setup_repair_behind(&mend->task, file, state, verdict, &err) < 0)
		mend_failed(mend, &err);
}

/* Those that were mended, looked at again. */
static void verify_mended(struct mend *mend, const struct verdicts *mended)
{
	_cleanup_(verdicts_clear) struct verdicts verdicts = {};
	struct error err;

	if (task_decide(&mend->task, MOMENT_LIVE, NULL, &verdicts, &err) < 0)
		return mend_failed(mend, &err);
	for (size_t i = 0; i < verdicts.count; i++)
		if (mended->items[i].plan.count && verdicts.items[i].plan.count &&
		    verdict_verify(&verdicts.items[i], &err) < 0)
			mend_failed(mend, &err);
}

/* Behind the lock, for a hook may have done meanwhile what a first look has missed. */
static void mend_differing(struct mend *mend, const struct state_id *id)
{
	_cleanup_(verdicts_clear) struct verdicts verdicts = {};
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	struct error err;

	if (!mend->dry_run) {
		if (task_open_state(id, &file, &state, &err) < 0)
			return mend_failed(mend, &err);
		mend->task.done = &state.plan;
	}
	if (task_decide(&mend->task, MOMENT_LIVE, NULL, &verdicts, &err) < 0)
		return mend_failed(mend, &err);
	for (size_t i = 0; i < verdicts.count; i++)
		mend_nic(mend, &file, &state, &verdicts.items[i]);
	if (mend->shown && !mend->dry_run)
		verify_mended(mend, &verdicts);
}

static void mark_fresh(struct mend *mend)
{
	struct guest *guest = &mend->task.guest;

	for (size_t i = 0; mend->ops->is_fresh && i < guest->nic_count; i++)
		guest->nics[i].fresh =
			guest->nics[i].target &&
			mend->ops->is_fresh(mend->data, guest->nics[i].target);
}

static void compare_guest(struct mend *mend, const struct state_id *id)
{
	_cleanup_(verdicts_clear) struct verdicts verdicts = {};
	struct error err;

	if (task_decide(&mend->task, MOMENT_LIVE, NULL, &verdicts, &err) < 0)
		return mend_failed(mend, &err);
	tell_compared(mend, &verdicts);
	if (any_differs(&verdicts))
		mend_differing(mend, id);
	else
		for (size_t i = 0; i < verdicts.count; i++)
			tell_in_sync(mend, verdicts.items[i].nic);
}

/* A state that cannot be read is none; it is set aside behind its lock. */
void mend_guest(struct mend *mend, const struct state_id *id)
{
	_cleanup_(state_clear) struct state state = {};
	struct error err;

	mend->shown = false;
	mark_fresh(mend);
	if (state_peek(id, &state, &err) == 0)
		mend->task.done = &state.plan;
	compare_guest(mend, id);
	mend->task.done = NULL;
	if (!mend->dry_run && task_sync_uplinks(&mend->task, false, &err) < 0)
		mend_failed(mend, &err);
}

/* --- all of them */

/* Of one that migrates here all but its MACs may be set. One that leaves, or starts, is
 * its hook's. */
static bool is_mended_now(struct mend *mend)
{
	struct task *task = &mend->task;

	task->incoming = task->guest.elsewhere && setup_is_incoming(task);
	return task->incoming || !task->guest.elsewhere;
}

static void mend_virsh_guests(struct mend *mend, const struct evidence *evidence)
{
	mend->source = "libvirt";
	for (size_t i = 0; i < evidence->guest_count; i++) {
		struct guest *guest = &evidence->guests[i];
		struct state_id id;

		if (!guest->uuid || !mend->ops->chooses(mend->data, guest, NULL))
			continue;
		id = state_id(STATE_GUEST, guest->uuid);
		guest->stage = GUEST_SETTLED;
		own_script_find(guest);
		mend->task.guest = *guest;
		if (is_mended_now(mend))
			mend_guest(mend, &id);
		mend->task.guest = (struct guest){};
		mend->task.incoming = false;
	}
}

void mend_guests(struct mend *mend, const struct evidence *evidence, int answer)
{
	if (answer != LIBVIRT_ALL || mend->keep)
		mend_by_state(mend, &evidence->kept);
	if (answer == LIBVIRT_ALL)
		mend_virsh_guests(mend, evidence);
	for (size_t i = 0; i < evidence->holders.count; i++)
		mend_hand_run(mend, &evidence->holders.all[i], &evidence->kept);
	mend_added(mend, &evidence->kept);
}
