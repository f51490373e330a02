/* host_needs.c - what several guests need of the host in common: settings of its devices,
 * the table of NATs
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/bridge/host_needs.h"

#include <errno.h>
#include <stdlib.h>

#include "hook/bridge/uplink_vlans.h"
#include "hook/state/commit.h"
#include "netcore/apply.h"

static const char needs_name[] = "needs";

/* The record, behind its lock. */
struct host_record {
	struct state_file file;
	struct state state; /* steps of STEP_SETTING: from before, to what is needed */
};

static void host_record_close(struct host_record *record)
{
	state_close(&record->file);
	state_clear(&record->state);
}

/* 0; 1: there is nothing in it. */
static int host_record_open(struct host_record *record, struct error *err)
{
	struct state_id id = state_id(STATE_HOST, needs_name);
	int r = state_open(&id, &record->file, err);

	return r < 0 ? r : state_load(&record->file, &record->state, err);
}

static bool is_need(const struct step *step)
{
	return step->kind == STEP_HOST_SETTING || step->kind == STEP_NAT;
}

static bool has_needs(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (is_need(&plan->steps[i]) && plan->steps[i].to.set)
			return true;
	return false;
}

/* --- when a guest begins to need something */

/* As the record has it. */
static struct step as_recorded(const struct step *need)
{
	struct step step = *need;

	step.kind = STEP_SETTING;
	return step;
}

static bool is_recorded(const struct host_record *record, const struct step *step)
{
	for (size_t i = 0; i < record->state.plan.count; i++)
		if (step_is_about_same(&record->state.plan.steps[i], step))
			return true;
	return false;
}

/* What it is now: the plan was made before the lock was held. */
static int record_need(struct net *net, struct host_record *record,
		       const struct step *need, struct error *err)
{
	struct step step = as_recorded(need);
	struct option_values now = {};
	int r;

	if (need->kind != STEP_HOST_SETTING || is_recorded(record, &step))
		return 0;
	r = net->ops->read_settings(net->self, UINT64_C(1) << option_index(step.option),
				    step.dev.name, &now, err);
	if (r < 0)
		return r;
	step.from = value_of_option(&now, option_index(step.option));
	return step.from.set ? plan_add_change(&record->state.plan, &step, err) : 0;
}

static int record_needs(struct net *net, struct host_record *record,
			const struct plan *plan, struct error *err)
{
	int r = host_record_open(record, err);

	for (size_t i = 0; r >= 0 && i < plan->count; i++)
		r = record_need(net, record, &plan->steps[i], err);
	return r < 0 ? r : state_save(&record->file, &record->state, err);
}

int host_needs_commit(struct net *net, const struct state_file *file, struct state *state,
		      const struct plan *plan, struct error *err)
{
	_cleanup_(host_record_close) struct host_record record = {
		.file = STATE_FILE_NONE};
	struct error later;
	int r = file && has_needs(plan) ? record_needs(net, &record, plan, err) : 0;

	if (r < 0)
		return error_within(err, "the settings that guests share");
	r = state_commit(net, file, state, plan, err);
	host_record_close(&record);
	if (r < 0)
		host_trim(net, &later);
	return r;
}

bool host_needs_recorded(void)
{
	struct state_id id = state_id(STATE_HOST, needs_name);

	return state_exists(&id);
}

/* --- when one has ended */

/* What some guest needs still. */
struct host_users {
	bool *needed; /* step by step of the record */
	bool nat;
};

static void note_needs(const struct host_record *record, const struct plan *plan,
		       struct host_users *users)
{
	for (size_t i = 0; i < plan->count; i++) {
		struct step step = as_recorded(&plan->steps[i]);

		if (!is_need(&plan->steps[i]) || !plan->steps[i].to.set)
			continue;
		users->nat = users->nat || plan->steps[i].kind == STEP_NAT;
		for (size_t k = 0; k < record->state.plan.count; k++)
			if (step_is_about_same(&record->state.plan.steps[k], &step))
				users->needed[k] = true;
	}
}

static int find_users(const struct host_record *record, enum state_kind kind,
		      struct host_users *users, struct error *err)
{
	_cleanup_(cleanup_free) struct state_id *ids = NULL;
	size_t count = 0;
	int r = state_list(kind, &ids, &count, err);

	for (size_t i = 0; r == 0 && i < count; i++) {
		_cleanup_(state_clear) struct state state = {};
		struct error unreadable;

		if (state_peek(&ids[i], &state, &unreadable) == 0)
			note_needs(record, &state.plan, users);
	}
	return r;
}

/* The unneeded steps come out of the record once they are undone. */
static int give_back(struct net *net, struct host_record *record,
		     const struct host_users *users, struct error *err)
{
	_cleanup_(plan_clear) struct plan kept = {}, unneeded = {};
	const struct plan *plan = &record->state.plan;
	int r;

	for (size_t i = 0; i < plan->count; i++) {
		r = plan_add(users->needed[i] ? &kept : &unneeded, &plan->steps[i], err);
		if (r < 0)
			return r;
	}
	r = plan_undo(net, &unneeded, UNDO_ALL, err);
	if (r < 0)
		return r;
	r = users->nat ? 0 : net->ops->drop_nat(net->self, err);
	if (r < 0)
		return r;
	if (!kept.count && !users->nat)
		return state_drop(&record->file, err);
	plan_clear(&record->state.plan);
	record->state.plan = kept;
	kept = (struct plan){};
	return unneeded.count ? state_save(&record->file, &record->state, err) : 0;
}

static int trim_needs(struct net *net, struct error *err)
{
	_cleanup_(host_record_close) struct host_record record = {
		.file = STATE_FILE_NONE};
	_cleanup_(cleanup_free) bool *needed = NULL;
	struct host_users users = {};
	int r;

	if (!host_needs_recorded())
		return 0;
	r = host_record_open(&record, err);
	if (r < 0)
		return r;
	needed = calloc(record.state.plan.count + 1, sizeof(*needed));
	if (!needed)
		return error_set(err, ENOMEM, "no memory");
	users.needed = needed;
	r = find_users(&record, STATE_GUEST, &users, err);
	if (r < 0)
		return r;
	r = find_users(&record, STATE_TAP, &users, err);
	return r < 0 ? r : give_back(net, &record, &users, err);
}

int host_trim(struct net *net, struct error *err)
{
	struct error later;
	int r = trim_needs(net, err);
	int trimmed = uplink_vlans_trim(net, r < 0 ? &later : err);

	return r < 0 ? r : trimmed;
}
