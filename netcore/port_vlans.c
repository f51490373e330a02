/* port_vlans.c - the steps from the VLANs that a port has, and their options, to those
 * wanted
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/port_vlans.h"

#include <errno.h>

static struct value value_of_vlan(const struct vlan_set *set, unsigned vlan)
{
	int how = vlan_set_how(set, vlan);

	return (struct value){.set = how >= 0, .number = how < 0 ? 0 : (uint64_t)how};
}

/* What becomes of a VLAN, in the order in which it is to be done: nothing new comes in
 * before the old is out, and there is never a second PVID. */
enum vlan_turn { VLAN_OUT, VLAN_CARRIED, VLAN_TO_PVID, VLAN_TURNS };

static enum vlan_turn turn_of(const struct value *to)
{
	if (!to->set)
		return VLAN_OUT;
	return to->number & VLAN_PVID ? VLAN_TO_PVID : VLAN_CARRIED;
}

/* One step for VLANs in a row that change alike. */
struct vlan_run {
	struct plan *plan;
	struct step step; /* vlan_first 0: nothing yet */
};

static int vlan_run_end(struct vlan_run *run, struct error *err)
{
	return run->step.vlan_first ? plan_add(run->plan, &run->step, err) : 0;
}

static int vlan_run_add(struct vlan_run *run, unsigned vlan, const struct value *from,
			const struct value *to, struct error *err)
{
	struct step *step = &run->step;
	int r;

	if (step->vlan_first && step->vlan_last + 1U == vlan &&
	    value_equal(step, &step->from, from) && value_equal(step, &step->to, to)) {
		step->vlan_last = (uint16_t)vlan;
		return 0;
	}
	r = vlan_run_end(run, err);
	step->from = *from;
	step->to = *to;
	step->vlan_first = step->vlan_last = (uint16_t)vlan;
	return r;
}

static int add_turn(const struct link *have, const struct vlan_set *want,
		    enum vlan_turn turn, struct plan *plan, struct error *err)
{
	struct vlan_run run = {plan, {.kind = STEP_VLAN, .dev = have->ref}};

	for (unsigned vlan = VLAN_MIN; vlan <= VLAN_MAX; vlan++) {
		struct value from = value_of_vlan(&have->vlans, vlan);
		struct value to = value_of_vlan(want, vlan);
		int r;

		if (value_equal(&run.step, &from, &to) || turn_of(&to) != turn)
			continue;
		r = vlan_run_add(&run, vlan, &from, &to, err);
		if (r < 0)
			return r;
	}
	return vlan_run_end(&run, err);
}

int port_plan_vlans(const struct link *have, const struct vlan_set *want,
		    struct plan *plan, struct error *err)
{
	for (int turn = VLAN_OUT; turn < VLAN_TURNS; turn++) {
		int r = add_turn(have, want, (enum vlan_turn)turn, plan, err);

		if (r < 0)
			return r;
	}
	return 0;
}

/* --- options */

static int add_vlan_option(const struct link *have, const struct vlan_values *want,
			   size_t option, struct plan *plan, struct error *err)
{
	struct vlan_run run = {plan,
			       {.kind = STEP_VLAN_OPTION,
				.dev = have->ref,
				.option = &vlan_options.rows[option]}};

	for (unsigned vlan = VLAN_MIN; vlan <= VLAN_MAX; vlan++) {
		const struct vlan_value *wanted = vlan_values_find(want, option, vlan);
		struct value from, to;
		int r;

		if (!wanted)
			continue;
		from = value_of_vlan_option(have, option, vlan);
		to = value_of_number(wanted->value);
		if (value_equal(&run.step, &from, &to))
			continue;
		r = vlan_run_add(&run, vlan, &from, &to, err);
		if (r < 0)
			return r;
	}
	return vlan_run_end(&run, err);
}

int port_plan_vlan_options(const struct link *have, const struct vlan_values *want,
			   struct plan *plan, struct error *err)
{
	for (size_t i = 0; i < vlan_options.count; i++) {
		int r = add_vlan_option(have, want, i, plan, err);

		if (r < 0)
			return r;
	}
	return 0;
}

bool port_vlan_options_change(const struct link *have, const struct vlan_values *want)
{
	for (size_t i = 0; i < want->count; i++) {
		const struct vlan_value *wanted = &want->all[i];

		for (unsigned vlan = wanted->first; vlan <= wanted->last; vlan++) {
			struct value from =
				value_of_vlan_option(have, wanted->option, vlan);

			if (vlan_options.rows[wanted->option].gates &&
			    (!from.set || from.number != wanted->value))
				return true;
		}
	}
	return false;
}

int port_check_vlan_options(const struct link *have, const struct vlan_values *want,
			    const char *kernel, struct error *err)
{
	bool told = vlan_set_count(&have->vlans) != 0;

	for (size_t i = 0; told && i < want->count; i++)
		if (!(have->vlan_values.known >> want->all[i].option & 1))
			return error_set(err, EOPNOTSUPP,
					 "this kernel (%s) has no option '%s' of VLANs; "
					 "leave it out of the rule's <tag>, or run a "
					 "newer kernel",
					 kernel,
					 vlan_options.rows[want->all[i].option].name);
	if (want->count && have->vlan_values.overflows)
		return error_set(err, E2BIG,
				 "more than %d ranges of VLANs have options of their own "
				 "on %s; set them back (bridge vlan set)",
				 VLAN_VALUES_MAX, have->ref.name);
	return 0;
}
