/* bridge_setup.c - making the policy's own bridges, and undoing them */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/bridge_setup.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "hook/bridge/bridge_dhcp.h"
#include "hook/bridge/bridge_mac.h"
#include "hook/bridge/bridge_state.h"
#include "hook/bridge/bridge_take_back.h"
#include "hook/bridge/uplink_manager.h"
#include "hook/bridge/uplink_routers.h"
#include "hook/bridge/uplink_vlans.h"
#include "hook/state/commit.h"
#include "netcore/apply.h"
#include "netcore/plan_text.h"

/* How often the ifindex that a new bridge was to have may be another device's by then. */
enum { BRIDGE_TRIES = 16 };

/* How long a manager gets to want its addresses back (NetworkManager 1.52 takes 70 ms),
 * and how often that is looked for. */
enum { MANAGER_MS = 1000, MANAGER_LOOK_MS = 50 };

/* --- look */

static int look_at_uplink(struct net *net, const struct policy_bridge *bridge,
			  struct bridge_seen *seen, struct error *err)
{
	int r = net_look(net, bridge->uplink.dev, &seen->uplink, err);

	if (r == 1)
		r = net_find_altname(net, bridge->uplink.dev, seen->uplink_is, err);
	if (r < 0 || !seen->uplink.ref.ifindex)
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
	return r && bridge->uplink.addresses >= ADDRESSES_MOVE
		       ? uplink_routers_look(net, bridge, seen, err)
		       : 0;
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
		r = net_find_altname(net, bridge->name, seen->bridge_is, err);
		return r < 0 ? r : net_free_ifindex(net, &link->ref.ifindex, err);
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

/* One that is still a port of the bridge. */
static int look_at_former(struct net *net, struct bridge_seen *seen, struct error *err)
{
	const struct step *step = NULL;

	while ((step = former_uplink(seen->done, &seen->bridge.ref, &seen->uplink.ref,
				     step))) {
		struct link link;
		int r = net_look(net, step->dev.name, &link, err);

		if (r < 0)
			return r;
		if (r == 0 && link_ref_same(&link.ref, &step->dev) &&
		    link.master.ifindex == seen->bridge.ref.ifindex)
			seen->former = link;
	}
	return 0;
}

/* What goes along with the addresses. */
static int look_at_settings(struct net *net, const struct policy_bridge *bridge,
			    struct bridge_seen *seen, struct error *err)
{
	const char *name = seen->exists ? bridge->name : "default";
	int r;

	if (bridge->uplink.addresses < ADDRESSES_MOVE || !net->ops->read_settings)
		return 0;
	r = net->ops->read_settings(net->self, IP_SETTINGS_ALL, bridge->uplink.dev,
				    &seen->uplink.settings, err);
	return r < 0 ? r
		     : net->ops->read_settings(net->self, IP_SETTINGS_ALL, name,
					       &seen->bridge.settings, err);
}

static int bridge_look(struct net *net, const struct policy_bridge *bridge,
		       struct bridge_seen *seen, struct error *err)
{
	int r = look_at_bridge(net, bridge, seen, err);

	if (r < 0)
		return r;
	seen->kernel = net->kernel;
	bridge_dhcp_look(net, bridge, seen);
	r = bridge->uplink.dev[0] ? look_at_uplink(net, bridge, seen, err) : 0;
	if (r < 0)
		return r;
	r = look_at_settings(net, bridge, seen, err);
	return r < 0 ? r : look_at_former(net, seen, err);
}

int bridge_setup_plan(struct net *net, const struct policy_bridge *bridge,
		      const struct plan *done, struct plan *plan, struct error *err)
{
	struct bridge_seen seen = {.done = done};
	int r = bridge_look(net, bridge, &seen, err);

	return r < 0 ? r : bridge_decide(bridge, &seen, plan, err);
}

/* --- do */

/* Looks again: a new bridge may lack an option, as can be seen only now. */
static int verify(struct net *net, const struct policy_bridge *bridge,
		  const struct plan *done, struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {};
	char line[STEP_TEXT];
	int r = bridge_setup_plan(net, bridge, done, &plan, err);

	if (r < 0 || plan.count == 0)
		return r;
	step_print(&plan.steps[0], line);
	return error_set(err, EIO, "verification failed: still to be done: %s", line);
}

/* The uplink that the plan takes addresses from; NULL: it takes none. */
static const struct link_ref *given_up(const struct plan *plan, const char *bridge)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->steps[i];

		if (step->kind == STEP_ADDRESSES && !strcmp(step->to.link.name, bridge))
			return &step->from.link;
	}
	return NULL;
}

/* A manager that gives the uplink its addresses again leaves the host with two of each,
 * of which one answers to nobody. */
