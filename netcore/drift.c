/* drift.c - what a plan brought, and is not so any more
 *
 * The plan is that of a state. It is all that is known of a guest's port while libvirt is
 * away. A port that has left its bridge has lost all that it had there, so it joins again
 * as it did at first: down, with every option, and then up.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/drift.h"

#include <errno.h>
#include <string.h>

#include "netcore/routed_drift.h"

/* The last step of the plan that is about it says what is wanted. */
static bool is_superseded(const struct plan *plan, size_t index)
{
	for (size_t i = index + 1; i < plan->count; i++)
		if (step_is_about_same(&plan->steps[index], &plan->steps[i]))
			return true;
	return false;
}

/* The port now, and the bridge of that name, with the entries that are looked at. */
struct place {
	struct link port, bridge;
	bool joined;
};

static bool is_of_port(const struct step *step, const struct link_ref *port)
{
	if (step->kind == STEP_FDB)
		return step->to.set && link_ref_same(&step->to.link, port);
	return (step->kind == STEP_OPTION || step->kind == STEP_VLAN ||
		step->kind == STEP_VLAN_OPTION || step->kind == STEP_FILTER ||
		step->kind == STEP_SENDER) &&
	       link_ref_same(&step->dev, port);
}

/* The bridge may have been made anew, and then has none of its entries. */
static int restore_entries(const struct step *range, const struct place *place,
			   struct plan *ret, struct error *err)
{
	int r = 0;

	for (unsigned vlan = range->vlan_first; r == 0 && vlan <= range->vlan_last;
	     vlan++) {
		struct step one = *range;

		one.dev = place->bridge.ref;
		one.vlan_first = one.vlan_last = (uint16_t)vlan;
		one.from =
			place->joined ? step_get(&one, &place->bridge) : (struct value){};
		r = plan_add_change(ret, &one, err);
	}
	return r;
}

/* Its options, VLANs and static entries; from what it has now, or all of them. */
static int add_port_steps(const struct plan *plan, const struct place *place,
			  struct plan *ret, struct error *err)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < plan->count; i++) {
		struct step step = plan->steps[i];

		if (!is_of_port(&step, &place->port.ref) || is_superseded(plan, i))
			continue;
		if (step.kind == STEP_FDB) {
			r = restore_entries(&step, place, ret, err);
			continue;
		}
		if (place->joined)
			step.from = step_get(&step, &place->port);
		r = plan_add_change(ret, &step, err);
	}
	return r;
}

static int add_number_step(const struct link *port, enum step_kind kind, uint64_t from,
			   uint64_t to, struct plan *ret, struct error *err)
{
	struct step step = {.kind = kind,
			    .dev = port->ref,
			    .from = value_of_number(from),
			    .to = value_of_number(to)};

	return plan_add_change(ret, &step, err);
}

static int add_joining(const struct plan *plan, const struct place *place,
		       struct plan *ret, struct error *err)
{
	const struct link *port = &place->port;
	struct step join = {.kind = STEP_MASTER,
			    .dev = port->ref,
			    .from = value_of_link(&port->master),
			    .to = value_of_link(&place->bridge.ref)};
	int r = add_number_step(port, STEP_LINK, port->up, false, ret, err);

	if (r < 0)
		return r;
	r = plan_add_change(ret, &join, err);
	if (r < 0)
		return r;
	r = add_port_steps(plan, place, ret, err);
	if (r < 0)
		return r;
	r = add_number_step(port, STEP_TXQLEN, port->txqlen, 0, ret, err);
	if (r < 0)
		return r;
	r = add_number_step(port, STEP_TXQLEN, 0, port->txqlen, ret, err);
	return r < 0 ? r : add_number_step(port, STEP_LINK, false, true, ret, err);
}

static int find_bridge_again(struct net *net, const char *name, struct link *ret,
			     struct error *err)
{
	int r = net_find(net, name, ret, err);

	if (r < 0)
		return r;
	if (r == 0 && ret->kind == LINK_BRIDGE)
		return 0;
	return error_set(err, ENODEV,
			 "there is no bridge %s; create it (ip link add %s type bridge; "
			 "ip link set %s up)",
			 name, name, name);
}

static int add_drift(struct net *net, const struct plan *plan, struct place *place,
		     struct plan *ret, struct error *err)
{
	_cleanup_(fdb_clear) struct fdb fdb = {};
	int r;

	place->joined = place->port.master.ifindex == place->bridge.ref.ifindex;
	if (!place->joined)
		return add_joining(plan, place, ret, err);
	r = net->ops->look_port(net->self, &place->port, &fdb, err);
	if (r < 0)
		return r;
	place->bridge.fdb = &fdb;
	r = add_port_steps(plan, place, ret, err);
	return r < 0 ? r
		     : add_number_step(&place->port, STEP_LINK, place->port.up, true, ret,
				       err);
}

const char *port_drift_bridge(const struct plan *plan, const struct link_ref *dev)
{
	const struct step *join = plan_find_last(plan, STEP_MASTER, dev);

	return join && join->to.set ? join->to.link.name : NULL;
}

int port_drift(struct net *net, const struct plan *plan, const struct link_ref *dev,
	       struct plan *ret, struct error *err)
{
	const struct step *join = plan_find_last(plan, STEP_MASTER, dev);
	struct place place;
	int r;

	if (!join || !join->to.set)
		return routed_drift(net, plan, dev, ret, err);
	r = net_look(net, dev->name, &place.port, err);
	if (r != 0 || !link_ref_same(&place.port.ref, dev))
		return r < 0 ? r : 1;
	r = find_bridge_again(net, join->to.link.name, &place.bridge, err);
	return r < 0 ? r : add_drift(net, plan, &place, ret, err);
}
