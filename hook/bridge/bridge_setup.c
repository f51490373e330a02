/* bridge_setup.c - making the policy's own bridges, and undoing them */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/bridge_setup.h"

#include <errno.h>
#include <string.h>

#include "hook/host/dhcp_client.h"
#include "hook/bridge/uplink_manager.h"
#include "hook/bridge/uplink_vlans.h"
#include "netcore/apply.h"
#include "netcore/bridge.h"
#include "netcore/plan_text.h"

static int find_uplink(struct net *net, const struct policy_bridge *bridge,
		       struct link *ret, struct error *err)
{
	int r = net_look(net, bridge->uplink.dev, ret, err);

	if (r == 1)
		return error_set(err, ENODEV,
				 "there is no uplink %s; name one that there is (ip "
				 "link), or leave <uplink> out",
				 bridge->uplink.dev);
	if (r == 0 && ret->kind == LINK_BRIDGE)
		return error_set(
			err, EINVAL,
			"the uplink %s is a bridge itself; name the device below "
			"it",
			bridge->uplink.dev);
	return r;
}

/* The bridge, or one that is still to be made, with the number that it will have. */
static int find_bridge(struct net *net, const struct policy_bridge *bridge,
		       struct link *ret, struct error *err)
{
	int r = net_find(net, bridge->name, ret, err);

	if (r == 0 && ret->kind != LINK_BRIDGE)
		return error_set(err, EEXIST,
				 "there is a device %s already, which is no bridge; give "
				 "the bridge another name",
				 bridge->name);
	if (r != 1)
		return r;
	*ret = (struct link){.kind = LINK_OTHER};
	memcpy(ret->ref.name, bridge->name, IFNAMSIZ);
	return net_free_ifindex(net, &ret->ref.ifindex, err);
}

/* Its own MAC, else its uplink's. */
static struct bridge_want wanted_bridge(const struct net *net,
					const struct policy_bridge *bridge,
					const struct link *uplink)
{
	struct bridge_want want = {.options = bridge->options,
				   .has_mac = bridge->has_mac || uplink->ref.ifindex,
				   .mtu = bridge->mtu,
				   .kernel = net->kernel};

	memcpy(want.mac, bridge->has_mac ? bridge->mac : uplink->mac, MAC_BYTES);
	return want;
}

/* Whether addresses are to be moved: there are any on the uplink. Those that somebody
 * else has given to the bridge could not be told from them later. */
static int addresses_wanted(struct net *net, const struct policy_bridge *bridge,
			    const struct link *have, const struct link *uplink,
			    bool is_ours, struct error *err)
{
	int r;

	if (bridge->uplink.addresses == ADDRESSES_KEEP)
		return 0;
	r = net->ops->has_addresses(net->self, uplink->ref.ifindex, err);
	if (r <= 0 || is_ours || have->kind != LINK_BRIDGE)
		return r;
	r = net->ops->has_addresses(net->self, have->ref.ifindex, err);
	if (r == 1)
		return error_set(err, EEXIST,
				 "both %s and its uplink %s have addresses; take them "
				 "off one of them, or say addresses='keep'",
				 bridge->name, bridge->uplink.dev);
	return r < 0 ? r : 1;
}

int bridge_setup_plan(struct net *net, const struct policy_bridge *bridge, bool is_ours,
		      struct plan *plan, struct error *err)
{
	struct link have, uplink = {};
	struct bridge_want want;
	int r = find_bridge(net, bridge, &have, err), addresses;

	if (r == 0 && bridge->uplink.dev[0])
		r = find_uplink(net, bridge, &uplink, err);
	if (r < 0)
		return r;
	want = wanted_bridge(net, bridge, &uplink);
	r = bridge_plan(&have, &want, plan, err);
	if (r < 0 || !uplink.ref.ifindex)
		return r;
	addresses = addresses_wanted(net, bridge, &have, &uplink, is_ours, err);
	if (addresses < 0)
		return addresses;
	return bridge_plan_uplink(&uplink, &have.ref, addresses, plan, err);
}

/* A state whose bridge is gone, or another's now, speaks of what is left to be undone. */
static int drop_stale(struct net *net, const char *name, struct state *state,
		      struct error *err)
{
	struct link link = {};
	int r = net_find(net, name, &link, err);

	for (size_t i = 0; r >= 0 && i < state->plan.count; i++) {
		const struct step *step = &state->plan.steps[i];

		if (strcmp(step->dev.name, name) != 0 ||
		    link_ref_same(&step->dev, &link.ref))
			continue;
		r = plan_undo(net, &state->plan, UNDO_ALL, err);
		plan_clear(&state->plan);
		return r;
	}
	return r < 0 ? r : 0;
}

/* Reads back. A new bridge may lack an option that only now can be seen to be missing. */
static int verify(struct net *net, const struct policy_bridge *bridge, struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {};
	char line[STEP_TEXT];
	int r = bridge_setup_plan(net, bridge, true, &plan, err);

	if (r < 0 || plan.count == 0)
		return r;
	step_print(&plan.steps[0], line);
	return error_set(err, EIO, "read back, there is still to be done: %s", line);
}

/* --- the DHCP client of the uplink, which goes with its addresses */

