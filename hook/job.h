/* job.h - one run of the hook: a guest, the policy in force, and the kernel */
#pragma once

#include "hook/match.h"
#include "netcore/net.h"
#include "netcore/state.h"
#include "xml/problems.h"

struct job {
	struct guest guest;
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
 * -EACCES: rejected; -EINVAL: the policy is broken. */
int job_decide(const struct job *job, const struct nic *nic, struct decision *ret,
	       struct error *err);

/* Before the TAPs are there: everything that is wrong already, and the TAPs that are ours
 * to make. */
int job_prepare(struct job *job, struct error *err);

/* With the TAPs there, and before the guest's CPUs run. */
int job_start(struct job *job, struct error *err);

/* Looks whether all is as it should be, and logs what is not. */
int job_verify(struct job *job, struct error *err);

/* Puts right what has drifted under a running guest, NIC by NIC, and logs what it could
 * not. */
int job_repair(struct job *job, struct error *err);
