/* apply.c - taking a plan's steps, and undoing them
 *
 * Steps that do not need each other's answers go to the kernel together; a link's way up
 * goes alone, after everything before it was acknowledged, for from then on frames pass.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/apply.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>

#include "netcore/log.h"

/* Steps whose acknowledgements surely fit in libnl's receive buffer of 32 KiB: the kernel
 * charges each with up to a KiB. */
enum { BATCH_MAX = 32 };

int plan_make_taps(struct net *net, struct plan *plan, struct error *err)
{
	for (size_t i = 0; i < plan->count; i++) {
		struct step *step = &plan->steps[i];
		uint32_t ifindex;
		int r;

		if (step->kind != STEP_TAP || !step->to.set || step->dev.ifindex)
			continue;
		r = net->ops->make_tap(net->self, step->dev.name, &step->to.tap, &ifindex,
				       err);
		if (r < 0)
			return r;
		for (size_t j = 0; j < plan->count; j++)
			if (!strcmp(plan->steps[j].dev.name, step->dev.name))
				plan->steps[j].dev.ifindex = ifindex;
	}
	return 0;
}

/* VLANs that travel together count as one. */
static size_t batch_length(const struct plan *plan, size_t start)
{
	size_t i = start + 1, messages = 1;

	if (step_goes_alone(&plan->steps[start]))
		return 1;
	while (i < plan->count && !step_goes_alone(&plan->steps[i])) {
		if (!step_shares_message(&plan->steps[i - 1], &plan->steps[i]) &&
		    ++messages > BATCH_MAX)
			break;
		i++;
	}
	return i - start;
}

static int change_client(struct net *net, const struct step *step, struct error *err)
{
	const char *device = step->dev.name;

	if (!net->dhcp)
		return error_set(err, ENOTSUP, "DHCP clients are not known here");
	return step->to.set ? net->dhcp->start(device, step->to.text, err)
			    : net->dhcp->stop(device, err);
}

static int change_batch(struct net *net, const struct step *steps, size_t count,
			struct error *err)
{
	if (step_rows[steps->kind].way == WAY_PROGRAM)
		return change_client(net, steps, err);
	return net->ops->change(net->self, steps, count, err);
}

int plan_take(struct net *net, const struct plan *plan, size_t *ret_tried,
	      struct error *err)
{
	size_t length;

	for (size_t i = 0; i < plan->count; i += length) {
		int r;

		length = batch_length(plan, i);
		*ret_tried = i + length;
		r = change_batch(net, &plan->steps[i], length, err);
		if (r < 0)
			return r;
	}
	return 0;
}

int plan_apply(struct net *net, const struct plan *plan, struct error *err)
{
	struct plan tried = {.steps = plan->steps};
	int r = plan_take(net, plan, &tried.count, err);
	struct error undo_err;

	if (r < 0 && plan_undo(net, &tried, UNDO_AT_ONCE, &undo_err) < 0)
		log_line(LOG_ERR, undo_err.text);
	return r;
}

static bool step_names(const struct step *step, const struct link_ref *dev)
{
	return link_ref_same(&step->dev, dev) ||
	       (step->kind == STEP_ADDRESSES && (link_ref_same(&step->from.link, dev) ||
						 link_ref_same(&step->to.link, dev)));
}

/* What the failed step still needs must stay. */
static bool is_needed(const struct step *step, const struct step *failed)
{
	return step_rows[failed->kind].needs & (1U << step->kind) &&
	       step_names(failed, &step->dev);
}

/* Where the addresses, or the client that renews them, stay on the bridge, another client
 * would get the uplink the same once more. */
static bool is_second_client(const struct step *step, const struct step *failed)
{
	bool stays = failed->kind == STEP_ADDRESSES ||
		     (failed->kind == STEP_DHCP && !failed->to.set);

	return stays && step->kind == STEP_DHCP && step->to.set;
}

/* And what those need that stay. */
static void drop_dependent(struct plan *back, size_t after, const struct step *failed)
{
	for (size_t i = after; i < back->count;) {
		struct step stays = back->steps[i];

		if (!is_needed(&stays, failed) && !is_second_client(&stays, failed)) {
			i++;
			continue;
		}
		back->count--;
		memmove(&back->steps[i], &back->steps[i + 1],
			(back->count - i) * sizeof(stays));
		drop_dependent(back, i, &stays);
	}
}

/* Where the addresses stay, the client that renews them goes on: it has ended before they
 * were to go. */
static void restart_clients(struct net *net, const struct plan *back, size_t before,
			    const struct step *failed)
{
	for (size_t i = 0; failed->kind == STEP_ADDRESSES && i < before; i++) {
		const struct step *stop = &back->steps[i];
		const struct step start = step_invert(stop);
		struct error err;

		if (stop->kind == STEP_DHCP && !stop->to.set &&
		    link_ref_same(&stop->dev, &failed->from.link) &&
		    change_client(net, &start, &err) < 0)
			log_line(LOG_ERR, err.text);
	}
}

int plan_undo(struct net *net, const struct plan *plan, enum undo undo, struct error *err)
{
	_cleanup_(plan_clear) struct plan back = {};
	int result = plan_back(net, plan, undo, &back, err);
	size_t length;

	for (size_t i = 0; i < back.count; i += length) {
		struct error later;
		int r;

		length = batch_length(&back, i);
		r = change_batch(net, &back.steps[i], length, result ? &later : err);
		if (r == 0 || r == -ENODEV)
			continue;
		if (result == 0)
			result = r;
		if (step_goes_alone(&back.steps[i])) {
			struct step failed = back.steps[i];

			drop_dependent(&back, i + 1, &failed);
			restart_clients(net, &back, i, &failed);
		}
	}
	return result;
}