/* It would give the addresses to the uplink again. */
static int refuse_client(const struct policy_bridge *bridge, struct error *err)
{
	struct dhcp_client client = {};

	if (bridge->uplink.addresses == ADDRESSES_MOVE)
		client = dhcp_client_find(bridge->uplink.dev);
	if (!client.pid)
		return 0;
	return error_set(
		err, EBUSY,
		"%s (PID %d) keeps the addresses of %s; say addresses='dhcp', and "
		"the bridge gets a client of its own",
		client.name, (int)client.pid, bridge->uplink.dev);
}

/* Notes which client the uplink has, to be started again one day. */
static int note_client(const struct policy_bridge *bridge, struct state *state,
		       struct error *err)
{
	struct dhcp_client client;

	if (bridge->uplink.addresses != ADDRESSES_DHCP || state->dhcp)
		return 0;
	client = dhcp_client_find(bridge->uplink.dev);
	state->dhcp = strdup(client.pid ? client.name : "-");
	return state->dhcp ? 0 : error_set(err, ENOMEM, "no memory");
}

static const char *client_of(const struct state *state)
{
	return state->dhcp && strcmp(state->dhcp, "-") != 0 ? state->dhcp : "";
}

/* On the bridge, if none is there. */
static int start_client(const struct policy_bridge *bridge, const struct state *state,
			struct error *err)
{
	if (bridge->uplink.addresses != ADDRESSES_DHCP ||
	    dhcp_client_find(bridge->name).pid)
		return 0;
	return dhcp_client_start(bridge->name, client_of(state), err);
}

static void stop_client(const struct state *state, const char *device)
{
	char ignored[16];

	if (state->dhcp)
		dhcp_client_stop(device, ignored);
}

/* Where it was before, if there was one. */
static int client_back(const struct state *state, const char *uplink, struct error *err)
{
	return *client_of(state) ? dhcp_client_start(uplink, state->dhcp, err) : 0;
}

/* --- up and down */

/* The state is as it was before if nothing came of it. */
static int commit(struct net *net, const struct policy_bridge *bridge,
		  const struct state_file *file, struct state *state,
		  const struct plan *plan, struct error *err)
{
	size_t before = state->plan.count;
	struct error ignored;
	int r = plan_append(&state->plan, plan, err);

	if (r == 0)
		r = note_client(bridge, state, err);
	if (r == 0)
		r = state_save(file, state, err);
	if (r < 0)
		return r;
	stop_client(state, bridge->uplink.dev);
	r = plan_apply(net, plan, err);
	if (r == 0) {
		r = verify(net, bridge, err);
		if (r == 0)
			r = start_client(bridge, state, err);
		if (r < 0)
			plan_undo(net, plan, UNDO_ALL, &ignored);
	}
	if (r == 0)
		return 0;
	if (before == 0)
		client_back(state, bridge->uplink.dev, &ignored);
	state->plan.count = before;
	if (before)
		state_save(file, state, &ignored);
	else
		state_drop(file, &ignored);
	return r;
}

int bridge_setup_up(struct net *net, const struct policy_bridge *bridge,
		    struct error *err)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	_cleanup_(plan_clear) struct plan plan = {};
	struct state_id id = state_id(STATE_BRIDGE, bridge->name);
	struct error ignored;
	int r = refuse_client(bridge, err);

	if (r == 0)
		r = state_open(&id, &file, err);
	if (r == 0)
		r = state_load(&file, &state, err);
	if (r >= 0)
		r = drop_stale(net, bridge->name, &state, err);
	if (r == 0)
		r = bridge_setup_plan(net, bridge, state.plan.count != 0, &plan, err);
	if (r == 0 && plan.count)
		r = commit(net, bridge, &file, &state, &plan, err);
	else if (state.plan.count == 0 && file.lock >= 0)
		state_drop(&file, r < 0 ? &ignored : err);
	else if (r == 0)
		r = start_client(bridge, &state, err);
	return r < 0 ? r : plan.count == 0;
}

/* The port that the plan brings in; "": none. */
static const char *uplink_of(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].kind == STEP_MASTER)
			return plan->steps[i].dev.name;
	return "";
}

int bridge_setup_down(struct net *net, const char *name, struct error *err)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	struct state_id id = state_id(STATE_BRIDGE, name);
	int r, dropped;

	if (!state_exists(&id))
		return 1;
	r = state_open(&id, &file, err);
	if (r == 0)
		r = state_load(&file, &state, err);
	if (r < 0)
		return r;
	stop_client(&state, name);
	r = uplink_vlans_drop(net, uplink_of(&state.plan), err);
	if (r == 0)
		r = plan_undo(net, &state.plan, UNDO_ALL, err);
	if (r == 0)
		r = client_back(&state, uplink_of(&state.plan), err);
	if (r < 0)
		return r;
	dropped = state_drop(&file, err);
	return dropped < 0 ? dropped : r;
}

int bridge_setup_state(const char *name, struct state *ret, struct error *err)
{
	struct state_id id = state_id(STATE_BRIDGE, name);

	return state_peek(&id, ret, err);
}

int bridge_setup_create(struct net *net, const struct policy *policy, struct error *err)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < policy->bridge_count; i++) {
		const struct policy_bridge *bridge = &policy->bridges[i];
		struct link link;

		if (!bridge->create)
			continue;
		r = net_find(net, bridge->name, &link, err);
		if (r == 1)
			r = bridge_setup_up(net, bridge, err);
		if (r < 0)
			error_within(err, "bridge %s (%s:%u)", bridge->name, bridge->file,
				     bridge->line);
	}
	return r < 0 ? r : 0;
}
