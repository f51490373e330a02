/* setup.c - what is done for libvirt's guest when it starts, and while it runs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/setup.h"

#include <string.h>
#include <syslog.h>
#include <time.h>

#include "hook/guest/own_script.h"
#include "hook/host/libvirt_pid.h"
#include "hook/host/process.h"
#include "hook/guest/tap_state.h"
#include "netcore/apply.h"
#include "netcore/log.h"

/* --- a guest that migrates here
 *
 * libvirt runs the operation migrate before prepare, and none when its CPUs start. Until
 * the next operation after that, its frames still come in by the uplink, and its MAC must
 * not be a static entry of the port here.
 */

enum { INCOMING_SECONDS = 60 /* from migrate to prepare: a hook script or two */ };

static uint32_t seconds_since_boot(void)
{
	struct timespec now = {};

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (uint32_t)now.tv_sec + 1;
}

void setup_note_incoming(struct task *task, struct state *state)
{
	if (!policy_has_antispoof(task->policy))
		return;
	state->incoming = seconds_since_boot();
	task->incoming = true;
}

int setup_incoming(struct task *task, struct error *err)
{
	struct state_id id = state_id(STATE_GUEST, task->guest.uuid);
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	struct plan none = {};
	int r;

	if (!policy_has_antispoof(task->policy))
		return 0;
	r = task_open_state(&id, &file, &state, err);
	if (r < 0)
		return r;
	state.incoming = seconds_since_boot();
	return task_commit(task, &file, &state, &none, err);
}

bool setup_is_awaited(const struct state *state)
{
	return state->incoming &&
	       seconds_since_boot() - state->incoming <= INCOMING_SECONDS;
}

static void read_incoming_record(const struct state *left, struct task *task,
				 struct state *state)
{
	if (!setup_is_awaited(left))
		return;
	task->incoming = true;
	state->incoming = left->incoming;
}

/* Not read where no rule could make a difference. */
bool setup_is_incoming(const struct task *task)
{
	struct state_id id;

	if (!task->guest.uuid || !policy_has_antispoof(task->policy))
		return false;
	id = state_id(STATE_GUEST, task->guest.uuid);
	return state_is_incoming(&id);
}

/* --- before the TAPs are there */

/* Records the NIC for onebridge-ifup, which libvirt runs as its <script> before the next
 * operation with nothing but the TAP's name. */
static int record_nic(const struct nic *nic, struct state *state, struct error *err)
{
	struct state_nic record = {.alias = nic->alias, .model = nic->model};

	if (!own_script_acts(nic) || !nic->has_mac)
		return 0;
	memcpy(record.mac, nic->mac, MAC_BYTES);
	return state_add_nic(state, &record, err);
}

int setup_plan_prepare(struct task *task, struct plan *left, struct state *state,
		       struct plan *plan, struct error *err)
{
	int r = task_plan(task, MOMENT_PREPARE, left, plan, err);

	for (size_t i = 0; r == 0 && i < task->guest.nic_count; i++)
		r = record_nic(&task->guest.nics[i], state, err);
	return r < 0 ? r : plan_undo(&task->net, left, UNDO_ALL, err);
}

int setup_prepare(struct task *task, struct error *err)
{
	struct state_id id = state_id(STATE_GUEST, task->guest.uuid);
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state left = {}, state = {};
	_cleanup_(plan_clear) struct plan plan = {};
	int r;

	tap_state_clear_dead(&task->net);
	r = state_exists(&id) ? task_open_state(&id, &file, &left, err) : 0;
	if (r < 0)
		return r;
	read_incoming_record(&left, task, &state);
	r = setup_plan_prepare(task, &left.plan, &state, &plan, err);
	if (r < 0)
		return r;
	if (plan.count == 0 && state.nic_count == 0 && !state.incoming)
		return file.lock < 0 ? 0 : state_drop(&file, err);
	r = file.lock < 0 ? state_open(&id, &file, err) : 0;
	return r < 0 ? r : task_commit(task, &file, &state, &plan, err);
}

/* --- with the TAPs there */

static bool scripts_act(const struct guest *guest)
{
	for (size_t i = 0; i < guest->nic_count; i++)
		if (own_script_acts(&guest->nics[i]))
			return true;
	return false;
}

int setup_start(struct task *task, struct error *err)
{
	struct state_id id = state_id(STATE_GUEST, task->guest.uuid);
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	_cleanup_(plan_clear) struct plan plan = {};
	int r;

	task->incoming = setup_is_incoming(task);
	r = task_plan(task, MOMENT_START, NULL, &plan, err);
	if (r < 0)
		return r;
	if (plan.count == 0 && !scripts_act(&task->guest))
		return task_sync_uplinks(task, false, err);
	r = task_open_state(&id, &file, &state, err);
	if (r < 0)
		return r;
	state_clear_nics(&state); /* the scripts have all run */
	return task_attach(task, &file, &state, &plan, err);
}

