/* bridge.c - what a bridge is to be, and the plan that makes it so
 *
 * A bridge takes the lowest MAC of its ports until it is given one, and the host's
 * connections drop when that changes: so it is given one before its first port joins,
 * and one that exists keeps its own. It is up before its uplink joins, and the addresses
 * follow at once, for from then on what comes in by the uplink is the bridge's.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/bridge.h"

#include <errno.h>
#include <string.h>

static int add_change(struct plan *plan, enum step_kind kind, const struct link_ref *dev,
		      struct value from, struct value to, struct error *err)
{
	struct step step = {.kind = kind, .dev = *dev, .from = from, .to = to};

	return plan_add_change(plan, &step, err);
}

static int refuse_option(const struct link_option *option, const struct bridge_want *want,
			 struct error *err)
{
	return error_set(err, EOPNOTSUPP,
			 "this kernel (%s) has no bridge option '%s'; leave it out of "
			 "<bridge>, or run a newer kernel",
			 want->kernel, option->name);
}

/* Of a bridge that is still to be made it is not known what it will have. */
static int plan_bridge_options(const struct link *have, const struct bridge_want *want,
			       struct plan *plan, struct error *err)
{
	bool is_there = have->kind == LINK_BRIDGE;

	for (size_t i = 0; i < bridge_options.count; i++) {
		struct step step = {.kind = STEP_BRIDGE_OPTION,
				    .option = &bridge_options.rows[i],
				    .dev = have->ref,
				    .from = value_of_option(&have->bridge, i),
				    .to = value_of_option(&want->options, i)};

		if (!step.to.set)
			continue;
		if (is_there && !step.from.set)
			return refuse_option(step.option, want, err);
		if (plan_add_change(plan, &step, err) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int plan_bridge_mtu(const struct link *have, const struct bridge_want *want,
			   struct plan *plan, struct error *err)
{
	struct value now = {.set = have->mtu != 0, .number = have->mtu};

	return add_change(plan, STEP_MTU, &have->ref, now, value_of_number(want->mtu),
			  err);
}

/* A bridge that is made gets its MAC in the same message, so it comes first. To keep one
 * that the kernel has chosen, it has to be set: there is no value to go back to. */
static int add_mac(const struct link *have, const struct bridge_want *want,
		   struct plan *plan, struct error *err)
{
	struct value mac = value_of_mac(have->mac);

	if (want->has_mac)
		return add_change(plan, STEP_MAC, &have->ref, mac,
				  value_of_mac(want->mac), err);
	if (want->keeps_mac)
		return add_change(plan, STEP_MAC, &have->ref, (struct value){}, mac, err);
	return 0;
}

int bridge_plan(const struct link *have, const struct bridge_want *want,
		struct plan *plan, struct error *err)
{
	int r = add_change(plan, STEP_BRIDGE, &have->ref,
			   (struct value){.set = have->kind == LINK_BRIDGE},
			   (struct value){.set = true}, err);

	if (r < 0)
		return r;
	r = add_mac(have, want, plan, err);
	if (r < 0)
		return r;
	r = plan_bridge_options(have, want, plan, err);
	if (r < 0)
		return r;
	r = want->mtu ? plan_bridge_mtu(have, want, plan, err) : 0;
	if (r < 0)
		return r;
	return add_change(plan, STEP_LINK, &have->ref, value_of_number(have->up),
			  value_of_number(true), err);
}

int bridge_plan_uplink(const struct link *uplink, const struct link_ref *bridge,
		       struct plan *plan, struct error *err)
{
	int r = add_change(plan, STEP_LINK, &uplink->ref, value_of_number(uplink->up),
			   value_of_number(true), err);

	if (r < 0)
		return r;
	return add_change(plan, STEP_MASTER, &uplink->ref, value_of_link(&uplink->master),
			  (struct value){.set = true, .link = *bridge}, err);
}

int bridge_plan_addresses(const struct link_ref *uplink, const struct link_ref *bridge,
			  struct plan *plan, struct error *err)
{
	return add_change(plan, STEP_ADDRESSES, bridge, value_of_link(uplink),
			  (struct value){.set = true, .link = *bridge}, err);
}
