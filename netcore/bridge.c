/* bridge.c - what a bridge is to be, and the plan that makes it so
 *
 * A bridge takes the lowest MAC of its ports until it is given one, and the host's
 * connections drop when that changes: so it is given one before its first port joins. It
 * is up before its uplink joins, and the addresses follow at once, for from then on what
 * comes in by the uplink is the bridge's.
 */
#include "netcore/bridge.h"

#include <errno.h>
#include <string.h>

static int add_step(struct plan *plan, const struct step *step, struct error *err)
{
	return value_equal(step, &step->from, &step->to) ? 0 : plan_add(plan, step, err);
}

static int add_number(struct plan *plan, enum step_kind kind, const struct link_ref *dev,
		      uint64_t from, uint64_t to, struct error *err)
{
	struct step step = {.kind = kind,
			    .dev = *dev,
			    .from = {.set = true, .number = from},
			    .to = {.set = true, .number = to}};

	return add_step(plan, &step, err);
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
static int add_options(const struct link *have, const struct bridge_want *want,
		       struct plan *plan, struct error *err)
{
	bool is_there = have->kind == LINK_BRIDGE;
	int r = 0;

	for (size_t i = 0; r == 0 && i < bridge_options.count; i++) {
		struct step step = {.kind = STEP_BRIDGE_OPTION,
				    .option = &bridge_options.rows[i],
				    .dev = have->ref,
				    .from = value_of_option(&have->bridge, i),
				    .to = value_of_option(&want->options, i)};

		if (!step.to.set)
			continue;
		if (is_there && !step.from.set)
			return refuse_option(step.option, want, err);
		r = add_step(plan, &step, err);
	}
	return r;
}

static int add_mac(const struct link *have, const struct bridge_want *want,
		   struct plan *plan, struct error *err)
{
	struct step step = {.kind = STEP_MAC,
			    .dev = have->ref,
			    .from = value_of_mac(have->mac),
			    .to = value_of_mac(want->mac)};

	return want->has_mac ? add_step(plan, &step, err) : 0;
}

static int add_mtu(const struct link *have, const struct bridge_want *want,
		   struct plan *plan, struct error *err)
{
	struct step step = {.kind = STEP_MTU,
			    .dev = have->ref,
			    .from = {.set = have->mtu != 0, .number = have->mtu},
			    .to = {.set = true, .number = want->mtu}};

	return want->mtu ? add_step(plan, &step, err) : 0;
}

int bridge_plan(const struct link *have, const struct bridge_want *want,
		struct plan *plan, struct error *err)
{
	struct step make = {.kind = STEP_BRIDGE,
			    .dev = have->ref,
			    .from.set = have->kind == LINK_BRIDGE,
			    .to.set = true};
	int r = add_step(plan, &make, err);

	if (r == 0)
		r = add_options(have, want, plan, err);
	if (r == 0)
		r = add_mac(have, want, plan, err);
	if (r == 0)
		r = add_mtu(have, want, plan, err);
	if (r == 0)
		r = add_number(plan, STEP_LINK, &have->ref, have->up, true, err);
	return r;
}

int bridge_plan_uplink(const struct link *uplink, const struct link_ref *bridge,
		       bool with_addresses, struct plan *plan, struct error *err)
{
	struct step join = {
		.kind = STEP_MASTER,
		.dev = uplink->ref,
		.from = {.set = uplink->master.ifindex != 0, .link = uplink->master},
		.to = {.set = true, .link = *bridge}};
	struct step move = {.kind = STEP_ADDRESSES,
			    .dev = *bridge,
			    .from = {.set = true, .link = uplink->ref},
			    .to = {.set = true, .link = *bridge}};
	int r;

	if (uplink->master.ifindex && uplink->master.ifindex != bridge->ifindex)
		return error_set(err, EBUSY,
				 "the uplink %s is in %s already; take it out (ip link "
				 "set %s nomaster), or name another uplink",
				 uplink->ref.name,
				 uplink->master.name[0] ? uplink->master.name
							: "another bridge",
				 uplink->ref.name);
	r = add_number(plan, STEP_LINK, &uplink->ref, uplink->up, true, err);
	if (r == 0)
		r = add_step(plan, &join, err);
	if (r == 0 && with_addresses)
		r = plan_add(plan, &move, err);
	return r;
}
