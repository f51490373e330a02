/* plan.c - a plan: steps, each with what was before and what is to be; pure values */
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

	if (r == 0)
		plan->steps[plan->count++] = *step;
	return r;
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

static struct step step_inverse(const struct step *step)
{
	struct step inverse = *step;

	inverse.from = step->to;
	inverse.to = step->from;
	return inverse;
}

void plan_invert(struct plan *plan)
{
	for (size_t i = 0, j = plan->count; i < j; i++) {
		struct step first = plan->steps[i];

		j--;
		plan->steps[i] = step_inverse(&plan->steps[j]);
		plan->steps[j] = step_inverse(&first);
	}
}

void plan_drop_device(struct plan *plan, const struct link_ref *dev)
{
	size_t kept = 0;

	for (size_t i = 0; i < plan->count; i++)
		if (!link_ref_same(&plan->steps[i].dev, dev))
			plan->steps[kept++] = plan->steps[i];
	plan->count = kept;
}

static bool tap_equal(const struct tap *a, const struct tap *b)
{
	return a->vnet_hdr == b->vnet_hdr && a->multi_queue == b->multi_queue &&
	       a->owner == b->owner && a->group == b->group;
}

bool value_equal(const struct step *step, const struct value *a, const struct value *b)
{
	if (!a->set || !b->set)
		return a->set == b->set;
	switch (step->kind) {
	case STEP_TAP:
		return tap_equal(&a->tap, &b->tap);
	case STEP_ALIAS:
		return !strcmp(a->alias, b->alias);
	case STEP_MAC:
		return !memcmp(a->mac, b->mac, MAC_BYTES);
	case STEP_MASTER:
	case STEP_ADDRESSES:
		return a->link.ifindex == b->link.ifindex;
	case STEP_BRIDGE:
		return true;
	case STEP_IPV6:
	case STEP_LINK:
	case STEP_MTU:
	case STEP_TXQLEN:
	case STEP_OPTION:
	case STEP_VLAN:
	case STEP_FDB:
	case STEP_BRIDGE_OPTION:
		return step->option ? option_same(step->option, a->number, b->number)
				    : a->number == b->number;
	}
	return false;
}

bool step_equal(const struct step *a, const struct step *b)
{
	return a->kind == b->kind && a->option == b->option &&
	       a->vlan_first == b->vlan_first && a->vlan_last == b->vlan_last &&
	       !memcmp(a->mac, b->mac, MAC_BYTES) && link_ref_same(&a->dev, &b->dev) &&
	       value_equal(a, &a->from, &b->from) && value_equal(a, &a->to, &b->to);
}

bool step_shares_message(const struct step *before, const struct step *step)
{
	return before->kind == STEP_VLAN && step->kind == STEP_VLAN &&
	       before->to.set == step->to.set && link_ref_same(&before->dev, &step->dev);
}

struct value value_of_option(const struct option_values *values, size_t index)
{
	if (!option_values_have(values, index) ||
	    values->value[index] == OPTION_BY_KERNEL)
		return (struct value){};
	return (struct value){.set = true, .number = values->value[index]};
}

struct value value_of_mac(const uint8_t mac[MAC_BYTES])
{
	static const uint8_t none[MAC_BYTES];
	struct value value = {.set = memcmp(mac, none, MAC_BYTES) != 0};

	if (value.set)
		memcpy(value.mac, mac, MAC_BYTES);
	return value;
}

/* Of VLANs that are not all carried alike, a number that no step has. */
static struct value value_of_vlans(const struct vlan_set *set, unsigned first,
				   unsigned last)
{
	int how = vlan_set_how(set, first);

	for (unsigned vlan = first + 1; vlan <= last; vlan++)
		if (vlan_set_how(set, vlan) != how)
			return (struct value){.set = true, .number = UINT64_MAX};
	if (how < 0)
		return (struct value){};
	return (struct value){.set = true, .number = (uint64_t)how};
}

static struct fixed_mac *find_fixed(struct fixed_macs *fixed,
				    const uint8_t mac[MAC_BYTES])
{
	for (size_t i = 0; i < fixed->count; i++)
		if (!memcmp(fixed->macs[i].mac, mac, MAC_BYTES))
			return &fixed->macs[i];
	return NULL;
}

struct value value_of_fixed(const struct fixed_macs *fixed, const uint8_t mac[MAC_BYTES])
{
	const struct fixed_mac *found = find_fixed((struct fixed_macs *)fixed, mac);