/* As is done once its CPUs are here. */
static bool fixes_macs(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].kind == STEP_FDB && plan->steps[i].to.set)
			return true;
	return false;
}

int setup_repair_behind(struct task *task, const struct state_file *file,
			struct state *state, const struct verdict *verdict,
			struct error *err)
{
	struct plan plan = verdict->plan;
	int r;

	if (plan.count == 0)
		return verdict_result(verdict, err);
	if (!task->incoming || fixes_macs(&plan))
		state->incoming = 0;
	else if (!state->incoming)
		setup_note_incoming(task, state);
	if (task->owner && !state->owner) {
		state->owner = task->owner;
		state->owner_start = process_start(task->owner);
	}
	state->pending = true; /* were it killed now, the port would seem taken out */
	r = task_commit(task, file, state, &plan, err);
	if (r < 0)
		return r;
	state->pending = false;
	return state_save(file, state, err);
}

static int repair_nic(struct task *task, const struct state_id *id,
		      const struct verdict *verdict, struct error *err)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	int r = verdict->plan.count ? task_open_state(id, &file, &state, err) : 0;

	return r < 0 ? r : setup_repair_behind(task, &file, &state, verdict, err);
}

/* Every failure is logged; the first is returned by the caller. */
static void keep_first(const struct task *task, struct error *first, struct error *later)
{
	if (!first->number) {
		*first = *later;
		return;
	}
	error_within(later, "guest '%s'", task->guest.name);
	log_line(LOG_WARNING, later->text);
}

/* The NICs that were repaired, looked at again. */
static int verify_repaired(struct task *task, const struct verdicts *repaired,
			   struct error *first, struct error *err)
{
	_cleanup_(verdicts_clear) struct verdicts verdicts = {};
	int r = task_decide(task, MOMENT_LIVE, NULL, &verdicts, err);

	for (size_t i = 0; r == 0 && i < verdicts.count; i++)
		if (repaired->items[i].plan.count &&
		    verdict_verify(&verdicts.items[i], err) < 0)
			keep_first(task, first, err);
	return r;
}

static int repair_all(struct task *task, struct error *err)
{
	_cleanup_(verdicts_clear) struct verdicts verdicts = {};
	struct state_id id = state_id(STATE_GUEST, task->guest.uuid);
	struct error first = {};
	bool any = false;
	int r = task_decide(task, MOMENT_LIVE, NULL, &verdicts, err);

	for (size_t i = 0; i < verdicts.count; i++) {
		if (repair_nic(task, &id, &verdicts.items[i], err) < 0) {
			keep_first(task, &first, err);
			plan_clear(&verdicts.items[i].plan);
		}
		any = any || verdicts.items[i].plan.count;
	}
	if (any)
		r = verify_repaired(task, &verdicts, &first, err);
	if (r == 0 && !first.number)
		r = task_sync_uplinks(task, false, err);
	if (r < 0 || !first.number)
		return r;
	*err = first;
	return -first.number;
}

/* What was done before is looked at once: a repair adds to it, and takes nothing back
 * that this would take back again. */
int setup_repair(struct task *task, struct error *err)
{
	_cleanup_(state_clear) struct state before = {};
	struct state_id id = state_id(STATE_GUEST, task->guest.uuid);
	struct error unread;
	int r;

	if (state_peek(&id, &before, &unread) == 0)
		task->done = &before.plan;
	r = repair_all(task, err);
	task->done = NULL;
	return r;
}

/* --- when it runs */

static bool wants_antispoof(const struct task *task)
{
	for (size_t i = 0; i < task->guest.nic_count; i++) {
		_cleanup_(verdict_clear) struct verdict verdict =
			task_judge(task, &task->guest.nics[i], MOMENT_LIVE);

		if (verdict.kind == VERDICT_ATTACH && verdict.rule->attach.antispoof.on)
			return true;
	}
	return false;
}

/* Of a guest for which it makes no difference, nothing is to be told. */
static int forget_incoming(struct task *task, struct error *err)
{
	struct state_id id = state_id(STATE_GUEST, task->guest.uuid);
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	struct plan none = {};
	int r = task_open_state(&id, &file, &state, err);

	if (r < 0)
		return r;
	state.incoming = 0;
	return task_commit(task, &file, &state, &none, err);
}

/* A migration that failed before prepare has left a record, and the guest starts anew. */
int setup_verify(struct task *task, struct error *err)
{
	int r = 0;

	task->incoming = task->arrived = setup_is_incoming(task);
	if (task->incoming && !libvirt_pid_is_incoming(task->guest.name)) {
		task->incoming = task->arrived = false;
		return setup_repair(task, err);
	}
	if (task->incoming && !wants_antispoof(task))
		r = forget_incoming(task, err);
	return r < 0 ? r : task_verify(task, err);
}
