/* finding.c - what check finds out about one NIC: verdict, rule, steps */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/finding.h"

#include "hook/guest/own_tap.h"
#include "hook/guest/wire.h"
#include "hook/guest/words.h"

const char *const outcome_words[] = {
	[OUTCOME_ATTACH] = "attach", [OUTCOME_IGNORE] = "ignore", [OUTCOME_OPEN] = "open",
	[OUTCOME_REJECT] = "reject", [OUTCOME_WRONG] = "error",
};

bool outcome_allowed(enum outcome outcome)
{
	return outcome != OUTCOME_REJECT && outcome != OUTCOME_WRONG;
}

void finding_clear(struct finding *finding)
{
	plan_clear(&finding->plan);
}

static void finding_say(struct finding *finding, enum outcome outcome, const char *reason)
{
	finding->outcome = outcome;
	snprintf(finding->reason, sizeof(finding->reason), "%s", reason);
}

static bool tap_is_there(struct net *net, const struct nic *nic)
{
	struct error ignored;
	struct link link;

	return nic->target && net_find(net, nic->target, &link, &ignored) == 0;
}

/* Whether prepare makes its bridge first, which is not there yet. */
static bool is_made_first(struct finding *finding, const struct policy *policy,
			  const struct wire *wire)
{
	const char *name = wire->rule->attach.bridge[0] ? wire->rule->attach.bridge
							: wire->nic->bridge;
	const struct policy_bridge *bridge =
		name ? policy_find_bridge(policy, name) : NULL;
	struct error ignored;
	struct link link;

	if (!bridge || !bridge->create || net_find(wire->net, name, &link, &ignored) != 1)
		return false;
	finding->outcome = OUTCOME_ATTACH;
	snprintf(finding->reason, sizeof(finding->reason),
		 "its bridge is made before it starts (%s:%u)", bridge->file,
		 bridge->line);
	return true;
}

static void find_steps(struct finding *finding, struct wire *wire)
{
	struct error err;
	int r;

	if (wire->guest->stage == GUEST_SETTLED && tap_is_there(wire->net, wire->nic))
		r = wire_port(wire, &finding->plan, &err);
	else
		r = wire_on_paper(wire, &finding->plan, &err);
	if (r < 0)
		finding_say(finding, OUTCOME_WRONG, err.text);
	if (r == 1)
		finding_say(finding, OUTCOME_ATTACH,
			    "its network's bridge is known when it starts");
}

static void find_by_rule(struct finding *finding, const struct policy *policy,
			 struct wire *wire)
{
	const struct rule *rule = finding->rule;

	switch (rule->verdict) {
	case VERDICT_ATTACH:
		if (!is_made_first(finding, policy, wire))
			find_steps(finding, wire);
		break;
	case VERDICT_IGNORE:
		finding_say(finding, OUTCOME_IGNORE, "");
		break;
	case VERDICT_REJECT:
		finding_say(finding, OUTCOME_REJECT, rule->reason ? rule->reason : "");
		break;
	}
}

struct finding finding_of(const struct policy *policy, const struct guest *guest,
			  const struct nic *nic, struct net *net, bool live)
{
	struct decision decision = match_nic(policy, guest, nic);
	struct wire wire = {.net = net,
			    .guest = guest,
			    .nic = nic,
			    .rule = decision.rule,
			    .live = live};
	struct finding finding = {.nic = nic, .rule = decision.rule};
	char open[WORDS_TEXT];

	if (decision.apart) {
		finding_say(&finding, OUTCOME_IGNORE, decision.apart);
	} else if (!decision.rule) {
		finding_say(&finding, OUTCOME_IGNORE,
			    "no rule matches; it stays as libvirt makes it");
	} else if (decision.open) {
		words_open(guest, &decision, open, sizeof(open));
		finding_say(&finding, own_tap_wanted(nic) ? OUTCOME_WRONG : OUTCOME_OPEN,
			    open);
	} else {
		find_by_rule(&finding, policy, &wire);
	}
	return finding;
}
