/* job.h - one guest on its way: parse, match, plan, apply
 *
 * What the hook, onebridge-ifup and the bridge helper have in common.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "hook/guest/wire.h"
#include "hook/state/state.h"
#include "xml/problems.h"

struct job {
	struct guest guest;
	bool now;                 /* what is not known yet cannot wait: it fails */
	bool incoming;            /* its CPUs are on the host that it comes from */
	struct policy files;      /* the policy as read … */
	struct problems problems; /* … what is wrong with it … */
	const struct policy
		*policy; /* … and what is in force: the files', or the built-in one */
	struct net net;
};

/* Reads the policy of POLICY_FOLDER. What is wrong with it is told only where it would
 * have decided something. */
void job_read_policy(struct job *job);
void job_clear(struct job *job);

/* What the policy says of that NIC. 0: attach; 1: nothing is to be done, or not yet;
 * -ECONNREFUSED: rejected; -EINVAL: the policy is broken, or it cannot be told; -ENOENT:
 * no rule, where there must be one. */
int job_decide(const struct job *job, const struct nic *nic, struct decision *ret,
	       struct error *err);

/* The same, and the NIC ready for its plan. live: the guest's CPUs may be running. */
int job_wire(struct job *job, const struct nic *nic, bool live, struct wire *ret,
	     struct error *err);

/* The same, and the steps that make its port as it should be. */
int job_plan(struct job *job, const struct nic *nic, bool live, struct plan *plan,
	     struct error *err);

/* The state that id had, or an empty one. 0, or -errno where it cannot be locked. */
int job_open_state(const char *id, struct state_file *ret_file, struct state *ret,
		   struct error *err);

/* Gives the state the guest's name. 0 or -ENOMEM. */
int job_name_state(const struct job *job, struct state *state, struct error *err);

/* Writes down all that is to be undone one day, then does it. file is NULL where no state
 * can be kept. */
int job_commit(struct job *job, const struct state_file *file, struct state *state,
	       struct plan *plan, struct error *err);

/* Reads back: whatever a second plan would still change is an error, -EIO. */
int job_verify(struct job *job, const struct nic *nic, struct error *err);
