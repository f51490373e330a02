/* plan.h - a plan: steps in their order, a pure value
 *
 * The same plan is what check prints, what the hook applies and what the state holds; its
 * inverse is the teardown.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/error.h"
#include "netcore/value.h"

struct plan {
	struct step *steps;
	size_t count, room;
};

void plan_clear(struct plan *plan);

/* 0, or -ENOMEM with the plan as it was. */
int plan_add(struct plan *plan, const struct step *step, struct error *err);

/* The same, for a step that changes something: its from and to are not the same. */
int plan_add_change(struct plan *plan, const struct step *step, struct error *err);
int plan_append(struct plan *plan, const struct plan *more, struct error *err);

/* Turns the plan into the one that undoes it: in reverse order, from and to exchanged. */
void plan_invert(struct plan *plan);

/* Makes one step of all that are about the same, from what was before the first to what
 * is after the last; and none where nothing has changed. The last device that addresses
 * are from counts, and of the static entries of a port only those of the bridge that it
 * joined last, where that was made anew. */
void plan_fold(struct plan *plan);

/* The device of that name that its steps are about; NULL: none is. */
const struct link_ref *plan_find_device(const struct plan *plan, const char *name);

/* The last step of that kind on the device; NULL: there is none. */
const struct step *plan_find_last(const struct plan *plan, enum step_kind kind,
				  const struct link_ref *dev);

/* Removes all steps on that device, but for its addresses and routes. */
void plan_drop_device(struct plan *plan, const struct link_ref *dev);
