/* bridge_setup.c - making the policy's own bridges, and undoing them */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/bridge_setup.h"

#include <errno.h>
#include <string.h>

#include "hook/bridge/bridge_mac.h"
#include "hook/bridge/uplink_vlans.h"
#include "hook/state/commit.h"
#include "netcore/apply.h"
#include "netcore/plan_text.h"

/* How often the ifindex that a new bridge was to have may be another device's by then. */
enum { BRIDGE_TRIES = 16 };

/* --- look */

static int look_at_uplink(struct net *net, const struct policy_bridge *bridge,
			  struct bridge_seen *seen, struct error *err)
{
	int r = net_look(net, bridge->uplink.dev, &seen->uplink, err);

	if (r != 0)
		return r < 0 ? r : 0;
	r = uplink_place_look(net, &seen->uplink, &seen->place, err);
	if (r < 0)
		return r;
	if (net->dhcp)
		net->dhcp->find(bridge->uplink.dev, seen->uplink.dhcp);
	r = net->ops->has_addresses(net->self, seen->uplink.ref.ifindex, err);
	if (r < 0)
		return r;
	seen->uplink_has_addresses = r;
	return 0;
}

/* A bridge that does not exist yet gets an ifindex of our choice, so that the state can
 * name it before it is created. */
static int look_at_bridge(struct net *net, const struct policy_bridge *bridge,
			  struct bridge_seen *seen, struct error *err)
{
	struct link *link = &seen->bridge;
	int r = net_find(net, bridge->name, link, err);

	if (r < 0)
		return r;
	if (r == 1) {
		*link = (struct link){.kind = LINK_OTHER};
		memcpy(link->ref.name, bridge->name, IFNAMSIZ);
		bridge_mac_choose(bridge->name, seen->own_mac);
		return net_free_ifindex(net, &link->ref.ifindex, err);
	}
	seen->exists = true;
	if (net->dhcp)
		net->dhcp->find(bridge->name, link->dhcp);
	r = net->ops->has_addresses(net->self, link->ref.ifindex, err);
	if (r < 0)
		return r;
	seen->bridge_has_addresses = r;
	return 0;
}

static int bridge_look(struct net *net, const struct policy_bridge *bridge,
		       struct bridge_seen *seen, struct error *err)
{
	int r = look_at_bridge(net, bridge, seen, err);

	if (r < 0)
		return r;
	seen->kernel = net->kernel;
	seen->clients_known = net->dhcp;
	if (net->dhcp && bridge->uplink.addresses == ADDRESSES_DHCP)
		net->dhcp->choose(seen->installed_client);
	return bridge->uplink.dev[0] ? look_at_uplink(net, bridge, seen, err) : 0;
}

int bridge_setup_plan(struct net *net, const struct policy_bridge *bridge, bool is_ours,
		      struct plan *plan, struct error *err)
{
	struct bridge_seen seen = {.ours = is_ours};
	int r = bridge_look(net, bridge, &seen, err);

	return r < 0 ? r : bridge_decide(bridge, &seen, plan, err);
}

/* --- the state */

/* A state whose bridge is gone, or is another one by now, tells what is left to undo. */
static int undo_stale(struct net *net, const char *name, struct state *state,
		      struct error *err)
{
	struct link link = {};
	int r = net_find(net, name, &link, err);

	if (r < 0)
		return r;
	for (size_t i = 0; i < state->plan.count; i++) {
		const struct step *step = &state->plan.steps[i];

		if (strcmp(step->dev.name, name) != 0 ||
		    link_ref_same(&step->dev, &link.ref))
			continue;
		r = plan_undo(net, &state->plan, UNDO_ALL, err);
		if (r == 0)
			plan_clear(&state->plan);
		return r;
	}
	return 0;
}

static const struct step *uplink_step(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].kind == STEP_MASTER)
			return &plan->steps[i];
	return NULL;
}

/* States of the first version name the uplink's client beside the plan ("-": it had
 * none); the plan gets the steps that they stand for. */
static int add_noted_client(struct state *state, struct error *err)
{
	_cleanup_(plan_clear) struct plan old = state->plan;
	const struct step *uplink = uplink_step(&old);
	const char *name = state->dhcp;
	struct step stop = {.kind = STEP_DHCP}, start = {.kind = STEP_DHCP};
	int r = 0;

	state->plan = (struct plan){};
	if (uplink && strcmp(name, "-") != 0) {
		stop.dev = uplink->dev;
		stop.from = value_of_client(name);
		r = plan_add(&state->plan, &stop, err);
	}
	if (r == 0)
		r = plan_append(&state->plan, &old, err);
	if (r < 0 || !uplink)
		return r;
	start.dev = uplink->to.link;
	start.to = value_of_client(name);
	return plan_add(&state->plan, &start, err);
}

