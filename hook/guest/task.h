/* task.h - one guest to be set up: its policy, verdicts, plan and state
 *
 * What the hook, onebridge-ifup, the bridge helper and check have in common.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "hook/guest/decide.h"
#include "hook/guest/verdict.h"
#include "hook/state/state.h"

struct task {
	struct guest guest;
	bool incoming; /* its CPUs are on the host that it comes from */
	bool arrived;  /* it has migrated here; <antispoof> was not put in force since */
	bool now;      /* what a rule depends on and is not known cannot wait */
	bool simulate; /* a TAP or bridge that a start makes may be missing */
	bool enforce;  /* the port of a running guest is taken out of a bridge that its
			  rule does not name, and out of any where it rejects the NIC */
	const struct plan *done;  /* for it until now, so that what the policy no longer
				     says is taken back; NULL: that is left */
	bool logs;                /* warnings go to the system's log */
	pid_t owner;              /* the hand-run QEMU that its state is of; 0: none */
	const struct rule *plain; /* attaches what the policy ignores; NULL: nothing */

	/* Whether the TAP may be the guest's, although its NICs do not say so; NULL: it
	 * cannot, as the guest does not run yet. */
	bool (*may_own)(const struct guest *guest, const struct link *tap);

	/* Makes the NICs' bridges that say create='yes'; NULL: it does not. */
	int (*create_bridge)(struct net *net, const struct policy_bridge *bridge,
			     struct error *err);
	struct policy files;      /* the policy as read … */
	struct problems problems; /* … what is wrong with it … */
	const struct policy
		*policy; /* … and what is in force: that, or the built-in one */
	struct net net;
};

/* Reads the policy of POLICY_FOLDER. An error in it counts only for a NIC that it would
 * govern. */
void task_read_policy(struct task *task);
void task_clear(struct task *task);

/* The verdict of one NIC at that moment, its plan still empty. The caller clears it. */
struct verdict task_judge(const struct task *task, const struct nic *nic,
			  enum moment moment);

/* The <bridge> of the policy that the NIC of that verdict needs; NULL: none. */
const struct policy_bridge *task_bridge(const struct task *task,
					const struct verdict *verdict);

struct verdicts {
	struct verdict *items; /* one a NIC, in order */
	size_t count;
};
void verdicts_clear(struct verdicts *verdicts);

/* The verdict of every NIC, those that attach with their steps at that moment; left as in
 * decide_port(), may be NULL else. The bridges that the start creates are there then,
 * unless a NIC is refused. What is wrong with one NIC is its verdict; -errno: the kernel
 * cannot be looked at. The caller ends with verdicts_clear(). */
int task_decide(struct task *task, enum moment moment, struct plan *left,
		struct verdicts *ret, struct error *err);

/* The steps of all NICs. -errno for the first whose verdict is reject or error. */
int task_plan(struct task *task, enum moment moment, struct plan *left, struct plan *plan,
	      struct error *err);

/* The state of that id, or an empty one; one that cannot be read is moved to unreadable/
 * and logged. 0, or -errno where it cannot be locked. */
int task_open_state(const struct state_id *id, struct state_file *ret_file,
		    struct state *ret, struct error *err);

/* -EIO where a NIC's plan has a step left, -errno where its verdict is reject or error.
 */
int verdict_verify(const struct verdict *verdict, struct error *err);

/* Looks and decides again: what a second plan would change is an error. */
int task_verify(struct task *task, struct error *err);
