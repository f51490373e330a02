/* setup.h - what is done for libvirt's guest when it starts, and while it runs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/guest/attach.h"

/* It is about to migrate here: records that, so that no MAC is locked before its CPUs
 * run.
 */
int setup_incoming(struct task *task, struct error *err);

/* Whether that was recorded so lately that it may be on its way: libvirt does not know
 * the guest yet. A record of a migration that came to nothing does not count. */
bool setup_is_awaited(const struct state *state);

/* The same of a hand-run guest, in the state that it is about to get. */
void setup_note_incoming(struct task *task, struct state *state);

/* Whether it has migrated here, and <antispoof> has not been put in force since. */
bool setup_is_incoming(const struct task *task);

/* Before the TAPs are there: finds everything that is wrong already, makes the TAPs that
 * are ours to make, and records those NICs whose <script> is ours. */
int setup_prepare(struct task *task, struct error *err);

/* Its plan, and in state the records; undoes what is in left and not used again. */
int setup_plan_prepare(struct task *task, struct plan *left, struct state *state,
		       struct plan *plan, struct error *err);

/* With the TAPs there, and before the guest's CPUs run. */
int setup_start(struct task *task, struct error *err);

/* An error for what is not as it should be; logs that <antispoof> is not in force yet
 * for a guest that has migrated here. */
int setup_verify(struct task *task, struct error *err);

/* Takes the steps of a verdict of MOMENT_LIVE, and adds them to that state, which is
 * locked. Without steps: verdict_result(). */
int setup_repair_behind(struct task *task, const struct state_file *file,
			struct state *state, const struct verdict *verdict,
			struct error *err);

/* Repairs what has changed under a running guest, NIC by NIC, and logs what it could not.
 */
int setup_repair(struct task *task, struct error *err);
