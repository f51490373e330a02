/* plan_back.c - which steps undo a plan, by what its devices have now */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/plan_back.h"

#include <errno.h>
#include <string.h>

#include "netcore/array.h"

enum { CLIENTS_MAX = 8 /* steps of a plan that start one */ };

/* The devices of a plan as they are, and as they become on paper. */
struct devices {
	struct link **links; /* ifindex 0: it is gone */
	size_t count;
	struct fdb fdb; /* of all bridges, as far as the plan's steps are about it */
	struct ip_entries ip; /* of all devices, likewise */
};

static void devices_clear(struct devices *devices)
{
	for (size_t i = 0; i < devices->count; i++)
		free(devices->links[i]);
	free(devices->links);
	fdb_clear(&devices->fdb);
	ip_entries_clear(&devices->ip);
}

/* The entries that the plan's steps are about. */
static int devices_look_fdb(struct devices *devices, struct net *net,
			    const struct plan *plan, struct error *err)
{
	_cleanup_(cleanup_free) struct fdb_key *keys = NULL;
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->steps[i];

		for (unsigned vlan = step->vlan_first;
		     step->kind == STEP_FDB && vlan <= step->vlan_last; vlan++) {
			if (!array_grow(&keys, count, sizeof(*keys)))
				return error_set(err, ENOMEM, "no memory");
			keys[count++] = step_entry_key(step, vlan);
		}
	}
	return count ? net->ops->look_fdb(net->self, keys, count, &devices->fdb, err) : 0;
}

/* What there is of the addresses and routes that its steps are about. */
static int devices_look_ip(struct devices *devices, struct net *net,
			   const struct plan *plan, struct error *err)
{
	_cleanup_(cleanup_free) struct ip_entry *keys = NULL;
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++) {
		if (!step_is_ip(&plan->steps[i]))
			continue;
		if (!array_grow(&keys, count, sizeof(*keys)))
			return error_set(err, ENOMEM, "no memory");
		keys[count++] = step_ip_entry(&plan->steps[i]);
	}
	return count ? net->ops->look_ip(net->self, keys, count, &devices->ip, err) : 0;
}

static struct link *devices_add(struct devices *devices, const struct link *link)
{
	struct link *copy;

	if (!array_grow(&devices->links, devices->count, sizeof(copy)))
		return NULL;
	copy = malloc(sizeof(*copy));
	if (!copy)
		return NULL;
	*copy = *link;
	return devices->links[devices->count++] = copy;
}

bool plan_may_have_made(const struct plan *plan, const struct link *link)
{
	bool made = false, has_mac = false;

	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->steps[i];

		if (step->dev.ifindex != link->ref.ifindex)
			continue;
		made = made || step->kind == STEP_BRIDGE;
		has_mac = has_mac || (step->kind == STEP_MAC &&
				      !memcmp(step->to.mac, link->mac, MAC_BYTES));
	}
	return !made || has_mac;
}

/* By its name, or, of what has just been changed, whatever that is by now. */
static int look_renamed(struct net *net, const struct plan *plan,
			const struct link_ref *dev, enum undo undo, struct link *ret,
			struct error *err)
{
	struct look look = {.kind = LOOK_IFINDEX, .ifindex = dev->ifindex};
	int r = net_find(net, dev->name, ret, err);

	if (r < 0 || undo != UNDO_AT_ONCE || !dev->ifindex ||
	    (r == 0 && ret->ref.ifindex == dev->ifindex))
		return r;
	r = net->ops->look(net->self, &look, 1, err);
	if (r < 0 || !look.found || !plan_may_have_made(plan, &look.link))
		return r < 0 ? r : 1;
	*ret = look.link;
	memcpy(ret->ref.name, dev->name, IFNAMSIZ);
	return 0;
}

/* One that cannot be read is taken to be as the plan has put it, so that it is given
 * back.
 */
static void look_settings(struct net *net, const struct plan *plan,
			  const struct link_ref *dev, uint64_t which,
			  struct option_values *ret)
{
	if (!which || !net->ops->read_settings)
		return;
	net->ops->read_settings(net->self, which, dev->name, ret, NULL);
	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->steps[i];

		if (step->kind == STEP_SETTING && link_ref_same(&step->dev, dev) &&
		    !option_values_have(ret, option_index(step->option)))
			option_values_set(ret, option_index(step->option),
					  (uint32_t)step->to.number);
	}
}

