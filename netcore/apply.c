/* apply.c - taking a plan's steps, and undoing them
 *
 * Steps that do not need each other's answers go to the kernel together; a link's way up
 * goes alone, after everything before it was acknowledged, for from then on frames pass.
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

static bool step_lets_pass(const struct step *step)
{
	return step->kind == STEP_LINK && step->to.number;
}

/* VLANs that travel together count as one. */
static size_t batch_length(const struct plan *plan, size_t start)
{
	size_t i = start + 1, messages = 1;

	if (step_lets_pass(&plan->steps[start]))
		return 1;
	while (i < plan->count && !step_lets_pass(&plan->steps[i])) {
		if (!step_shares_message(&plan->steps[i - 1], &plan->steps[i]) &&
		    ++messages > BATCH_MAX)
			break;
		i++;
	}
	return i - start;
}

int plan_apply(struct net *net, const struct plan *plan, struct error *err)
{
	size_t length;

	for (size_t i = 0; i < plan->count; i += length) {
		struct error undo_err = {};
		int r;

		length = batch_length(plan, i);
		r = net->ops->change(net->self, &plan->steps[i], length, err);
		if (r == 0)
			continue;
		if (plan_undo(net, plan, UNDO_ALL, &undo_err) < 0)
			log_line(LOG_ERR, undo_err.text);
		return r;
	}
	return 0;
}

/* The devices of a plan as they are, and as they become on paper. */
struct devices {
	struct link *links; /* ifindex 0: it is gone */
	size_t count;
};

static void devices_clear(struct devices *devices)
{
	free(devices->links);
}

static struct link *devices_add(struct devices *devices, const struct link *link)
{
	struct link *links =
		reallocarray(devices->links, devices->count + 1, sizeof(*links));

	if (!links)
		return NULL;
	devices->links = links;
	links[devices->count] = *link;
	return &links[devices->count++];
}

/* What the kernel shows of the plan's steps on that device. */
static int look_for(struct net *net, const struct plan *plan, const struct link_ref *dev,
		    struct link *ret, struct error *err)
{
	bool vlans = false, fixed = false;
	int r = net_find(net, dev->name, ret, err);

	for (size_t i = 0; r == 0 && ret->master.ifindex && i < plan->count; i++) {
		const struct step *step = &plan->steps[i];

		if (!link_ref_same(&step->dev, &ret->ref))
			continue;
		vlans = vlans || step->kind == STEP_VLAN || step->kind == STEP_FDB;
		fixed = fixed || step->kind == STEP_FDB;
	}
	return vlans ? net->ops->look_port(net->self, ret, fixed, err) : r;
}

static int devices_find(struct devices *devices, struct net *net, const struct plan *plan,
			const struct link_ref *dev, struct link **ret, struct error *err)
{
	struct link link = {};
	int r;

	for (size_t i = 0; i < devices->count; i++)
		if (!strcmp(devices->links[i].ref.name, dev->name)) {
			*ret = &devices->links[i];
			return 0;
		}
	r = look_for(net, plan, dev, &link, err);
	if (r < 0)
		return r;
	memcpy(link.ref.name, dev->name, IFNAMSIZ);
	*ret = devices_add(devices, &link);
	return *ret ? 0
		    : error_set(err, ENOMEM, "no memory for %zu devices", devices->count);
}

/* A VLAN that should have gone, but could not, is no longer the PVID once another is. */
static bool has_lost_pvid(const struct step *step, const struct value *now)
{
	return step->kind == STEP_VLAN && now->set && step->from.set &&
	       step->from.number & VLAN_PVID &&
	       now->number == (step->from.number & ~(uint64_t)VLAN_PVID);
}

/* Whether the kernel shows what the step was to bring, and what was before is known. */
static bool step_to_undo(const struct step *step, const struct link *link, enum undo undo)
{
	struct value now;

	switch (step->kind) {
	case STEP_TAP:
		return undo == UNDO_ALL;
	case STEP_ALIAS:
		return false; /* it goes with its TAP, and says until then whose it is */
	case STEP_MASTER:
	case STEP_ADDRESSES:
		break;
	case STEP_BRIDGE:
		return undo == UNDO_ALL;
	case STEP_IPV6:
	case STEP_LINK:
	case STEP_MAC:
	case STEP_MTU:
	case STEP_TXQLEN:
	case STEP_OPTION:
	case STEP_BRIDGE_OPTION:
		if (!step->from.set)
			return false;
		break;
	case STEP_VLAN:
	case STEP_FDB:
		if (!link->master.ifindex)
			return false;
		break;
	}
	now = step_value_of(step, link);
	return value_equal(step, &now, &step->to) || has_lost_pvid(step, &now);
}

static int plan_back(struct net *net, const struct plan *plan, enum undo undo,
		     struct plan *ret, struct error *err)
{
	_cleanup_(devices_clear) struct devices devices = {};

	for (size_t i = plan->count; i-- > 0;) {
		struct step step = plan->steps[i];
		struct link *link = NULL;
		int r = devices_find(&devices, net, plan, &step.dev, &link, err);

		if (r < 0)
			return r;
		if (link->ref.ifindex != step.dev.ifindex ||
		    !step_to_undo(&step, link, undo))
			continue;
		step.from = plan->steps[i].to;
		step.to = plan->steps[i].from;
		step_take_on_paper(&step, link);
		r = plan_add(ret, &step, err);
		if (r < 0)
			return r;
	}
	return 0;
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
		r = net->ops->change(net->self, &back.steps[i], length,
				     result ? &later : err);
		if (r < 0 && r != -ENODEV && result == 0)
			result = r;
	}
	return result;
}