	if (!found)
		return (struct value){};
	return (struct value){.set = true,
			      .number = found->everywhere ? FIXED_EVERYWHERE
							  : FIXED_PARTLY};
}

struct value step_value_of(const struct step *step, const struct link *link)
{
	struct value value = {.set = true};

	switch (step->kind) {
	case STEP_TAP:
		value.tap = link->tap;
		break;
	case STEP_ALIAS:
		value.set = link->alias[0] && strlen(link->alias) < sizeof(value.alias);
		if (value.set)
			strcpy(value.alias, link->alias);
		break;
	case STEP_IPV6:
		value.set = link->has_ipv6;
		value.number = link->ipv6;
		break;
	case STEP_LINK:
		value.number = link->up;
		break;
	case STEP_MAC:
		return value_of_mac(link->mac);
	case STEP_MTU:
		value.number = link->mtu;
		break;
	case STEP_TXQLEN:
		value.number = link->txqlen;
		break;
	case STEP_MASTER:
		value.set = link->master.ifindex != 0;
		value.link = link->master;
		break;
	case STEP_OPTION:
		return value_of_option(&link->port, option_index(step->option));
	case STEP_VLAN:
		return value_of_vlans(&link->vlans, step->vlan_first, step->vlan_last);
	case STEP_FDB:
		return value_of_fixed(&link->fixed, step->mac);
	case STEP_BRIDGE:
		value.set = link->kind == LINK_BRIDGE;
		break;
	case STEP_BRIDGE_OPTION:
		return value_of_option(&link->bridge, option_index(step->option));
	case STEP_ADDRESSES: /* a link does not tell: that it was done is all there is */
		return step->to;
	}
	return value;
}

/* Which VLAN the bridge gives a new port is not known here. */
static void join_on_paper(const struct value *to, struct link *link)
{
	link->master = to->set ? to->link : (struct link_ref){};
	link->port =
		to->set ? option_values_initial(&port_options) : (struct option_values){};
	link->vlans = (struct vlan_set){};
	link->fixed = (struct fixed_macs){};
}

static void fix_on_paper(const struct step *step, struct link *link)
{
	struct fixed_macs *fixed = &link->fixed;
	struct fixed_mac *found = find_fixed(fixed, step->mac);

	if (!step->to.set) {
		if (found)
			*found = fixed->macs[--fixed->count];
		return;
	}
	if (!found && fixed->count < FIXED_MACS_MAX)
		found = &fixed->macs[fixed->count++];
	if (!found)
		return;
	memcpy(found->mac, step->mac, MAC_BYTES);
	found->everywhere = true;
}

static void carry_on_paper(const struct step *step, struct link *link)
{
	if (step->to.set)
		vlan_set_put(&link->vlans, step->vlan_first, step->vlan_last,
			     (unsigned)step->to.number);
	else
		vlan_set_remove(&link->vlans, step->vlan_first, step->vlan_last);
}

void step_take_on_paper(const struct step *step, struct link *link)
{
	const struct value *to = &step->to;

	switch (step->kind) {
	case STEP_TAP:
		link->tap = to->tap;
		break;
	case STEP_ALIAS:
		strcpy(link->alias, to->set ? to->alias : "");
		break;
	case STEP_IPV6:
		link->ipv6 = to->number != 0;
		break;
	case STEP_LINK:
		link->up = to->number != 0;
		break;
	case STEP_MAC:
		memcpy(link->mac, to->mac, MAC_BYTES);
		break;
	case STEP_MTU:
		link->mtu = (uint32_t)to->number;
		break;
	case STEP_TXQLEN:
		link->txqlen = (uint32_t)to->number;
		break;
	case STEP_MASTER:
		join_on_paper(to, link);
		break;
	case STEP_OPTION:
		option_values_set(&link->port, option_index(step->option), to->number);
		break;
	case STEP_VLAN:
		carry_on_paper(step, link);
		break;
	case STEP_FDB:
		fix_on_paper(step, link);
		break;
	case STEP_BRIDGE:
		link->kind = to->set ? LINK_BRIDGE : LINK_OTHER;
		break;
	case STEP_BRIDGE_OPTION:
		option_values_set(&link->bridge, option_index(step->option), to->number);
		break;
	case STEP_ADDRESSES:
		break;
	}
}