/* What there is now of what the plan's steps change on that device. */
static int look_for(struct net *net, const struct plan *plan, const struct link_ref *dev,
		    enum undo undo, struct link *ret, struct error *err)
{
	bool vlans = false, dhcp = false, senders = false;
	uint64_t settings = 0;
	int r = look_renamed(net, plan, dev, undo, ret, err);

	if (r < 0)
		return r;
	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->steps[i];

		if (!link_ref_same(&step->dev, dev) || ret->ref.ifindex != dev->ifindex)
			continue;
		vlans = vlans || step->kind == STEP_VLAN ||
			step->kind == STEP_VLAN_OPTION;
		dhcp = dhcp || step->kind == STEP_DHCP;
		senders = senders || step->kind == STEP_SENDER;
		if (step->kind == STEP_SETTING)
			settings |= UINT64_C(1) << option_index(step->option);
	}
	look_settings(net, plan, dev, settings, &ret->settings);
	if (dhcp && net->dhcp)
		net->dhcp->find(dev->name, ret->dhcp);
	if (senders) /* unknown, it is taken to be as it was put there */
		net->ops->look_filter(net->self, ret, NULL);
	return vlans && ret->master.ifindex
		       ? net->ops->look_port(net->self, ret, NULL, err)
		       : 0;
}

static int devices_find(struct devices *devices, struct net *net, const struct plan *plan,
			const struct link_ref *dev, enum undo undo, struct link **ret,
			struct error *err)
{
	struct link link = {};
	int r;

	for (size_t i = 0; i < devices->count; i++)
		if (!strcmp(devices->links[i]->ref.name, dev->name)) {
			*ret = devices->links[i];
			return 0;
		}
	r = look_for(net, plan, dev, undo, &link, err);
	if (r < 0)
		return r;
	memcpy(link.ref.name, dev->name, IFNAMSIZ);
	link.ip = &devices->ip;
	if (link.kind == LINK_BRIDGE)
		link.fdb = &devices->fdb;
	*ret = devices_add(devices, &link);
	return *ret ? 0
		    : error_set(err, ENOMEM, "no memory for %zu devices", devices->count);
}

/* A VLAN whose removal failed is no longer the PVID if another has become it. */
static bool has_lost_pvid(const struct step *back, const struct value *now)
{
	return back->kind == STEP_VLAN && now->set && back->to.set &&
	       back->to.number & VLAN_PVID &&
	       now->number == (back->to.number & ~(uint64_t)VLAN_PVID);
}

/* Whether the inverse of a step is to be taken: what it was before is known, and the
 * device still has what the step brought. */
static bool is_to_undo(const struct step *back, const struct link *link, enum undo undo)
{
	struct value now;

	switch (step_rows[back->kind].back) {
	case BACK_NEVER:
		return false;
	case BACK_DEVICE:
		return undo != UNDO_PORTS;
	case BACK_FILTER:
	case BACK_HOST:
		return true;
	case BACK_IF_KNOWN:
		if (!back->to.set)
			return false;
		break;
	case BACK_ON_PORT:
		if (!link->master.ifindex)
			return false;
		break;
	case BACK_ALWAYS:
	case BACK_ENTRY: /* see entry_back() */
		break;
	}
	now = step_get(back, link);
	return value_equal(back, &now, &back->from) || has_lost_pvid(back, &now);
}

/* A plan's inverse on its way to what is left of it to be done. */
struct undoing {
	struct net *net;
	const struct plan *plan;
	enum undo undo;
	struct devices devices;
	struct plan *back;
};

static int undoing_find(struct undoing *undoing, const struct link_ref *dev,
			struct link **ret, struct error *err)
{
	return devices_find(&undoing->devices, undoing->net, undoing->plan, dev,
			    undoing->undo, ret, err);
}

static int undoing_add(struct undoing *undoing, const struct step *back,
		       struct link *link, struct error *err)
{
	step_simulate(back, link);
	return plan_add(undoing->back, back, err);
}

/* An entry that was changed on its port, or removed from it, comes back as long as that
 * is a port of the bridge. */
static int entry_restore(struct undoing *undoing, const struct step *back,
			 struct link *bridge, struct error *err)
{
	struct value now = step_get(back, bridge);
	struct link *port = NULL;
	int r = undoing_find(undoing, &back->to.link, &port, err);

	if (r < 0)
		return r;
	if (port->ref.ifindex != back->to.link.ifindex ||
	    port->master.ifindex != bridge->ref.ifindex ||
	    !value_equal(back, &now, &back->from))
		return 0;
	return undoing_add(undoing, back, bridge, err);
}

