/* added_tap.c - the TAPs of programs that run no script: `onebridge tap add` and `del` */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/added_tap.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>

#include "hook/bridge/host_needs.h"
#include "hook/guest/attach.h"
#include "hook/guest/describe.h"
#include "hook/guest/own_tap.h"
#include "hook/guest/setup.h"
#include "hook/guest/tap_state.h"
#include "hook/guest/teardown.h"
#include "hook/host/account.h"
#include "hook/host/holders.h"
#include "netcore/apply.h"
#include "netcore/log.h"
#include "netcore/port.h"

/* A TAP being added. */
struct adding {
	struct task *task;
	struct added_tap *tap;
	struct nic nic;
	struct state_id id;
	struct state_file file;
	struct state state;
};

static void adding_clear(struct adding *adding)
{
	adding->task->guest.nics = NULL;
	adding->task->guest.nic_count = 0;
	adding->task->guest.name = adding->task->guest.uuid = NULL;
	adding->task->done = NULL;
	state_close(&adding->file);
	state_clear(&adding->state);
}

struct guest added_tap_guest(struct added_tap *tap, struct nic *nic)
{
	static char type[] = "ethernet";

	*nic = (struct nic){.type = type,
			    .actual = type,
			    .target = tap->name,
			    .managed = true,
			    .has_mac = tap->added.has_mac,
			    .has_owner = tap->has_owner,
			    .owner = tap->added.user,
			    .queues = tap->queues};
	memcpy(nic->mac, tap->added.mac, MAC_BYTES);
	return (struct guest){.origin = ORIGIN_TAP,
			      .stage = GUEST_OF_TAP,
			      .name = tap->guest,
			      .uuid = tap->added.uuid[0] ? tap->added.uuid : NULL,
			      .nics = nic,
			      .nic_count = 1};
}

bool added_tap_is(const struct link *tap)
{
	struct state_id id = state_id(STATE_TAP, tap->ref.name);
	_cleanup_(state_clear) struct state state = {};
	struct link_ref ref;
	struct error unreadable;

	return state_peek(&id, &state, &unreadable) == 0 && state.added.on &&
	       state_find_tap(&state, id.name, &ref) && link_ref_same(&ref, &tap->ref);
}

/* --- what is there already */

static bool same_given(const struct adding *adding, const struct link *link)
{
	const struct state_added *had = &adding->state.added;
	const struct state_added *now = &adding->tap->added;

	return had->user == now->user && had->has_mac == now->has_mac &&
	       !memcmp(had->mac, now->mac, MAC_BYTES) &&
	       link->tap.multi_queue == (adding->tap->queues > 1);
}

static bool same_guest(const struct adding *adding)
{
	const struct state *state = &adding->state;

	return state->guest && !strcmp(state->guest, adding->tap->guest) &&
	       !strcmp(state->added.uuid, adding->tap->added.uuid);
}

/* It has a carrier as long as a program holds it, and does not switch that off. */
static int refuse_held(const struct link *tap, const char *remedy, struct error *err)
{
	_cleanup_(holders_clear) struct holders holders = {};
	const struct holder *holder;
	struct error unseen;

	if (holders_read(&holders, &unseen) < 0 && !tap->carrier)
		return 0;
	holder = holders_find(&holders, tap->ref.name);
	if (!tap->carrier && !(holder && holder->is_here))
		return 0;
	if (!holder)
		return error_set(err, EBUSY, "a program has it open; end that first, %s",
				 remedy);
	return error_set(err, EBUSY, "%s (PID %d) has it open; end that first, %s",
			 holder->command, (int)holder->pid, remedy);
}

static int refuse_to_replace(const struct link *tap, struct error *err)
{
	char remedy[sizeof(struct shell_word) + 64];

	snprintf(remedy, sizeof(remedy), "then undo what is there (onebridge tap del %s)",
		 text_for_shell(tap->ref.name).text);
	return refuse_held(tap, remedy, err);
}

static int refuse_other_guest(const struct state *state, const char *name,
			      struct error *err)
{
	return error_set(err, EEXIST,
			 "it is guest '%s' that has this TAP; undo that first "
			 "(%s %s), or choose another name",
			 state->guest ? state->guest : "",
			 state->added.on ? "onebridge tap del" : "onebridge-ifdown",
			 text_for_shell(name).text);
}

