/* routed.c - what a TAP in no bridge is to be, and the plan that makes it so */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/routed.h"

#include <errno.h>
#include <string.h>

void routed_want_clear(struct routed_want *want)
{
	ip_entries_clear(&want->entries);
}

size_t routed_setting(const char *name)
{
	return option_index(option_find(&ip_settings, name));
}

static struct routed_host *find_host(struct routed_want *want, const struct link_ref *dev)
{
	for (size_t i = 0; i < want->host_count; i++)
		if (link_ref_same(&want->hosts[i].dev, dev))
			return &want->hosts[i];
	return NULL;
}

void routed_want_of_host(struct routed_want *want, const struct link_ref *dev,
			 const struct option_values *have, const char *setting,
			 uint64_t value)
{
	struct routed_host *host = find_host(want, dev);

	if (!host && want->host_count < ROUTED_HOST_MAX) {
		host = &want->hosts[want->host_count++];
		*host = (struct routed_host){.dev = *dev, .have = *have};
	}
	if (host)
		option_values_set(&host->want, routed_setting(setting), value);
}

/* A plan being written down; after a failure nothing more is added. */
struct routed_draft {
	struct plan *plan;
	const struct plan *done;
	bool begins;
	struct error *err;
	int result;
};

static void draft_step(struct routed_draft *draft, const struct step *step)
{
	if (draft->result == 0)
		draft->result = plan_add_change(draft->plan, step, draft->err);
}

static void draft_number(struct routed_draft *draft, const struct link *have,
			 enum step_kind kind, uint32_t from, uint32_t to)
{
	struct step step = {.kind = kind,
			    .dev = have->ref,
			    .from = value_of_number(from),
			    .to = value_of_number(to)};

	draft_step(draft, &step);
}

static void draft_leaving(struct routed_draft *draft, const struct link *have)
{
	struct step step = {.kind = STEP_MASTER,
			    .dev = have->ref,
			    .from = value_of_link(&have->master)};

	draft_step(draft, &step);
}

/* What the kernel does not have cannot be set. */
static void draft_settings(struct routed_draft *draft, const struct link *have,
			   const struct option_values *want)
{
	for (size_t i = 0; i < ip_settings.count; i++) {
		struct step step = {.kind = STEP_SETTING,
				    .option = &ip_settings.rows[i],
				    .dev = have->ref,
				    .from = value_of_option(&have->settings, i),
				    .to = value_of_option(want, i)};

		if (step.from.set && step.to.set)
			draft_step(draft, &step);
	}
}

/* Whether the guest's state says already that it needs that. */
static bool is_told(const struct routed_draft *draft, const struct step *need)
{
	for (size_t i = 0; draft->done && i < draft->done->count; i++)
		if (step_is_about_same(&draft->done->steps[i], need))
			return true;
	return !draft->done && !draft->begins;
}

static void draft_host(struct routed_draft *draft, const struct routed_host *host)
{
	for (size_t i = 0; i < ip_settings.count; i++) {
		struct step step = {.kind = STEP_HOST_SETTING,
				    .option = &ip_settings.rows[i],
				    .dev = host->dev,
				    .from = value_of_option(&host->have, i),
				    .to = value_of_option(&host->want, i)};

		if (!step.to.set || !step.from.set)
			continue;
		if (!is_told(draft, &step) && draft->result == 0)
			draft->result = plan_add(draft->plan, &step, draft->err);
		else
			draft_step(draft, &step);
	}
}

static void draft_entries(struct routed_draft *draft, const struct ip_entries *have,
			  const struct ip_entries *want, enum ip_what what)
{
	for (size_t i = 0; i < want->count; i++) {
		const struct ip_entry *entry = &want->all[i];
		struct step step = {.kind = STEP_ADDRESS + (enum step_kind)what,
				    .dev = entry->dev,
				    .prefix = entry->prefix,
				    .to = {.set = true}};

		if (entry->what == what && !ip_entries_find(have, entry))
			draft_step(draft, &step);
	}
}

bool routed_step_is_of(const struct plan *done, const struct step *step,
		       const struct link_ref *tap)
{
	if (step->kind == STEP_ADDRESS || step->kind == STEP_ROUTE)
		return link_ref_same(&step->dev, tap);
	for (size_t i = 0; i < done->count; i++) {
		const struct step *own = &done->steps[i];
		struct ip_prefix network = ip_prefix_network(&own->prefix);

		if ((own->kind == STEP_ADDRESS || own->kind == STEP_ROUTE) &&
		    link_ref_same(&own->dev, tap) &&
		    ip_prefix_same(&network, &step->prefix))
			return true;
	}
	return false;
}

int routed_plan_former(const struct link *have, const struct routed_want *want,
		       const struct plan *done, struct plan *plan, struct error *err)
{
	_cleanup_(plan_clear) struct plan folded = {};
	int r = done ? plan_append(&folded, done, err) : 0;

	if (r < 0)
		return r;
	plan_fold(&folded);
	for (size_t i = folded.count; r == 0 && i-- > 0;) {
		struct step back = step_invert(&folded.steps[i]);
		struct ip_entry entry = step_ip_entry(&back);

		if (step_is_ip(&back) && back.from.set &&
		    routed_step_is_of(&folded, &back, &have->ref) &&
		    ip_entries_find(have->ip, &entry) &&
		    !(want && ip_entries_find(&want->entries, &entry)))
			r = plan_add_change(plan, &back, err);
	}
	return r;
}

int routed_plan(const struct link *have, const struct routed_want *want,
		const struct plan *done, bool begins, struct plan *plan,
		struct error *err)
{
	struct routed_draft draft = {
		.plan = plan, .done = done, .begins = begins, .err = err};

	draft.result = routed_plan_former(have, want, done, plan, err);
	if (have->master.ifindex)
		draft_leaving(&draft, have);
	if (have->ipv6.known)
		draft_number(&draft, have, STEP_IPV6, have->ipv6.on, want->ipv6);
	if (want->mtu)
		draft_number(&draft, have, STEP_MTU, have->mtu, want->mtu);
	draft_settings(&draft, have, &want->settings);
	draft_entries(&draft, have->ip, &want->entries, IP_ADDRESS);
	for (size_t i = 0; i < want->host_count; i++)
		draft_host(&draft, &want->hosts[i]);
	draft_entries(&draft, have->ip, &want->entries, IP_PROXY);
	draft_entries(&draft, have->ip, &want->entries, IP_NAT);
	draft_number(&draft, have, STEP_LINK, have->up, true);
	draft_entries(&draft, have->ip, &want->entries, IP_ROUTE);
	return draft.result;
}