/* One that was made is removed wherever it is by now, but not where somebody has fixed it
 * on another port. */
static int entry_remove(struct undoing *undoing, const struct step *made,
			struct link *bridge, struct error *err)
{
	struct fdb_key key = step_entry_key(made, made->vlan_first);
	const struct fdb_entry *entry = fdb_find(bridge->fdb, &key);
	struct step back = *made;
	bool moved;

	if (!entry || entry->learnt || entry->local)
		return 0;
	moved = entry->port.ifindex != made->from.link.ifindex;
	if (moved && (entry->sticky || entry->external))
		return 0;
	back.from.link = entry->port;
	back.to = (struct value){};
	return undoing_add(undoing, &back, bridge, err);
}

/* In a state of an older version the device is the port, of which nothing more is known.
 */
static int old_entry_remove(struct undoing *undoing, const struct step *made,
			    struct link *port, struct error *err)
{
	struct step back = *made;

	back.to = (struct value){};
	return made->from.set && port->master.ifindex
		       ? undoing_add(undoing, &back, port, err)
		       : 0;
}

static int entry_back(struct undoing *undoing, const struct step *range,
		      struct link *bridge, struct error *err)
{
	bool stayed =
		!range->from.set || range->from.link.ifindex == range->to.link.ifindex;
	int r = 0;

	if (!bridge->fdb)
		return old_entry_remove(undoing, range, bridge, err);
	for (unsigned vlan = range->vlan_first; r == 0 && vlan <= range->vlan_last;
	     vlan++) {
		struct step one = *range;

		one.vlan_first = one.vlan_last = (uint16_t)vlan;
		r = range->to.set && stayed ? entry_restore(undoing, &one, bridge, err)
					    : entry_remove(undoing, &one, bridge, err);
	}
	return r;
}

/* The addresses that it had are known to who has moved them, and a filter's table does
 * not go with its TAP. */
static bool outlasts_device(const struct undoing *undoing, const struct step *back)
{
	if (step_rows[back->kind].back == BACK_FILTER)
		return !back->to.set;
	return undoing->undo == UNDO_AT_ONCE && back->kind == STEP_ADDRESSES;
}

static int step_back(struct undoing *undoing, const struct step *back, struct error *err)
{
	struct link *link = NULL;
	int r = undoing_find(undoing, &back->dev, &link, err);

	if (r < 0)
		return r;
	if (link->ref.ifindex != back->dev.ifindex &&
	    step_rows[back->kind].back != BACK_HOST)
		return outlasts_device(undoing, back) ? plan_add(undoing->back, back, err)
						      : 0;
	if (step_rows[back->kind].back == BACK_ENTRY)
		return entry_back(undoing, back, link, err);
	return is_to_undo(back, link, undoing->undo)
		       ? undoing_add(undoing, back, link, err)
		       : 0;
}

static void undoing_clear(struct undoing *undoing)
{
	devices_clear(&undoing->devices);
}

/* A DHCP client that starts comes last: some receive nothing on a bridge's port. */
static void clients_last(struct plan *plan)
{
	size_t kept = 0, held = 0;
	struct step starts[CLIENTS_MAX];

	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->steps[i];

		if (step->kind == STEP_DHCP && step->to.set && held < CLIENTS_MAX)
			starts[held++] = *step;
		else
			plan->steps[kept++] = *step;
	}
	memcpy(&plan->steps[kept], starts, held * sizeof(starts[0]));
}

int plan_back(struct net *net, const struct plan *plan, enum undo undo, struct plan *ret,
	      struct error *err)
{
	_cleanup_(undoing_clear) struct undoing undoing = {
		.net = net, .plan = plan, .undo = undo, .back = ret};
	_cleanup_(plan_clear) struct plan inverse = {};
	int r = plan_append(&inverse, plan, err);

	if (r < 0)
		return r;
	r = devices_look_fdb(&undoing.devices, net, plan, err);
	if (r < 0)
		return r;
	r = devices_look_ip(&undoing.devices, net, plan, err);
	if (r < 0)
		return r;
	plan_invert(&inverse);
	clients_last(&inverse);
	for (size_t i = 0; i < inverse.count; i++) {
		r = step_back(&undoing, &inverse.steps[i], err);
		if (r < 0)
			return r;
	}
	return 0;
}