/* Once more, with the same words. */
static int mend_again(struct adding *adding, struct error *err)
{
	_cleanup_(verdicts_clear) struct verdicts verdicts = {};
	int r;

	adding->task->done = &adding->state.plan;
	r = task_decide(adding->task, MOMENT_LIVE, NULL, &verdicts, err);
	if (r < 0)
		return r;
	r = setup_repair_behind(adding->task, &adding->file, &adding->state,
				&verdicts.items[0], err);
	if (r < 0)
		return r;
	r = task_verify(adding->task, err);
	return r < 0 ? r : task_sync_uplinks(adding->task, false, err);
}

static int undo_former(struct adding *adding, struct error *err)
{
	int r = tap_state_undo(&adding->task->net, &adding->file, &adding->state, err);

	state_clear(&adding->state);
	state_close(&adding->file);
	return r < 0 ? r : state_open(&adding->id, &adding->file, err);
}

enum { ADDED_BEFORE = 1 };

/* What was done under that name before: left over, it is undone. ADDED_BEFORE: it is
 * there already, and as it should be. */
static int settle_former(struct adding *adding, struct error *err)
{
	const struct state *state = &adding->state;
	struct link link;
	int r;

	if (!state->added.on && !state->plan.count)
		return 0;
	r = tap_state_look(&adding->task->net, &adding->id, state, &link, err);
	if (r < 0)
		return r;
	if (r == 0 && !(state->added.on && same_guest(adding)))
		return refuse_other_guest(state, adding->tap->name, err);
	if (r == 0 && !state->pending && same_given(adding, &link)) {
		r = mend_again(adding, err);
		return r < 0 ? r : ADDED_BEFORE;
	}
	if (r == 0 && !state->pending) {
		r = refuse_to_replace(&link, err);
		if (r < 0)
			return r;
	}
	return undo_former(adding, err);
}

/* --- the TAP */

static int check_taken(const struct adding *adding, const struct link *link,
		       struct error *err)
{
	const struct added_tap *tap = adding->tap;
	const struct shell_word word = text_for_shell(tap->name);

	if (link->tap.multi_queue != (tap->queues > 1))
		return error_set(
			err, EEXIST,
			"it exists already, with %s queue%s; give --queues as it "
			"was made, or delete it (ip link delete %s)",
			link->tap.multi_queue ? "several" : "one",
			link->tap.multi_queue ? "s" : "", word.text);
	if (tap->has_owner && link->tap.owner != tap->added.user)
		return error_set(err, EEXIST,
				 "it exists already, and is another user's; give --owner "
				 "as it was made, or delete it (ip link delete %s)",
				 word.text);
	return 0;
}

/* One that is there, and up, goes down first: no frame passes before it is wired. */
static int take_there(struct adding *adding, const struct link *link, struct plan *plan,
		      struct error *err)
{
	int r = check_taken(adding, link, err);

	if (r < 0)
		return r;
	adding->tap->added.ifindex = link->ref.ifindex;
	return link->master.ifindex ? 0 : port_plan_leave(link, plan, err);
}

/* Whether it is to be made, or was by us and no state says so any more; else it is taken.
 */
static int look_for_tap(struct adding *adding, struct plan *plan, struct error *err)
{
	struct link link;
	int r = net_find(&adding->task->net, adding->tap->name, &link, err);

	if (r < 0)
		return r;
	if (r == 0 && link.kind != LINK_TAP)
		return error_set(err, EEXIST,
				 "it exists already, and is not a TAP device; choose "
				 "another name");
	if (r == 0 && !own_tap_is_marked(&link))
		return take_there(adding, &link, plan, err);
	adding->nic.managed = false;
	return r == 0 ? refuse_to_replace(&link, err) : 0;
}

/* A NIC that the policy leaves alone would be in no bridge. */
static int decide_before(struct adding *adding, struct plan *left, struct plan *plan,
			 struct error *err)
{
	_cleanup_(verdicts_clear) struct verdicts verdicts = {};
	const struct verdict *verdict;
	int r = task_decide(adding->task, MOMENT_PREPARE, left, &verdicts, err);

