/* mend_hand_run.c - the NICs of hand-run QEMUs compared with the policy */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/host/account.h"
#include "hook/host/process.h"
#include "hook/watch/mend_inside.h"

/* The guest as onebridge-ifup or the bridge helper would be told of it, with that NIC. */
static struct guest hand_run_guest(const struct guest *guest, struct nic *nic)
{
	struct guest one = {.nics = nic, .nic_count = 1};

	nic->number = 0;
	if (nic_is_ethernet(nic)) {
		one.origin = ORIGIN_QEMU_IFUP;
		one.stage = GUEST_BY_HAND;
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

static void mend_hand_run_nic(struct mend *mend, const struct holder *holder,
			      const struct process *process, struct nic nic)
{
	struct state_id id = state_id(STATE_TAP, nic.target);
	struct guest *guest = &mend->task.guest;
	struct error err;

	*guest = hand_run_guest(&holder->guest, &nic);
	mend->task.owner = holder->pid;
	if (account_name(guest, process->user, process->group, mend->task.policy, &err) <
	    0)
		mend_failed(mend, &err);
	else if (may_govern(mend, &nic, &id))
		mend_guest(mend, &id);
	free(guest->user);
	free(guest->group);
	*guest = (struct guest){};
	mend->task.owner = 0;
}

void mend_hand_run(struct mend *mend, const struct holder *holder)
{
	const struct guest *guest = &holder->guest;
	struct process process;
	struct error ended;
	char source[32];

	if (!holder->is_qemu || holder->is_libvirts || !holder->is_here ||
	    process_read(holder->pid, &process, &ended) < 0)
		return;
	snprintf(source, sizeof(source), "QEMU %d", (int)holder->pid);
	mend->source = source;
	for (size_t i = 0; i < guest->nic_count; i++) {
		const struct nic *nic = &guest->nics[i];

		if (nic->target && mend->ops->chooses(mend->data, guest, nic->target))
			mend_hand_run_nic(mend, holder, &process, *nic);
	}
	mend->source = NULL;
}
