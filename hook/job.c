/* job.c - one run of the hook for a guest that starts or runs: match, plan, apply */
#include "hook/job.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>

#include "hook/own_tap.h"
#include "hook/wire.h"
#include "hook/words.h"
#include "netcore/apply.h"
#include "netcore/log.h"
#include "netcore/plan_text.h"
#include "xml/policy_read.h"

void job_read_policy(struct job *job)
{
	bool any = policy_read_folder(POLICY_FOLDER, &job->files, &job->problems);

	policy_read_finish(&job->files, &job->problems);
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
	return error_set(err, EACCES, "rejected: %s",
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

/* A TAP that is ours to make must be there before libvirt has settled everything. */
static int decide_open(const struct nic *nic, const struct decision *decision,
		       struct error *err)
{
	char open[WORDS_TEXT];

	if (!own_tap_wanted(nic))
		return 1;
	words_open(decision, open, sizeof(open));
	error_set(err, EINVAL,
		  "whether it matches is not known yet, and the TAP must be made now: %s",
		  open);
	return words_within(err, nic, decision->rule);
}

int job_decide(const struct job *job, const struct nic *nic, struct decision *ret,
	       struct error *err)
{
	struct decision decision = match_nic(job->policy, &job->guest, nic);
	int r = 1;

	if (decision.apart)
		r = 1;
	else if (job->problems.count)
		r = policy_broken(&job->problems, err);
	else if (decision.rule && decision.open)
		r = decide_open(nic, &decision, err);
	else if (decision.rule)
		r = decide_by_rule(nic, &decision, err);
	if (r >= 0)
		*ret = decision;
	return r;
}

/* The NIC, ready for its plan. Returns as job_decide() does. */
static int decide_wire(struct job *job, const struct nic *nic, bool live,
		       struct wire *ret, struct error *err)
{
	struct decision decision = {};
	int r = job_decide(job, nic, &decision, err);

	*ret = (struct wire){.net = &job->net,
			     .guest = &job->guest,
			     .nic = nic,
			     .rule = decision.rule,
			     .live = live};
	return r;
}

/* The state as an earlier operation of this guest left it. One that cannot be read is
 * logged, and is as good as none: it must not keep the guest from starting. */
static int open_state(const struct job *job, struct state_file *file,
		      struct plan *ret_left, struct error *err)
{
	_cleanup_(state_clear) struct state state = {};
	struct error broken;
	int r = state_open(job->guest.uuid, file, err);

	if (r < 0)
		return r;
	r = state_load(file, &state, &broken);
	if (r < 0)
		log_line(LOG_WARNING, broken.text);
	if (r == 0) {
		*ret_left = state.plan;
		state.plan = (struct plan){};
	}
	return 0;
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

/* Writes down all that is to be undone one day, then does it. */
static int commit(struct job *job, const struct state_file *file, struct plan *done,
		  struct plan *plan, struct error *err)
{
	int r = plan_make_taps(&job->net, plan, err);

	if (r == 0)
		r = plan_append(done, plan, err);
	if (r == 0)
		r = state_save(file,
			       &(struct state){.guest = job->guest.name, .plan = *done},
			       err);
	if (r == 0)
		r = plan_apply(&job->net, plan, err);
	return r < 0 ? blame_nic(job, err) : 0;
}

static int prepare_nic(struct job *job, const struct nic *nic, struct plan *left,
		       struct plan *plan, struct error *err)
{
	struct wire wire;
	int r = decide_wire(job, nic, false, &wire, err);

	if (r == 0 && wire_before(&wire, left, plan, err) < 0)
		r = words_within(err, nic, wire.rule);
	return r;
}

int job_prepare(struct job *job, struct error *err)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(plan_clear) struct plan left = {}, done = {}, plan = {};
	int r = 0;

	if (state_exists(job->guest.uuid))
		r = open_state(job, &file, &left, err);
	for (size_t i = 0; r >= 0 && i < job->guest.nic_count; i++)
		r = prepare_nic(job, &job->guest.nics[i], &left, &plan, err);
	if (r >= 0)
		r = plan_undo(&job->net, &left, UNDO_ALL, err);
	if (r < 0 || plan.count == 0)
		return r < 0 || file.lock < 0 ? r : state_drop(&file, err);
	if (file.lock < 0)
		r = state_open(job->guest.uuid, &file, err);
	return r < 0 ? r : commit(job, &file, &done, &plan, err);
}

/* 1: there is nothing to do about that NIC. */
static int plan_nic(struct job *job, const struct nic *nic, bool live, struct plan *plan,
		    struct error *err)
{
	struct wire wire;
	int r = decide_wire(job, nic, live, &wire, err);

	if (r == 0 && wire_port(&wire, plan, err) < 0)
		r = words_within(err, nic, wire.rule);
	return r;
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
	char now[80], wanted[80];

	value_print(step, &step->from, now, sizeof(now));
	value_print(step, &step->to, wanted, sizeof(wanted));
	return error_set(err, EIO, "read back, %s's %s is %s, not %s", step->dev.name,
			 step_word(step), now, wanted);
}

/* Reads back: whatever a second plan would still change is not as it should be. */
static int verify_nic(struct job *job, const struct nic *nic, struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {};
	struct wire wire;
	int r = decide_wire(job, nic, true, &wire, err);

	if (r != 0)
		return r < 0 ? r : 0;
	r = wire_port(&wire, &plan, err);
	if (r == 0 && plan.count)
		r = differs(first_difference(&plan), err);
	return r < 0 ? words_within(err, nic, wire.rule) : 0;
}

static int verify_all(struct job *job, struct error *err)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < job->guest.nic_count; i++)
		r = verify_nic(job, &job->guest.nics[i], err);
	return r;
}

int job_start(struct job *job, struct error *err)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(plan_clear) struct plan done = {}, plan = {};
	struct error ignored;
	int r = 0;

	for (size_t i = 0; r >= 0 && i < job->guest.nic_count; i++)
		r = plan_nic(job, &job->guest.nics[i], false, &plan, err);
	if (r < 0 || plan.count == 0)
		return r < 0 ? r : 0;
	r = open_state(job, &file, &done, err);
	if (r == 0)
		r = commit(job, &file, &done, &plan, err);
	if (r < 0)
		return r;
	r = verify_all(job, err);
	if (r < 0)
		plan_undo(&job->net, &plan, UNDO_ALL, &ignored);
	return r;
}

int job_verify(struct job *job, struct error *err)
{
	return verify_all(job, err);
}

static int repair_nic(struct job *job, const struct nic *nic, struct error *err)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(plan_clear) struct plan done = {}, plan = {};
	int r = plan_nic(job, nic, true, &plan, err);

	if (r != 0 || plan.count == 0)
		return r < 0 ? r : 0;
	r = open_state(job, &file, &done, err);
	if (r == 0)
		r = commit(job, &file, &done, &plan, err);
	return r < 0 ? r : verify_nic(job, nic, err);
}

int job_repair(struct job *job, struct error *err)
{
	int result = 0;

	for (size_t i = 0; i < job->guest.nic_count; i++) {
		struct error later;
		int r = repair_nic(job, &job->guest.nics[i], result ? &later : err);

		if (r < 0 && result < 0) {
			error_within(&later, "guest '%s'", job->guest.name);
			log_line(LOG_WARNING, later.text);
		}
		if (r < 0 && result == 0)
			result = r;
	}
	return result;
}