static int check_manager(struct net *net, const struct policy_bridge *bridge,
			 const struct plan *plan, struct error *err)
{
	const struct timespec pause = {.tv_nsec = MANAGER_LOOK_MS * 1000000L};
	const struct link_ref *uplink = given_up(plan, bridge->name);
	char manages[UPLINK_MANAGER_TEXT];
	int r = 0;

	if (!uplink ||
	    !uplink_manager_warning(uplink, bridge->name, manages, sizeof(manages)))
		return 0;
	for (int ms = 0; r == 0 && ms < MANAGER_MS; ms += MANAGER_LOOK_MS) {
		nanosleep(&pause, NULL);
		r = net->ops->has_addresses(net->self, uplink->ifindex, err);
	}
	return r <= 0 ? r
		      : error_set(
				err, EBUSY,
				"%s was given its addresses again, and so the bridge was "
				"undone: %s",
				uplink->name, manages);
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
	bridge_state_forget_replaced(&state->plan);
	plan_fold(&state->plan);
	if (state->plan.count)
		state_save(file, state, NULL);
	else
		state_drop(file, NULL);
	return 0;
}

/* The guests' VLANs leave with a former uplink. */
static int drop_vlans(struct net *net, const struct plan *plan, const char *bridge,
		      struct error *err)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->steps[i];
		int r = 0;

		if (step->kind == STEP_MASTER && step->from.set &&
		    !strcmp(step->from.link.name, bridge))
			r = uplink_vlans_drop(net, step->dev.name, err);
		if (r < 0)
			return r;
	}
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
	r = check_manager(net, bridge, plan, err);
	if (r == 0)
		r = verify(net, bridge, &state->plan, err);
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
	int r = bridge_state_undo_stale(net, bridge->name, state, err);

	if (r < 0)
		return r;
	r = bridge_setup_plan(net, bridge, &state->plan, &plan, err);
	if (r < 0)
		return r;
	r = drop_vlans(net, &plan, bridge->name, err);
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
	int r = bridge_state_open(bridge->name, &file, &state, err);

	if (r < 0)
		return r;
	r = bring_up(net, bridge, &file, &state, err);
	for (int i = 0; r == -EEXIST && i < BRIDGE_TRIES; i++)
		r = bring_up(net, bridge, &file, &state, err);
	if (r < 0 && state.plan.count == 0)
		state_drop(&file, NULL);
	return r;
}

/* A new bridge, of ours or not, may have the number by now. */
static bool is_another(const struct plan *plan, const struct step *step,
		       const struct link *link)
{
	struct state_id id = state_id(STATE_BRIDGE, link->ref.name);

	return strcmp(step->dev.name, link->ref.name) != 0 &&
	       (state_exists(&id) || !plan_may_have_made(plan, link));
}

/* What has another name at the moment was left alone. */
static bool is_undone(const struct plan *plan, const struct step *step,
		      const struct link *link)
{
	if (step->kind == STEP_BRIDGE)
		return link->kind != LINK_BRIDGE || is_another(plan, step, link);
	return link->master.ifindex != step->to.link.ifindex;
}

static int check_undone(struct net *net, const struct plan *plan, struct error *err)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->steps[i];
		struct look look = {.kind = LOOK_IFINDEX, .ifindex = step->dev.ifindex};
		int r;

		if ((step->kind != STEP_BRIDGE && step->kind != STEP_MASTER) ||
		    !step->to.set)
			continue;
		r = net->ops->look(net->self, &look, 1, err);
		if (r < 0)
			return r;
		if (look.found && !is_undone(plan, step, &look.link))
			return error_set(
				err, EBUSY,
				"%s was renamed, and is %s now; give it its name "
				"back, and run this again",
				step->dev.name, look.link.ref.name);
	}
	return 0;
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
	r = bridge_state_open(name, &file, &state, err);
	if (r < 0)
		return r;
	r = bridge_state_check_names(net, &state.plan, err);
	if (r < 0)
		return r;
	r = bridge_state_find_origin(net, name, &state.plan, err);
	if (r < 0)
		return r;
	uplink = bridge_state_uplink(&state.plan);
	r = uplink ? uplink_vlans_drop(net, uplink->dev.name, err) : 0;
	if (r < 0)
		return r;
	r = plan_undo(net, &state.plan, UNDO_ALL, err);
	announce(net, &state.plan);
	if (r < 0)
		return r;
	r = check_undone(net, &state.plan, err);
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

	r = r ? r : bridge_setup_up(net, bridge, err);
	return r < 0 ? error_within(err, "bridge %s (%s:%u)", bridge->name, bridge->file,
				    bridge->line)
		     : 0;
}
