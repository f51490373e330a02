/* plan.c - a plan: steps in their order, a pure value */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/plan.h"

#include <errno.h>
#include <string.h>

void plan_clear(struct plan *plan)
{
	free(plan->steps);
	*plan = (struct plan){};
}

static int plan_reserve(struct plan *plan, size_t more, struct error *err)
{
	size_t room = plan->room ? plan->room : 16;
	struct step *steps;

	while (room < plan->count + more)
		room *= 2;
	if (room == plan->room)
		return 0;
	steps = reallocarray(plan->steps, room, sizeof(*steps));
	if (!steps)
		return error_set(err, ENOMEM, "no memory for a plan of %zu steps", room);
	plan->steps = steps;
	plan->room = room;
	return 0;
}

int plan_add(struct plan *plan, const struct step *step, struct error *err)
{
	int r = plan_reserve(plan, 1, err);

	if (r < 0)
		return r;
	plan->steps[plan->count++] = *step;
	return 0;
}

int plan_add_change(struct plan *plan, const struct step *step, struct error *err)
{
	return value_equal(step, &step->from, &step->to) ? 0 : plan_add(plan, step, err);
}

int plan_append(struct plan *plan, const struct plan *more, struct error *err)
{
	int r = plan_reserve(plan, more->count, err);

	if (r < 0)
		return r;
	for (size_t i = 0; i < more->count; i++)
		plan->steps[plan->count++] = more->steps[i];
	return 0;
}

void plan_invert(struct plan *plan)
{
	for (size_t i = 0, j = plan->count; i < j; i++) {
		struct step first = plan->steps[i];

		j--;
		plan->steps[i] = step_invert(&plan->steps[j]);
		plan->steps[j] = step_invert(&first);
	}
}

static void plan_remove(struct plan *plan, size_t index)
{
	memmove(&plan->steps[index], &plan->steps[index + 1],
		(--plan->count - index) * sizeof(*plan->steps));
}

/* Addresses come after the port that leads to where they are from, and so stay behind it.
 */
static void fold_addresses(struct plan *plan, size_t earlier, size_t later)
{
	const struct step *step = &plan->steps[later];

	if (value_equal(step, &plan->steps[earlier].from, &step->to))
		plan_remove(plan, later);
	plan_remove(plan, earlier);
}

static void fold_step(struct plan *plan, size_t earlier, size_t later)
{
	struct step *step = &plan->steps[earlier];

	/* A MAC that was only pinned has no value to go back to, but is one. */
	if (step->kind == STEP_MAC && !step->from.set)
		step->from = plan->steps[later].from;
	step->to = plan->steps[later].to;
	plan_remove(plan, later);
	/* That the guest needs it is told even where it was so. */
	if (step->kind != STEP_HOST_SETTING && value_equal(step, &step->from, &step->to))
		plan_remove(plan, earlier);
}

/* Folds that step with the first later one that is about the same. */
static bool fold_at(struct plan *plan, size_t i)
{
	for (size_t j = i + 1; j < plan->count; j++) {
		if (!step_is_about_same(&plan->steps[i], &plan->steps[j]))
			continue;
		if (plan->steps[i].kind == STEP_ADDRESSES)
			fold_addresses(plan, i, j);
		else
			fold_step(plan, i, j);
		return true;
	}
	return false;
}

/* A port that joins takes nothing along from the bridge of that name that was before. */
static bool is_lost_entry(const struct step *entry, const struct step *join)
{
	const struct link_ref *bridge = &join->to.link;

	return entry->kind == STEP_FDB && link_ref_same(step_device(entry), &join->dev) &&
	       !strcmp(entry->dev.name, bridge->name) &&
	       entry->dev.ifindex != bridge->ifindex;
}

static void drop_lost_entries(struct plan *plan, struct step join)
{
	size_t kept = 0;

	for (size_t i = 0; i < plan->count; i++)
		if (!is_lost_entry(&plan->steps[i], &join))
			plan->steps[kept++] = plan->steps[i];
	plan->count = kept;
}

void plan_fold(struct plan *plan)
{
	for (size_t i = 0; i < plan->count;)
		if (!fold_at(plan, i))
			i++;
	for (size_t i = plan->count; i-- > 0;)
		if (i < plan->count && plan->steps[i].kind == STEP_MASTER &&
		    plan->steps[i].to.set)
			drop_lost_entries(plan, plan->steps[i]);
}

const struct link_ref *plan_find_device(const struct plan *plan, const char *name)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct link_ref *device = step_device(&plan->steps[i]);

		if (!strcmp(device->name, name))
			return device;
	}
	return NULL;
}

const struct step *plan_find_last(const struct plan *plan, enum step_kind kind,
				  const struct link_ref *dev)
{
	for (size_t i = plan->count; i > 0; i--)
		if (plan->steps[i - 1].kind == kind &&
		    link_ref_same(&plan->steps[i - 1].dev, dev))
			return &plan->steps[i - 1];
	return NULL;
}

void plan_drop_device(struct plan *plan, const struct link_ref *dev)
{
	size_t kept = 0;

	for (size_t i = 0; i < plan->count; i++)
		if (step_is_ip(&plan->steps[i]) ||
		    !link_ref_same(&plan->steps[i].dev, dev))
			plan->steps[kept++] = plan->steps[i];
	plan->count = kept;
}
