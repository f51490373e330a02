/* port_former.c - what an earlier policy said of a port, and this one no longer says */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/port_former.h"

bool port_former_has(const struct plan *done, enum step_kind kind,
		     const struct link_ref *port)
{
	for (size_t i = 0; done && i < done->count; i++)
		if (done->steps[i].kind == kind &&
		    link_ref_same(step_device(&done->steps[i]), port))
			return true;
	return false;
}

static void want_option(const struct step *step, struct port_want *want)
{
	size_t index = option_index(step->option);
	struct value former = step_former(step);

	if (former.set && !option_values_have(&want->port, index))
		option_values_set(&want->port, index, former.number);
}

static void want_vlans(const struct step *step, struct vlan_set *vlans)
{
	if (step->from.set)
		vlan_set_put(vlans, step->vlan_first, step->vlan_last,
			     (unsigned)step->from.number);
	else
		vlan_set_remove(vlans, step->vlan_first, step->vlan_last);
}

static void want_former(const struct step *step, struct vlan_set *vlans,
			struct port_want *want)
{
	if (step->kind == STEP_OPTION)
		want_option(step, want);
	if (step->kind == STEP_VLAN)
		want_vlans(step, vlans);
	if (step->kind == STEP_MTU && !want->mtu && step->from.set)
		want->mtu = (uint32_t)step->from.number;
}

int port_former_want(const struct link *have, const struct plan *done,
		     struct vlan_set *vlans, struct port_want *want, struct error *err)
{
	_cleanup_(plan_clear) struct plan folded = {};
	int r = plan_append(&folded, done, err);

	if (r < 0 || have->master.ifindex != want->bridge.ifindex)
		return r;
	plan_fold(&folded);
	*vlans = have->vlans;
	for (size_t i = 0; i < folded.count; i++) {
		const struct step *step = &folded.steps[i];
		struct value now = step_get(step, have);

		if (link_ref_same(&step->dev, &have->ref) &&
		    value_equal(step, &now, &step->to))
			want_former(step, vlans, want);
	}
	if (!want->vlans && !vlan_set_equal(vlans, &have->vlans))
		want->vlans = vlans;
	return 0;
}

int port_former_plan_entries(const struct link *have, const struct plan *done,
			     const struct fdb *fdb, struct plan *plan, struct error *err)
{
	_cleanup_(plan_clear) struct plan folded = {};
	const struct link bridge = {.fdb = (struct fdb *)fdb};
	int r = plan_append(&folded, done, err);

	plan_fold(&folded);
	for (size_t i = 0; r == 0 && i < folded.count; i++) {
		struct step back = step_invert(&folded.steps[i]);
		struct value now;

		if (back.kind != STEP_FDB || !back.from.set ||
		    !link_ref_same(&back.from.link, &have->ref) ||
		    back.dev.ifindex != have->master.ifindex)
			continue;
		now = step_get(&back, &bridge);
		if (value_equal(&back, &now, &back.from))
			r = plan_add_change(plan, &back, err);
	}
	return r;
}
