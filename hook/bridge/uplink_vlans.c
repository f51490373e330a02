/* uplink_vlans.c - the guests' VLANs on the uplinks that say vlans='sync' */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/uplink_vlans.h"

#include <errno.h>
#include <string.h>

#include "netcore/apply.h"
#include "netcore/port_vlans.h"
#include "hook/state/state.h"

/* An uplink, what was added to it, and what its bridge's guests use. */
struct sync {
	const struct link *uplink;
	struct vlan_set ours, used;
	struct state_file file;
	struct state state;
};

static void add_used(const struct vlan_set *vlans, struct vlan_set *ret)
{
	for (unsigned vlan = VLAN_MIN; vlan <= VLAN_MAX; vlan++)
		if (vlan_set_has(vlans, vlan))
			vlan_set_put(ret, vlan, vlan, 0);
}

/* The bridge's own VLAN, which each port gets unasked, is the admin's concern. */
static void find_used(const struct link_list *list, const struct link *bridge,
		      struct vlan_set *ret)
{
	uint16_t pvid = link_default_pvid(bridge);

	*ret = (struct vlan_set){};
	for (size_t i = 0; i < list->count; i++) {
		const struct link *port = &list->links[i];

		if (port->kind == LINK_TAP && port->master.ifindex == bridge->ref.ifindex)
			add_used(&port->vlans, ret);
	}
	if (pvid)
		vlan_set_remove(ret, pvid, pvid);
}

/* Locks and reads what was added. 1: nothing was. */
static int open_sync(const char *name, struct sync *sync, struct error *err)
{
	struct state_id id = state_id(STATE_UPLINK, name);
	int r = state_open(&id, &sync->file, err);

	return r < 0 ? r : state_load(&sync->file, &sync->state, err);
}

/* A state of another device that had the name says nothing of this one. */
static void find_ours(struct sync *sync)
{
	for (size_t i = 0; i < sync->state.plan.count; i++) {
		const struct step *step = &sync->state.plan.steps[i];

		if (link_ref_same(&step->dev, &sync->uplink->ref))
			vlan_set_put(&sync->ours, step->vlan_first, step->vlan_last, 0);
	}
}

static void close_sync(struct sync *sync)
{
	state_close(&sync->file);
	state_clear(&sync->state);
}

/* Writes down what is ours from now on; nothing: there is no state. */
static int save(struct sync *sync, const struct vlan_set *ours, struct error *err)
{
	struct link none = {.ref = sync->uplink->ref};

	plan_clear(&sync->state.plan);
	if (vlan_set_count(ours) == 0)
		return state_drop(&sync->file, err);
	if (port_plan_vlans(&none, ours, &sync->state.plan, err) < 0)
		return -err->number;
	return state_save(&sync->file, &sync->state, err);
}

/* What the uplink is to carry, what of that is ours then, and what may be until then. */
static void decide(const struct sync *sync, bool add, struct vlan_set *ret_want,
		   struct vlan_set *ret_ours, struct vlan_set *ret_meanwhile)
{
	*ret_want = sync->uplink->vlans;
	*ret_ours = *ret_meanwhile = sync->ours;
	for (unsigned vlan = VLAN_MIN; vlan <= VLAN_MAX; vlan++) {
		bool used = vlan_set_has(&sync->used, vlan);

		if (add && used && !vlan_set_has(&sync->uplink->vlans, vlan)) {
			vlan_set_put(ret_want, vlan, vlan, 0);
			vlan_set_put(ret_ours, vlan, vlan, 0);
			vlan_set_put(ret_meanwhile, vlan, vlan, 0);
		}
		if (used || !vlan_set_has(&sync->ours, vlan))
			continue;
		vlan_set_remove(ret_ours, vlan, vlan);
		if (vlan_set_how(&sync->uplink->vlans, vlan) == 0)
			vlan_set_remove(ret_want, vlan, vlan);
	}
}

static int sync_uplink(struct net *net, struct sync *sync, bool add, struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {};
	struct vlan_set want, ours, meanwhile;
	int r;

	decide(sync, add, &want, &ours, &meanwhile);
	r = port_plan_vlans(sync->uplink, &want, &plan, err);
	if (r < 0)
		return r;
	r = vlan_set_equal(&meanwhile, &sync->ours) ? 0 : save(sync, &meanwhile, err);
	if (r < 0)
		return r;
	r = plan_apply(net, &plan, err);
	if (r < 0)
		return r;
	return vlan_set_count(&ours) && vlan_set_equal(&ours, &meanwhile)
		       ? 0
		       : save(sync, &ours, err);
}

/* The kernel takes an altname for the device; nothing else here does. */
static int refuse_altname(struct net *net, const char *name, struct error *err)
{
	char device[IFNAMSIZ];
	int r = net_find_altname(net, name, device, err);

	if (r != 0)
		return r < 0 ? r : 0;
	return error_set(err, EINVAL,
			 "it is an alternative name of %s; set <uplink dev='%s'>", device,
			 device);
}

/* All is looked at behind the lock: another guest may have come or gone. */
static int sync_locked(struct net *net, const char *name, struct sync *sync, bool add,
		       struct error *err)
{
	_cleanup_(link_list_clear) struct link_list list = {};
	const struct link *bridge = NULL;
	int r = net->ops->look_all(net->self, NULL, &list, err);

	if (r < 0)
		return r;
	sync->uplink = link_list_find(&list, name);
	if (!sync->uplink && add)
		return refuse_altname(net, name, err);
	if (sync->uplink)
		bridge = link_list_find_at(&list, sync->uplink->master.ifindex);
	if (!bridge || bridge->kind != LINK_BRIDGE)
		return state_drop(&sync->file, err); /* they went as it left its bridge */
	if (add && !link_filters_vlans(bridge))
		return 0;
	find_ours(sync);
	find_used(&list, bridge, &sync->used);
	return sync_uplink(net, sync, add, err);
}

static int sync_named(struct net *net, const char *name, bool add, struct error *err)
{
	_cleanup_(close_sync) struct sync sync = {.file = STATE_FILE_NONE};
	int r = open_sync(name, &sync, err);

	if (r == 0 || (r == 1 && add))
		r = sync_locked(net, name, &sync, add, err);
	return r < 0 ? error_within(err, "the uplink %s", name) : 0;
}

int uplink_vlans_sync(struct net *net, const char *uplink, struct error *err)
{
	return sync_named(net, uplink, true, err);
}

int uplink_vlans_trim(struct net *net, struct error *err)
{
	_cleanup_(cleanup_free) struct state_id *ids = NULL;
	struct error later;
	size_t count = 0;
	int result = state_list(STATE_UPLINK, &ids, &count, err);

	for (size_t i = 0; i < count; i++) {
		int r = sync_named(net, ids[i].name, false, result ? &later : err);

		if (result == 0)
			result = r;
	}
	return result;
}

int uplink_vlans_drop(struct net *net, const char *uplink, struct error *err)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	struct state_id id = state_id(STATE_UPLINK, uplink);
	int r;

	if (!*uplink || !state_exists(&id))
		return 0;
	r = state_open(&id, &file, err);
	if (r < 0)
		return r;
	r = state_load(&file, &state, err);
	if (r < 0)
		return r;
	r = plan_undo(net, &state.plan, UNDO_ALL, err);
	return r < 0 ? r : state_drop(&file, err);
}
