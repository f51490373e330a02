/* round.c - one comparison of the watcher's: the guests that something has happened to */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/watch/round.h"

#include <errno.h>
#include <string.h>

#include "hook/guest/tap_state.h"
#include "hook/watch/ended_guests.h"
#include "hook/watch/leave.h"
#include "hook/watch/own_bridges.h"
#include "hook/watch/owners.h"
#include "hook/watch/watch_log.h"
#include "xml/policy_read.h"

enum { GUEST_MS = 5 /* for libvirt's answer, of one of them */ };

/* --- what is told and asked by the comparison */

static bool is_concerned_tap(const struct round *round, const char *name)
{
	return name && link_list_find(&round->taps, name);
}

static bool round_chooses(void *data, const struct guest *guest, const char *tap)
{
	const struct round *round = data;

	if (round->concern->everything || concern_has_guest(round->concern, guest->uuid))
		return true;
	if (tap)
		return is_concerned_tap(round, tap);
	for (size_t i = 0; i < guest->nic_count; i++)
		if (is_concerned_tap(round, guest->nics[i].target))
			return true;
	return false;
}

static void note_guest(void *data, const struct guest *guest, const char *source)
{
	struct round *round = data;

	round->guest = guest;
}

static void log_verdict(void *data, const struct verdict *verdict)
{
	struct round *round = data;

	round->counts.mended += verdict->plan.count > 0;
	watch_log_verdict(&round->notes, round->guest, verdict);
}

static void log_port(void *data, const char *name, const struct plan *plan,
		     const struct error *err)
{
	struct round *round = data;

	round->counts.mended += !err;
	watch_log_port(&round->notes, round->guest, name, plan, err);
}

static void log_error(void *data, struct error *err)
{
	struct round *round = data;

	watch_log_error(&round->notes, &round->mend.task.guest, err);
}

/* What is to be kept is compared with its state. One that libvirt has put into its bridge
 * has no state that says so: lost, it is put back by the policy. */
static bool is_kept(const struct round *round, const struct mend_port *port)
{
	const struct step *join = leave_find_join(port->plan);

	if (!round->mend.keep || !port->nic || port->nic->fresh)
		return false;
	return !join || plan_find_last(&port->state->plan, STEP_MASTER, &join->dev);
}

static bool round_leaves(void *data, const struct mend_port *port)
{
	struct round *round = data;
	struct error why;
	enum leave leave;

	if (is_kept(round, port))
		return true;
	leave = leave_port(&round->notes, port, &why);

	round->counts.fights += why.number == EBUSY;
	if (why.number)
		watch_log_error(&round->notes, port->guest, &why);
	if (leave == LEAVE_FOR_NOW)
		concern_add_device(&round->later,
				   step_device(&port->plan->steps[0])->ifindex);
	return leave != LEAVE_NOT;
}

static bool round_is_fresh(void *data, const char *tap)
{
	const struct round *round = data;

	return round->notes.fresh_count &&
	       port_notes_is_fresh(&round->notes, if_nametoindex(tap));
}

static void round_in_sync(void *data, const struct nic *nic)
{
	struct round *round = data;

	if (nic->target && (round->notes.fresh_count || round->notes.fight_count))
		port_notes_in_sync(&round->notes, if_nametoindex(nic->target));
}

static const struct mend_ops round_ops = {.chooses = round_chooses,
					  .guest = note_guest,
					  .verdict = log_verdict,
					  .port = log_port,
					  .error = log_error,
					  .leaves = round_leaves,
					  .is_fresh = round_is_fresh,
					  .in_sync = round_in_sync};

int round_open(struct round *round, struct error *err)
{
	round->mend.ops = &round_ops;
	round->mend.data = round;
	return mend_open(&round->mend, err);
}

void round_close(struct round *round)
{
	link_list_clear(&round->bridges);
	port_notes_clear(&round->notes);
	mend_clear(&round->mend);
}

bool round_read_policy(struct round *round)
{
	struct task *task = &round->mend.task;

	policy_clear(&task->files);
	problems_clear(&task->problems);
	task->files = (struct policy){};
	task->problems = (struct problems){};
	port_notes_begin_anew(&round->notes);
	task_read_policy(task);
	if (task->problems.count)
		watch_log_problems(&task->problems);
	return !task->problems.count;
}

/* --- who it is about */

/* A bridge that is new, or has changed in what counts for its ports. */
static bool bridge_matters(const struct round *round, const struct link *bridge)
{
	const struct link *known =
		link_list_find_at(&round->bridges, bridge->ref.ifindex);

	return !known || known->up != bridge->up ||
	       !link_ref_same(&known->ref, &bridge->ref) ||
	       memcmp(&known->bridge, &bridge->bridge, sizeof(known->bridge)) != 0;
}

/* It has none of the guests' VLANs yet, and may not be in its bridge. */
static bool is_new_uplink(const struct round *round, const struct link *link)
{
	return port_notes_is_fresh(&round->notes, link->ref.ifindex) &&
	       own_bridges_use(round->mend.task.policy, link->ref.name);
}

static void consider(struct round *round, struct concern *concern,
		     const struct link *link)
{
	if (link->kind == LINK_TAP)
		concern->everything =
			!link_list_add(&round->taps, link) || concern->everything;
	else if (link->kind == LINK_BRIDGE && bridge_matters(round, link))
		concern->everything = true;
	else if (policy_forwards_by(round->mend.task.policy, link->ref.name))
		concern->everything = true;
	else if (link->kind == LINK_OTHER && is_new_uplink(round, link))
		concern->everything = true;
}

/* With a bridge that the policy creates, all that it had has to be made again. Any other
 * device has taken with it what it had. */
