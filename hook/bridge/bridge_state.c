/* bridge_state.c - what was done for a bridge: read, and brought up to date */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/bridge_state.h"

#include <errno.h>
#include <string.h>

#include "hook/bridge/bridge_dhcp.h"
#include "hook/bridge/bridge_take_back.h"
#include "netcore/apply.h"
#include "netcore/seen.h"

/* --- devices that have another name by now */

static int refuse_renamed(const struct link_ref *had, const struct link_ref *now,
			  struct error *err)
{
	struct shell_word from = text_for_shell(now->name),
			  to = text_for_shell(had->name);

	return error_set(err, EBUSY,
			 "%s was renamed to %s since; give it its name back (ip link set "
			 "%s name %s)",
			 had->name, now->name, from.text, to.text);
}

/* Of the bridge itself and of the uplink that is its port. */
static bool is_renamed(const struct step *step, const struct link *now)
{
	if (!now || !strcmp(now->ref.name, step->dev.name))
		return false;
	if (now->kind == LINK_BRIDGE)
		return true;
	return step->kind == STEP_MASTER && step->to.set &&
	       now->master.ifindex == step->to.link.ifindex;
}

int bridge_state_check_names(struct net *net, const struct plan *plan, struct error *err)
{
	_cleanup_(seen_clear) struct seen seen = {};
	int r;

	for (size_t i = 0; i < plan->count; i++)
		seen_ask_at(&seen, plan->steps[i].dev.ifindex);
	r = seen_answer(&seen, net, err);
	for (size_t i = 0; r == 0 && i < plan->count; i++) {
		const struct step *step = &plan->steps[i];
		const struct link *now = seen_link_at(&seen, step->dev.ifindex);

		if (is_renamed(step, now))
			r = refuse_renamed(&step->dev, &now->ref, err);
	}
	return r;
}

/* --- what was done */

/* A state whose bridge is gone, or is another one by now, tells what is left to undo. */
int bridge_state_undo_stale(struct net *net, const char *name, struct state *state,
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
		r = bridge_state_check_names(net, &state->plan, err);
		if (r < 0)
			return r;
		r = plan_undo(net, &state->plan, UNDO_ALL, err);
		if (r < 0)
			return r;
		plan_clear(&state->plan);
		return 0;
	}
	return 0;
}

const struct step *bridge_state_uplink(const struct plan *plan)
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
	const struct step *uplink = bridge_state_uplink(&old);
	const char *name = state->dhcp;
	struct step stop = {.kind = STEP_DHCP}, start = {.kind = STEP_DHCP};
	int r = 0;

	state->plan = (struct plan){};
	if (uplink && strcmp(name, "-") != 0) {
		stop.dev = uplink->dev;
		stop.from = value_of_client(name);
		r = plan_add(&state->plan, &stop, err);
	}
	r = r < 0 ? r : plan_append(&state->plan, &old, err);
	if (r < 0 || !uplink)
		return r;
	start.dev = uplink->to.link;
	start.to = value_of_client(name);
	return plan_add(&state->plan, &start, err);
}

int bridge_state_open(const char *name, struct state_file *ret_file, struct state *ret,
		      struct error *err)
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

/* An uplink that was unplugged took with it what was done to it. The one that has its
 * name now is to get its DHCP client. */
static void forget_device(struct plan *plan, const struct link_ref *now)
{
	size_t kept = 0;

	for (size_t i = 0; i < plan->count; i++) {
		struct step step = plan->steps[i];

		if (!strcmp(step.dev.name, now->name) &&
		    step.dev.ifindex != now->ifindex) {
			if (step.kind != STEP_DHCP)
				continue;
			step.dev = *now;
		}
		plan->steps[kept++] = step;
	}
	plan->count = kept;
}

void bridge_state_forget_replaced(struct plan *plan)
{
	for (size_t i = plan->count; i-- > 0;)
		if (plan->steps[i].kind == STEP_MASTER && plan->steps[i].to.set) {
			struct link_ref uplink = plan->steps[i].dev;

			forget_device(plan, &uplink);
			return;
		}
}

/* As a port of another bridge it would be deaf to them. */
static int refuse_elsewhere(const struct link *bridge, const struct link *origin,
			    struct error *err)
{
	const char *name = origin->ref.name;

	return error_set(err, EBUSY,
			 "its addresses are from %s, which is in %s by now; take it out "
			 "(ip link set %s nomaster), or remove them from %s first",
			 name,
			 origin->master.name[0] ? origin->master.name : "another device",
			 text_for_shell(name).text, bridge->ref.name);
}

static int refuse_down(struct net *net, const struct link *bridge,
		       const struct link *uplink, const struct link_ref *origin,
		       struct error *err)
{
	int r = net->ops->has_addresses(net->self, bridge->ref.ifindex, err);

	if (r <= 0)
		return r;
	if (uplink->ref.ifindex)
		return refuse_elsewhere(bridge, uplink, err);
	return error_set(err, ENODEV,
			 "its addresses are from %s, which is not there; bring "
			 "that back, or remove them first (ip address flush dev "
			 "%s; ip -6 route flush dev %s)",
			 origin->name, bridge->ref.name, bridge->ref.name);
}

/* The addresses go to the device that has the name of the one that they are from. */
int bridge_state_find_origin(struct net *net, const char *name, struct plan *plan,
			     struct error *err)
{
	const struct link_ref *found;
	struct link_ref origin;
	struct link bridge, link = {};
	int r = net_find(net, name, &bridge, err);

	found = r == 0 ? addresses_origin(plan, &bridge.ref) : NULL;
	if (!found)
		return r < 0 ? r : 0;
	origin = *found;
	r = net_look(net, origin.name, &link, err);
	if (r < 0)
		return r;
	if (r == 1 || (link.master.ifindex && link.master.ifindex != bridge.ref.ifindex))
		return refuse_down(net, &bridge, &link, &origin, err);
	if (link_ref_same(&link.ref, &origin))
		return 0;
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].kind == STEP_ADDRESSES)
			plan->steps[i].from.link = link.ref;
	forget_device(plan, &link.ref);
	return 0;
}
