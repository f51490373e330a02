/* job.c - one guest on its way: parse, match, plan, apply */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/job.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>

#include "hook/guest/own_tap.h"
#include "xml/policy_read.h"
#include "hook/guest/words.h"
#include "netcore/apply.h"
#include "netcore/log.h"
#include "netcore/plan_text.h"

void job_read_policy(struct job *job)
{
	bool any = policy_load(&job->files, &job->problems);

	job->policy = any ? &job->files : &builtin_policy;
}

void job_clear(struct job *job)
{
	guest_clear(&job->guest);
	policy_clear(&job->files);
	problems_clear(&job->problems);
}

static int policy_broken(const struct problems *problems, struct error *err)
{
	int first = (int)strcspn(problems->text, "\n");

	if (problems->count == 1)
		return error_set(err, EINVAL, "the policy is broken: %.*s", first,
				 problems->text);
	return error_set(err, EINVAL,
			 "the policy is broken: %.*s (and %zu more: onebridge check)",
			 first, problems->text, problems->count - 1);
}

static int rejected(const struct rule *rule, struct error *err)
{
	return error_set(err, ECONNREFUSED, "rejected: %s",
			 rule->reason ? rule->reason : "by policy");
}

static int decide_by_rule(const struct nic *nic, const struct decision *decision,
			  struct error *err)
{
	int r = 0;

	switch (decision->rule->verdict) {
	case VERDICT_IGNORE:
		return 1;
	case VERDICT_ATTACH:
		return 0;
	case VERDICT_REJECT:
		r = rejected(decision->rule, err);
		break;
	}
	return r < 0 ? words_within(err, nic, decision->rule) : r;
}

/* What libvirt settles later can wait, unless something must be done with it now. */
static int decide_open(const struct job *job, const struct nic *nic,
		       const struct decision *decision, struct error *err)
{
	char open[WORDS_TEXT];

	if (!job->now && !own_tap_wanted(nic))
		return 1;
	words_open(&job->guest, decision, open, sizeof(open));
	error_set(err, EINVAL, "it may match or not: %s", open);
	return words_within(err, nic, decision->rule);
}

/* libvirt's NICs stay as they are, and the helper's named its bridge; a hand-run guest's
 * would have none. */
static int decide_without(const struct job *job, const struct nic *nic, struct error *err)
{
	if (job->guest.origin != ORIGIN_QEMU_IFUP)
		return 1;
	error_set(err, ENOENT,
		  "no rule of the policy in " POLICY_FOLDER
		  " matches it; add one: <match><origin type='qemu-ifup'/></match>");
	return words_within(err, nic, NULL);
}

int job_decide(const struct job *job, const struct nic *nic, struct decision *ret,
	       struct error *err)
{
	struct decision decision = match_nic(job->policy, &job->guest, nic);
	int r;

	if (decision.apart)
		r = 1;
	else if (job->problems.count)
		r = policy_broken(&job->problems, err);
	else if (decision.rule && decision.open)
		r = decide_open(job, nic, &decision, err);
	else if (decision.rule)
		r = decide_by_rule(nic, &decision, err);
	else
		r = decide_without(job, nic, err);
	if (r >= 0)
		*ret = decision;
	return r;
}

int job_wire(struct job *job, const struct nic *nic, bool live, struct wire *ret,
	     struct error *err)
{
	struct decision decision = {};
	int r = job_decide(job, nic, &decision, err);

	*ret = (struct wire){.net = &job->net,
			     .guest = &job->guest,
			     .nic = nic,
			     .rule = decision.rule,
			     .live = live,
			     .incoming = job->incoming};
	return r;
}

int job_plan(struct job *job, const struct nic *nic, bool live, struct plan *plan,
	     struct error *err)
{
	struct wire wire;
	int r = job_wire(job, nic, live, &wire, err);

	if (r == 0 && wire_port(&wire, plan, err) < 0)
		r = words_within(err, nic, wire.rule);
	return r;
}

/* A state that cannot be read is as good as none: it must not keep the guest from
 * starting. */
int job_open_state(const char *id, struct state_file *ret_file, struct state *ret,
		   struct error *err)
{
	struct error broken;
	int r = state_open(id, ret_file, err);

	if (r == 0 && state_load(ret_file, ret, &broken) < 0)
		log_line(LOG_WARNING, broken.text);
	return r;
}

/* Puts NIC and rule before an error that names their TAP. */
static int blame_nic(const struct job *job, struct error *err)
{
	for (size_t i = 0; err->device[0] && i < job->guest.nic_count; i++) {
		const struct nic *nic = &job->guest.nics[i];

		if (nic->target && !strcmp(nic->target, err->device))
			return words_within(
				err, nic, match_nic(job->policy, &job->guest, nic).rule);
	}
	return -err->number;
}

int job_name_state(const struct job *job, struct state *state, struct error *err)
{
	if (state->guest || !job->guest.name)
		return 0;
	state->guest = strdup(job->guest.name);
	return state->guest ? 0 : error_set(err, ENOMEM, "no memory");
}

int job_commit(struct job *job, const struct state_file *file, struct state *state,
	       struct plan *plan, struct error *err)
{
	int r = plan_make_taps(&job->net, plan, err);

	if (r == 0)
		r = plan_append(&state->plan, plan, err);
	if (r == 0 && file)
		r = state_save(file, state, err);
	if (r == 0)
		r = plan_apply(&job->net, plan, err);
	return r < 0 ? blame_nic(job, err) : 0;
}

/* The step that says most: of a port outside its bridge, that it is. */
static const struct step *first_difference(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].kind == STEP_MASTER)
			return &plan->steps[i];
	return &plan->steps[0];
}

static int differs(const struct step *step, struct error *err)
{
	char word[STEP_WORD_TEXT], now[80], wanted[80];

	step_word(step, word);
	value_print(step, &step->from, now, sizeof(now));
	value_print(step, &step->to, wanted, sizeof(wanted));
	return error_set(err, EIO, "read back, %s's %s is %s, not %s", step->dev.name,
			 word, now, wanted);
}

int job_verify(struct job *job, const struct nic *nic, struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {};
	struct wire wire;
	int r = job_wire(job, nic, true, &wire, err);

	if (r != 0)
		return r < 0 ? r : 0;
	r = wire_port(&wire, &plan, err);
	if (r == 0 && plan.count)
		r = differs(first_difference(&plan), err);
	return r < 0 ? words_within(err, nic, wire.rule) : 0;
}