static void consider_gone(const struct round *round, struct concern *concern,
			  uint32_t ifindex)
{
	const struct link *bridge = link_list_find_at(&round->bridges, ifindex);

	if (bridge && own_bridges_miss(round->mend.task.policy, bridge->ref.name))
		concern->everything = true;
}

static int look_at_devices(struct round *round, struct concern *concern,
			   struct error *err)
{
	struct net *net = &round->mend.task.net;
	struct look *looks = calloc(concern->device_count + 1, sizeof(*looks));
	int r;

	if (!looks)
		return error_set(err, ENOMEM, "no memory for the devices");
	for (size_t i = 0; i < concern->device_count; i++)
		looks[i] = (struct look){.kind = LOOK_IFINDEX,
					 .ifindex = concern->devices[i]};
	r = net->ops->look(net->self, looks, concern->device_count, err);
	for (size_t i = 0; r == 0 && i < concern->device_count; i++) {
		round->gone = round->gone || !looks[i].found;
		if (looks[i].found)
			consider(round, concern, &looks[i].link);
		else
			consider_gone(round, concern, concern->devices[i]);
	}
	free(looks);
	return r;
}

static void log_bridge(struct error *line, void *data)
{
	struct round *round = data;

	watch_log_error(&round->notes, &(struct guest){}, line);
}

static int look_at_bridges(struct round *round, struct error *err)
{
	struct net *net = &round->mend.task.net;

	link_list_clear(&round->bridges);
	return net->ops->look_all(net->self, "bridge", &round->bridges, err);
}

/* --- whose they are */

static int ask_of_guests(const struct concern *concern, bool may_ask,
			 struct evidence *evidence, struct error *err)
{
	const struct libvirt_question question = {
		.uri = GATHER_URI,
		.ms = GATHER_MS + GUEST_MS * (int)evidence->holders.count,
		.migrating = true,
		.chosen = !concern->everything,
		.uuids = concern->uuids,
		.count = concern->uuid_count,
	};
	int r = LIBVIRT_AWAY;

	if (question.chosen && !question.count)
		return LIBVIRT_ALL;
	if (may_ask)
		r = gather_libvirt(&question, evidence, err);
	if (r != LIBVIRT_LATE && r != LIBVIRT_AWAY)
		return r;
	/* What it has said of some is no help: these are compared with their states, too.
	 */
	if (!evidence->kept.count && kept_taps_read(&evidence->kept, err) < 0)
		return -ENOMEM;
	return r;
}

/* --- a comparison */

/* With -incoming on its command line until it ends: its state knows when it has come. */
static void note_hand_run(struct round *round, const struct evidence *evidence)
{
	round->arriving.device_count = 0;
	for (size_t i = 0; i < evidence->kept.count; i++)
		if (evidence->kept.all[i].incoming &&
		    evidence->kept.all[i].id.kind == STATE_TAP)
			concern_add_device(&round->arriving,
					   evidence->kept.all[i].tap.ifindex);
}

/* The guests whose MACs are awaited on their ports here. */
static void note_arriving(struct round *round, const struct concern *concern,
			  const struct evidence *evidence)
{
	if (concern->everything)
		round->arriving = (struct concern){};
	for (size_t i = 0; i < concern->uuid_count; i++)
		concern_remove_guest(&round->arriving, concern->uuids[i]);
	for (size_t i = 0; i < evidence->guest_count; i++)
		if (evidence->guests[i].elsewhere && evidence->guests[i].uuid)
			concern_add_guest(&round->arriving, evidence->guests[i].uuid);
	if (concern->everything || round->taps.count)
		note_hand_run(round, evidence);
}

static bool was_asked_for(const void *data, const char *uuid)
{
	const struct concern *concern = data;

	return concern->everything || concern_has_guest(concern, uuid);
}

static int compare_guests(struct round *round, struct concern *concern, bool may_ask,
			  struct error *err)
{
	_cleanup_(evidence_clear) struct evidence evidence = {};
	_cleanup_(kept_guests_clear) struct kept_guests kept = {};
	int r;

	kept_guests_list(&kept);
	r = owners_gather(round, concern, &evidence, err);
	if (r == 0)
		r = ask_of_guests(concern, may_ask, &evidence, err);
	if (r < 0)
		return r;
	if (r == LIBVIRT_ALL)
		note_arriving(round, concern, &evidence);
	if (r == LIBVIRT_ALL)
		ended_guests_undo(&round->mend.task.net, &kept, &evidence, was_asked_for,
				  concern);
	mend_guests(&round->mend, &evidence, r);
	return r;
}

static int round_do(struct round *round, struct concern *concern, bool may_ask,
		    struct error *err)
{
	int r = look_at_devices(round, concern, err);

	if (r < 0)
		return r;
	if (concern->everything || round->gone)
		tap_state_clear_dead(&round->mend.task.net);
	if (concern->everything)
		own_bridges_take_back(&round->mend.task.net, round->mend.task.policy,
				      log_bridge, round);
	r = concern->everything ? look_at_bridges(round, err) : 0;
	if (r < 0)
		return r;
	if (!concern->everything && !concern->uuid_count && !round->taps.count)
		return LIBVIRT_ALL;
	return compare_guests(round, concern, may_ask, err);
}

int round_compare(struct round *round, struct concern *concern, bool may_ask)
{
	struct error err;
	int r;

	if (round->mend.task.problems.count)
		return LIBVIRT_ALL;
	round->concern = concern;
	r = round_do(round, concern, may_ask, &err);
	round->gone = false;
	link_list_clear(&round->taps);
	port_notes_expire(&round->notes);
	round->concern = NULL;
	if (r < 0)
		watch_log_error(&round->notes, &(struct guest){}, &err);
	return r;
}
