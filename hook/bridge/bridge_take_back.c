/* bridge_take_back.c - what an earlier policy said of a bridge, and this one no longer
 * says
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/bridge_take_back.h"

#include <string.h>

enum { MTU_DEFAULT = 1500 /* of a bridge without ports, ETH_DATA_LEN */ };

/* --- what the state says */

const struct link_ref *addresses_origin(const struct plan *done,
					const struct link_ref *bridge)
{
	const struct step *last = NULL;

	for (size_t i = 0; done && i < done->count; i++)
		if (done->steps[i].kind == STEP_ADDRESSES)
			last = &done->steps[i];
	return last && link_ref_same(&last->to.link, bridge) ? &last->from.link : NULL;
}

const struct step *former_uplink(const struct plan *done, const struct link_ref *bridge,
				 const struct link_ref *uplink, const struct step *after)
{
	size_t i = after ? (size_t)(after - done->steps) + 1 : 0;

	for (; done && i < done->count; i++) {
		const struct step *step = &done->steps[i];

		if (step->kind == STEP_MASTER && step->to.set &&
		    link_ref_same(&step->to.link, bridge) &&
		    !link_ref_same(&step->dev, uplink))
			return step;
	}
	return NULL;
}

/* The first step of that kind and option on the device: its `from` was there before
 * everything. */
static const struct step *last_step(const struct plan *done, const struct step *first)
{
	const struct step *last = first;

	for (const struct step *step = first; step < done->steps + done->count; step++)
		if (step->kind == first->kind && step->option == first->option &&
		    link_ref_same(&step->dev, &first->dev))
			last = step;
	return last;
}

static const struct step *first_step(const struct plan *done, const struct link_ref *dev,
				     enum step_kind kind,
				     const struct link_option *option)
{
	for (size_t i = 0; done && i < done->count; i++) {
		const struct step *step = &done->steps[i];

		if (step->kind == kind && step->option == option &&
		    link_ref_same(&step->dev, dev))
			return step;
	}
	return NULL;
}

/* --- the bridge itself */

/* What somebody else has changed since is left alone. */
static int add_back(const struct plan *done, const struct step *first, struct value from,
		    struct value to, struct plan *plan, struct error *err)
{
	struct step back = *first;

	back.from = from;
	back.to = to;
	if (!to.set || !value_equal(first, &from, &last_step(done, first)->to))
		return 0;
	return plan_add_change(plan, &back, err);
}

static int take_back_mtu(const struct bridge_seen *seen, struct plan *plan,
			 struct error *err)
{
	const struct step *first =
		first_step(seen->done, &seen->bridge.ref, STEP_MTU, NULL);
	uint32_t mtu = seen->uplink.ref.ifindex ? seen->uplink.mtu : MTU_DEFAULT;

	if (!first)
		return 0;
	return add_back(seen->done, first, value_of_number(seen->bridge.mtu),
			first->from.set ? first->from : value_of_number(mtu), plan, err);
}

int take_back_options(const struct policy_bridge *bridge, const struct bridge_seen *seen,
		      struct plan *plan, struct error *err)
{
	const struct link *has = &seen->bridge;
	const struct step *mac = first_step(seen->done, &has->ref, STEP_MAC, NULL);
	int r = bridge->mtu ? 0 : take_back_mtu(seen, plan, err);

	for (size_t i = 0; r == 0 && i < bridge_options.count; i++) {
		const struct step *first =
			first_step(seen->done, &has->ref, STEP_BRIDGE_OPTION,
				   &bridge_options.rows[i]);

		if (first && !option_values_have(&bridge->options, i))
			r = add_back(seen->done, first, value_of_option(&has->bridge, i),
				     step_former(first), plan, err);
	}
	if (r < 0 || bridge->has_mac || !mac)
		return r;
	return add_back(seen->done, mac, value_of_mac(has->mac), mac->from, plan, err);
}

/* --- its uplink */

static int give_addresses_back(const struct policy_bridge *bridge,
			       const struct bridge_seen *seen, struct plan *plan,
			       struct error *err)
{
	const struct link_ref *origin = addresses_origin(seen->done, &seen->bridge.ref);
	struct step back = {.kind = STEP_ADDRESSES,
			    .dev = seen->bridge.ref,
			    .from = value_of_link(&seen->bridge.ref)};

	if (!origin ||
	    (bridge->uplink.dev[0] && bridge->uplink.addresses != ADDRESSES_KEEP))
		return 0;
	if (!link_ref_same(origin, &seen->uplink.ref) &&
	    !link_ref_same(origin, &seen->former.ref))
		return 0;
	back.to = value_of_link(origin);
	return plan_add_change(plan, &back, err);
}

int take_back_uplink(const struct policy_bridge *bridge, const struct bridge_seen *seen,
		     struct plan *plan, struct error *err)
{
	const struct link *former = &seen->former;
	const struct step *joined =
		first_step(seen->done, &former->ref, STEP_MASTER, NULL);
	const struct step *raised = first_step(seen->done, &former->ref, STEP_LINK, NULL);
	struct step leave = {.kind = STEP_MASTER, .dev = former->ref};
	int r = give_addresses_back(bridge, seen, plan, err);

	if (r < 0 || !joined || former->master.ifindex != seen->bridge.ref.ifindex)
		return r;
	leave.from = value_of_link(&former->master);
	leave.to = joined->from;
	r = plan_add_change(plan, &leave, err);
	if (r < 0 || !raised)
		return r;
	return add_back(seen->done, raised, value_of_number(former->up), raised->from,
			plan, err);
}
