/* port_filter.c - who may send from a port, from what is held now to what is to be */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/port_filter.h"

static struct value value_of_filter(const struct filter *filter)
{
	return (struct value){.set = filter->on,
			      .number = filter->on ? filter->guards : 0};
}

static int plan_filter(const struct link *have, const struct filter *want,
		       struct plan *plan, struct error *err)
{
	struct step step = {.kind = STEP_FILTER,
			    .dev = have->ref,
			    .from = value_of_filter(&have->filter),
			    .to = value_of_filter(want)};

	return plan_add_change(plan, &step, err);
}

/* Steps for the senders of one filter that another does not have. */
static int plan_senders(const struct link_ref *dev, const struct filter *of,
			const struct filter *without, bool allowed, struct plan *plan,
			struct error *err)
{
	const struct value yes = value_of_number(true), no = {};

	for (size_t i = 0; i < of->count; i++) {
		struct step step = {.kind = STEP_SENDER,
				    .dev = *dev,
				    .sender = of->senders[i],
				    .from = allowed ? no : yes,
				    .to = allowed ? yes : no};
		int r = filter_has(without, &step.sender) ? 0
							  : plan_add(plan, &step, err);

		if (r < 0)
			return r;
	}
	return 0;
}

int port_filter_plan(const struct link *have, const struct filter *want,
		     struct plan *plan, struct error *err)
{
	int r = want->on ? plan_filter(have, want, plan, err) : 0;

	if (r < 0)
		return r;
	r = plan_senders(&have->ref, want, &have->filter, true, plan, err);
	if (r < 0)
		return r;
	r = plan_senders(&have->ref, &have->filter, want, false, plan, err);
	return r < 0 || want->on ? r : plan_filter(have, want, plan, err);
}
