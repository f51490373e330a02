/* setup.c - what is done for libvirt's guest when it starts, and while it runs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/setup.h"

#include <string.h>
#include <syslog.h>
#include <time.h>

#include "hook/bridge/bridge_setup.h"
#include "hook/guest/own_script.h"
#include "hook/guest/tap_state.h"
#include "hook/bridge/uplink_vlans.h"
#include "hook/guest/words.h"
#include "netcore/apply.h"
#include "netcore/log.h"

/* --- a guest that migrates here
 *
 * libvirt says so before it prepares it, and never when its CPUs start. Until the next
 * event after that, its frames still come in by the uplink, and its MAC is not to be
 * fixed on the port here.
 */

enum { INCOMING_SECONDS = 60 /* from the word to prepare: a hook script or two */ };

static uint32_t seconds_since_boot(void)
{
	struct timespec now = {};

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (uint32_t)now.tv_sec + 1;
}

int setup_incoming(struct job *job, struct error *err)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	int r;

	if (!policy_has_antispoof(job->policy))
		return 0;
	r = job_open_state(job->guest.uuid, &file, &state, err);
	if (r == 0)
		r = job_name_state(job, &state, err);
	state.incoming = seconds_since_boot();
	return r < 0 ? r : state_save(&file, &state, err);
}

/* A word that a migration which came to nothing has left does not count. */
static void take_word(const struct state *left, struct job *job, struct state *state)
{
	if (!left->incoming || seconds_since_boot() - left->incoming > INCOMING_SECONDS)
		return;
	job->incoming = true;
	state->incoming = left->incoming;
}

/* Without a look where no rule could make a difference. */
static void recall_incoming(struct job *job)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	struct error ignored;

	if (policy_has_antispoof(job->policy) &&
	    state_open_unlocked(job->guest.uuid, &file, &ignored) == 0 &&
	    state_load(&file, &state, &ignored) == 0)
		job->incoming = state.incoming != 0;
}

static int prepare_nic(struct job *job, const struct nic *nic, struct plan *left,
		       struct plan *plan, struct error *err)
{
	struct wire wire;
	int r = job_wire(job, nic, false, &wire, err);

	if (r == 0 && wire_before(&wire, left, plan, err) < 0)
		r = words_within(err, nic, wire.rule);
	return r;
}

/* Leaves word for onebridge-ifup, which libvirt runs for that NIC before the next
 * operation, and tells nothing but its TAP. */
static int leave_word(const struct nic *nic, struct state *state, struct error *err)
{
	struct state_nic word = {.alias = nic->alias, .model = nic->model};

	if (!own_script_acts(nic) || !nic->has_mac)
		return 0;
	memcpy(word.mac, nic->mac, MAC_BYTES);
	return state_add_nic(state, &word, err);
}

/* What is to be done, and to be known later; what an earlier run has left is undone. */
static int prepare_all(struct job *job, struct plan *left, struct state *state,
		       struct plan *plan, struct error *err)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < job->guest.nic_count; i++) {
		r = prepare_nic(job, &job->guest.nics[i], left, plan, err);
		if (r >= 0)
			r = leave_word(&job->guest.nics[i], state, err);
	}
	return r < 0 ? r : plan_undo(&job->net, left, UNDO_ALL, err);
}

int setup_prepare(struct job *job, struct error *err)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state left = {}, state = {};
	_cleanup_(plan_clear) struct plan plan = {};
	int r = 0;

	tap_state_clear_dead(&job->net);
	r = bridge_setup_create(&job->net, job->policy, err);
	if (r < 0)
		return r;
	if (state_exists(job->guest.uuid))
		r = job_open_state(job->guest.uuid, &file, &left, err);
	take_word(&left, job, &state);
	if (r == 0)
		r = prepare_all(job, &left.plan, &state, &plan, err);
	if (r < 0 || (plan.count == 0 && state.nic_count == 0 && !state.incoming))
		return r < 0 || file.lock < 0 ? r : state_drop(&file, err);
	if (file.lock < 0)
		r = state_open(job->guest.uuid, &file, err);
	if (r == 0)
		r = job_name_state(job, &state, err);
	return r < 0 ? r : job_commit(job, &file, &state, &plan, err);
}

static int verify_all(struct job *job, struct error *err)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < job->guest.nic_count; i++)
		r = job_verify(job, &job->guest.nics[i], err);
	return r;
}

/* Adds to what was done for the guest before; the scripts have all come by. */
static int commit_start(struct job *job, struct plan *plan, struct error *err)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	struct error ignored;
	int r = job_open_state(job->guest.uuid, &file, &state, err);

	state_clear_nics(&state);
	if (r == 0)
		r = job_name_state(job, &state, err);
	if (r == 0)
		r = job_commit(job, &file, &state, plan, err);
	if (r < 0)
		return r;
	r = verify_all(job, err);
	if (r < 0)
		plan_undo(&job->net, plan, UNDO_ALL, &ignored);
	return r < 0 ? r : uplink_vlans_sync(&job->net, job->policy, err);
}

int setup_start(struct job *job, struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {};
	bool scripts = false;
	int r = 0;

	recall_incoming(job);
	for (size_t i = 0; r >= 0 && i < job->guest.nic_count; i++) {
		const struct nic *nic = &job->guest.nics[i];

		scripts = scripts || own_script_acts(nic);
		if (!own_script_acts(nic))
			r = job_plan(job, nic, false, &plan, err);
	}
	if (r < 0 || (plan.count == 0 && !scripts))
		return r < 0 ? r : 0;
	return commit_start(job, &plan, err);
}

int setup_verify(struct job *job, struct error *err)
{
	recall_incoming(job);
	return verify_all(job, err);
}

static int repair_nic(struct job *job, const struct nic *nic, struct error *err)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	_cleanup_(plan_clear) struct plan plan = {};
	int r = job_plan(job, nic, true, &plan, err);

	if (r != 0 || plan.count == 0)
		return r < 0 ? r : 0;
	r = job_open_state(job->guest.uuid, &file, &state, err);
	state.incoming = 0;
	if (r == 0)
		r = job_name_state(job, &state, err);
	if (r == 0)
		r = job_commit(job, &file, &state, &plan, err);
	return r < 0 ? r : job_verify(job, nic, err);
}

int setup_repair(struct job *job, struct error *err)
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
	if (result == 0)
		result = uplink_vlans_sync(&job->net, job->policy, err);
	return result;
}