	if (r < 0)
		return r;
	verdict = &verdicts.items[0];
	r = verdict_result(verdict, err);
	if (r < 0)
		return r;
	if (verdict_has_plan(verdict))
		return plan_append(plan, &verdict->plan, err);
	error_set(err, ENOENT, "%s",
		  verdict->reason[0] ? verdict->reason : "the policy leaves it alone");
	return describe_within(err, verdict->nic, verdict->rule);
}

/* --- both together */

static int commit_tap(struct adding *adding, struct error *err)
{
	_cleanup_(plan_clear) struct plan left = {}, plan = {};
	int r = look_for_tap(adding, &plan, err);

	if (r < 0)
		return r;
	r = decide_before(adding, &left, &plan, err);
	if (r < 0)
		return r;
	r = plan_undo(&adding->task->net, &left, UNDO_ALL, err);
	if (r < 0)
		return r;
	adding->state.added = adding->tap->added;
	adding->state.pending = true;
	return task_commit(adding->task, &adding->file, &adding->state, &plan, err);
}

static int wire(struct adding *adding, struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {};
	int r = task_plan(adding->task, MOMENT_START, NULL, &plan, err);

	if (r < 0)
		return r;
	r = task_attach(adding->task, &adding->file, &adding->state, &plan, err);
	if (r < 0)
		return r;
	adding->state.pending = false;
	return state_save(&adding->file, &adding->state, err);
}

static int make_and_wire(struct adding *adding, struct error *err)
{
	struct error later;
	int r = settle_former(adding, err);

	if (r != 0)
		return r < 0 ? r : 0;
	r = commit_tap(adding, err);
	if (r < 0) {
		if (!adding->state.plan.count)
			state_drop(&adding->file, &later);
		return r;
	}
	r = wire(adding, err);
	if (r < 0 &&
	    tap_state_undo(&adding->task->net, &adding->file, &adding->state, &later) < 0)
		log_line(LOG_ERR, later.text);
	return r;
}

int added_tap_add(struct task *task, struct added_tap *tap, struct error *err)
{
	_cleanup_(adding_clear) struct adding adding = {
		.task = task,
		.tap = tap,
		.id = state_id(STATE_TAP, tap->name),
		.file = STATE_FILE_NONE,
	};
	int r;

	tap_state_clear_dead(&task->net);
	task->guest = added_tap_guest(tap, &adding.nic);
	r = account_name(&task->guest, tap->added.user, tap->added.group, task->policy,
			 err);
	if (r < 0)
		return r;
	r = task_open_state(&adding.id, &adding.file, &adding.state, err);
	return r < 0 ? r : make_and_wire(&adding, err);
}

/* --- and back */

static int refuse_unknown(struct net *net, const char *name, struct error *err)
{
	struct link link;
	int r = net_find(net, name, &link, err);

	if (r != 0)
		return r < 0 ? r : 0;
	return error_set(err, ENOENT,
			 "it was not added by this command; there is nothing to give "
			 "back");
}

/* Whoever has it open would lose his network. */
static int refuse_to_cut(struct net *net, const struct state_id *id,
			 const struct state *state, struct error *err)
{
	struct link link;
	int r = tap_state_look(net, id, state, &link, err);

	if (r != 0)
		return r < 0 ? r : 0;
	return refuse_held(&link, "or cut it off (--force)", err);
}

int added_tap_del(struct net *net, const char *name, bool force, struct error *err)
{
	struct state_id id = state_id(STATE_TAP, name);
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	int r;

	if (!state_exists(&id))
		return refuse_unknown(net, name, err);
	file = teardown_open(&id);
	r = state_load(&file, &state, err);
	if (r < 0)
		return r;
	if (r == 1)
		return state_drop(&file, err);
	if (!state.added.on)
		return refuse_other_guest(&state, name, err);
	r = force ? 0 : refuse_to_cut(net, &id, &state, err);
	if (r < 0)
		return r;
	r = tap_state_undo(net, &file, &state, err);
	return r < 0 ? r : host_trim(net, err);
}
