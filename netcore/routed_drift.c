/* routed_drift.c - what a plan brought a routed TAP, and is not so any more */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/routed_drift.h"

#include <errno.h>

#include "netcore/array.h"
#include "netcore/routed.h"

/* The TAP, and another device that a step is about. */
struct routed_place {
	struct net *net;
	const struct plan *plan;
	struct link tap, other;
	struct ip_entries ip;
};

static void routed_place_clear(struct routed_place *place)
{
	ip_entries_clear(&place->ip);
}

static bool is_last_word(const struct plan *plan, size_t index)
{
	for (size_t i = index + 1; i < plan->count; i++)
		if (step_is_about_same(&plan->steps[index], &plan->steps[i]))
			return false;
	return true;
}

/* Whether the TAP needs it, by the plan. */
static bool is_for_tap(const struct routed_place *place, const struct step *step)
{
	if (step->kind == STEP_HOST_SETTING)
		return true;
	if (step->kind == STEP_SETTING || step->kind == STEP_IPV6)
		return link_ref_same(&step->dev, &place->tap.ref);
	return step_is_ip(step) && step->to.set &&
	       routed_step_is_of(place->plan, step, &place->tap.ref);
}

static int look_plan_entries(struct routed_place *place, struct error *err)
{
	_cleanup_(cleanup_free) struct ip_entry *keys = NULL;
	size_t count = 0;

	for (size_t i = 0; i < place->plan->count; i++) {
		if (!step_is_ip(&place->plan->steps[i]))
			continue;
		if (!array_grow(&keys, count, sizeof(*keys)))
			return error_set(err, ENOMEM, "no memory");
		keys[count++] = step_ip_entry(&place->plan->steps[i]);
	}
	return place->net->ops->look_ip(place->net->self, keys, count, &place->ip, err);
}

/* Of the TAP or of a device by which its guest's packets leave. */
static struct link *link_of(struct routed_place *place, const struct step *step)
{
	struct net *net = place->net;

	if (link_ref_same(&step->dev, &place->tap.ref))
		return &place->tap;
	place->other = (struct link){.ref = step->dev, .ip = &place->ip};
	net->ops->read_settings(net->self, IP_SETTINGS_ALL, step->dev.name,
				&place->other.settings, NULL);
	return &place->other;
}

static int add_link_up(const struct link *tap, struct plan *ret, struct error *err)
{
	struct step step = {.kind = STEP_LINK,
			    .dev = tap->ref,
			    .from = value_of_number(tap->up),
			    .to = value_of_number(true)};

	return plan_add_change(ret, &step, err);
}

/* A route needs a TAP that is up. */
static int add_steps_of(struct routed_place *place, bool routes, struct plan *ret,
			struct error *err)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < place->plan->count; i++) {
		struct step step = place->plan->steps[i];

		if ((step.kind == STEP_ROUTE) != routes || !is_for_tap(place, &step) ||
		    !is_last_word(place->plan, i))
			continue;
		step.from = step_get(&step, link_of(place, &step));
		r = plan_add_change(ret, &step, err);
	}
	return r;
}

static bool gives_address(const struct plan *plan, const struct link_ref *dev)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].kind == STEP_ADDRESS && plan->steps[i].to.set &&
		    link_ref_same(&plan->steps[i].dev, dev))
			return true;
	return false;
}

int routed_drift(struct net *net, const struct plan *plan, const struct link_ref *dev,
		 struct plan *ret, struct error *err)
{
	_cleanup_(routed_place_clear) struct routed_place place = {.net = net,
								   .plan = plan};
	int r = gives_address(plan, dev) ? net_find(net, dev->name, &place.tap, err) : 1;

	if (r != 0 || !link_ref_same(&place.tap.ref, dev))
		return r < 0 ? r : 1;
	r = look_plan_entries(&place, err);
	if (r < 0)
		return r;
	place.tap.ip = &place.ip;
	net->ops->read_settings(net->self, IP_SETTINGS_ALL, dev->name,
				&place.tap.settings, NULL);
	r = add_steps_of(&place, false, ret, err);
	if (r < 0)
		return r;
	r = add_link_up(&place.tap, ret, err);
	return r < 0 ? r : add_steps_of(&place, true, ret, err);
}