static int open_bridge_state(const char *name, struct state_file *ret_file,
			     struct state *ret, struct error *err)
{
	struct state_id id = state_id(STATE_BRIDGE, name);
	int r = state_open(&id, ret_file, err);

	if (r < 0)
		return r;
	r = state_load(ret_file, ret, err);
	if (r < 0)
		return r;
	return ret->dhcp ? add_noted_client(ret, err) : 0;
}

/* --- do */

/* Looks again: a new bridge may lack an option, as can be seen only now. */
static int verify(struct net *net, const struct policy_bridge *bridge, struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {};
	char line[STEP_TEXT];
	int r = bridge_setup_plan(net, bridge, true, &plan, err);

	if (r < 0 || plan.count == 0)
		return r;
	step_print(&plan.steps[0], line);
	return error_set(err, EIO, "verification failed: still to be done: %s", line);
}

/* The neighbours of a bridge whose MAC has changed. */
static void announce(struct net *net, const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].kind == STEP_MAC && plan->steps[i].from.set)
			net->ops->announce(net->self, &plan->steps[i].dev);
}

/* A state that cannot be written once all is done says that steps are still to be taken:
 * the next process finds none. */
static int finish(const struct state_file *file, struct state *state)
{
	state->pending = false;
	if (state->plan.count)
		state_save(file, state, NULL);
	else
		state_drop(file, NULL);
	return 0;
}

static int commit(struct net *net, const struct policy_bridge *bridge,
		  const struct state_file *file, struct state *state,
		  const struct plan *plan, struct error *err)
{
	int r;

	state->pending = true;
	r = state_commit(net, file, state, plan, err);
	if (r < 0)
		return r;
	r = verify(net, bridge, err);
	if (r < 0) {
		state_revert(net, file, state, plan);
		return r;
	}
	announce(net, plan);
	return finish(file, state);
}

static int bring_up(struct net *net, const struct policy_bridge *bridge,
		    const struct state_file *file, struct state *state, struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {};
	int r = undo_stale(net, bridge->name, state, err);

	if (r < 0)
		return r;
	r = bridge_setup_plan(net, bridge, state->plan.count != 0, &plan, err);
	if (r < 0)
		return r;
	if (plan.count)
		return commit(net, bridge, file, state, &plan, err);
	if (state->pending || state->plan.count == 0)
		finish(file, state);
	return 1;
}

int bridge_setup_up(struct net *net, const struct policy_bridge *bridge,
		    struct error *err)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	int r = open_bridge_state(bridge->name, &file, &state, err);

	if (r < 0)
		return r;
	r = bring_up(net, bridge, &file, &state, err);
	for (int i = 0; r == -EEXIST && i < BRIDGE_TRIES; i++)
		r = bring_up(net, bridge, &file, &state, err);
	if (r < 0 && state.plan.count == 0)
		state_drop(&file, NULL);
	return r;
}

int bridge_setup_down(struct net *net, const char *name, struct error *err)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	const struct step *uplink;
	struct state_id id = state_id(STATE_BRIDGE, name);
	int r;

	if (!state_exists(&id))
		return 1;
	r = open_bridge_state(name, &file, &state, err);
	if (r < 0)
		return r;
	uplink = uplink_step(&state.plan);
	r = uplink ? uplink_vlans_drop(net, uplink->dev.name, err) : 0;
	if (r < 0)
		return r;
	r = plan_undo(net, &state.plan, UNDO_ALL, err);
	announce(net, &state.plan);
	return r < 0 ? r : state_drop(&file, err);
}

int bridge_setup_state(const char *name, struct state *ret, struct error *err)
{
	struct state_id id = state_id(STATE_BRIDGE, name);

	return state_peek(&id, ret, err);
}

/* 1: it is there, and no state says that it is unfinished. The look comes first, for the
 * state is written before the bridge is made. */
static int is_finished(struct net *net, const char *name, struct error *err)
{
	_cleanup_(state_clear) struct state state = {};
	struct link link;
	int r = net_find(net, name, &link, err);

	if (r != 0)
		return r < 0 ? r : 0;
	r = bridge_setup_state(name, &state, err);
	return r < 0 ? r : !state.pending;
}

int bridge_setup_create(struct net *net, const struct policy_bridge *bridge,
			struct error *err)
{
	int r = is_finished(net, bridge->name, err);

	if (r == 0)
		r = bridge_setup_up(net, bridge, err);
	return r < 0 ? error_within(err, "bridge %s (%s:%u)", bridge->name, bridge->file,
				    bridge->line)
		     : 0;
}
