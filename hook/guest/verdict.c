/* verdict.c - what becomes of one NIC */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/verdict.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "hook/guest/describe.h"
#include "hook/guest/own_tap.h"
#include "hook/guest/resolve.h"

const char *const verdict_names[] = {
	[VERDICT_ATTACH] = "attach", [VERDICT_ROUTE] = "route",
	[VERDICT_IGNORE] = "ignore", [VERDICT_OPEN] = "open",
	[VERDICT_REJECT] = "reject", [VERDICT_ERROR] = "error",
};

void verdict_clear(struct verdict *verdict)
{
	plan_clear(&verdict->plan);
	free(verdict->resolved);
	verdict->resolved = NULL;
}

static void verdict_set(struct verdict *verdict, enum verdict_kind kind,
			const char *reason)
{
	verdict->kind = kind;
	snprintf(verdict->reason, sizeof(verdict->reason), "%s", reason ? reason : "");
}

bool verdict_has_plan(const struct verdict *verdict)
{
	return verdict->kind == VERDICT_ATTACH || verdict->kind == VERDICT_ROUTE;
}

void verdict_fail(struct verdict *verdict, const struct error *err)
{
	plan_clear(&verdict->plan);
	verdict_set(verdict, VERDICT_ERROR, err->text);
}

void verdict_warn(struct verdict *verdict, const struct error *err)
{
	if (verdict->warning_count < VERDICT_WARNINGS)
		verdict->warnings[verdict->warning_count++] = *err;
}

void verdict_leave(struct verdict *verdict, const struct error *why)
{
	plan_clear(&verdict->plan);
	verdict_set(verdict, VERDICT_IGNORE, why->text);
}

static void blame_policy(struct verdict *verdict, const struct problems *problems)
{
	int first = (int)strcspn(problems->text, "\n");
	char more[64] = "";

	if (problems->count > 1)
		snprintf(more, sizeof(more), " (and %zu more: onebridge check)",
			 problems->count - 1);
	verdict->kind = VERDICT_ERROR;
	verdict->rule = NULL;
	snprintf(verdict->reason, sizeof(verdict->reason), "the policy is broken: %.*s%s",
		 first, problems->text, more);
}

/* libvirt's NICs stay as they are, and the helper's named its bridge; all others would
 * have none. */
static void judge_without_rule(struct verdict *verdict, const struct guest *guest)
{
	static const char *const advice[] = {
		[ORIGIN_QEMU_IFUP] =
			"no rule of the policy in " POLICY_FOLDER " matches; add one "
			"(<match><origin type='qemu-ifup'/></match>)",
		[ORIGIN_TAP] = "no rule of the policy in " POLICY_FOLDER " matches; add "
			       "one (<match><origin type='tap'/></match>)",
	};

	if (guest->origin == ORIGIN_QEMU_IFUP || guest->origin == ORIGIN_TAP)
		verdict_set(verdict, VERDICT_ERROR, advice[guest->origin]);
	else
		verdict_set(verdict, VERDICT_IGNORE,
			    "no rule matches; it stays as libvirt makes it");
}

/* Before a start, and of a network's port, it can wait, unless a TAP is to be made now.
 */
static void judge_open(struct verdict *verdict, const struct guest *guest,
		       enum match_field field)
{
	bool waits =
		(guest->stage == GUEST_DEFINED || guest->stage == GUEST_NETWORK_PORT) &&
		!own_tap_wanted(verdict->nic);

	verdict->kind = waits ? VERDICT_OPEN : VERDICT_ERROR;
	describe_open(guest, field, verdict->reason, sizeof(verdict->reason));
}

/* From here on the rule has nothing but literals, for whoever looks at it. */
static void resolve_rule(struct verdict *verdict, const struct match *match,
			 const struct guest *guest)
{
	struct error err;
	int r = match_capture(match, guest, verdict->nic, &verdict->captures, &err);

	if (r == 0)
		r = rule_resolve(verdict->rule, &verdict->captures, &verdict->resolved,
				 &err);
	if (r < 0)
		verdict_fail(verdict, &err);
	else
		verdict->rule = verdict->resolved;
}

static void judge_by_rule(struct verdict *verdict, const struct match *match,
			  const struct guest *guest)
{
	switch (verdict->rule->action) {
	case RULE_ATTACH:
		verdict->kind = VERDICT_ATTACH;
		if (rule_uses_captures(verdict->rule))
			resolve_rule(verdict, match, guest);
		break;
	case RULE_ROUTE:
		verdict->kind = VERDICT_ROUTE;
		break;
	case RULE_IGNORE:
		verdict->kind = VERDICT_IGNORE;
		break;
	case RULE_REJECT:
		verdict_set(verdict, VERDICT_REJECT, verdict->rule->reason);
		break;
	}
}

struct verdict verdict_of(const struct policy *policy, const struct problems *problems,
			  const struct guest *guest, const struct nic *nic)
{
	struct match_result match = match_nic(policy, guest, nic);
	struct verdict verdict = {.nic = nic, .rule = match.rule};

	if (match.not_ours)
		verdict_set(&verdict, VERDICT_IGNORE, match.not_ours);
	else if (problems->count)
		blame_policy(&verdict, problems);
	else if (!match.rule)
		judge_without_rule(&verdict, guest);
	else if (match.open)
		judge_open(&verdict, guest, match.unknown);
	else
		judge_by_rule(&verdict, match.match, guest);
	return verdict;
}

int verdict_result(const struct verdict *verdict, struct error *err)
{
	switch (verdict->kind) {
	case VERDICT_ATTACH:
	case VERDICT_ROUTE:
	case VERDICT_IGNORE:
	case VERDICT_OPEN:
		return 0;
	case VERDICT_REJECT:
		error_set(err, ECONNREFUSED, "rejected: %s",
			  verdict->reason[0] ? verdict->reason : "by policy");
		break;
	case VERDICT_ERROR:
		error_set(err, EINVAL, "%s", verdict->reason);
		break;
	}
	return describe_within(err, verdict->nic, verdict->rule);
}

const char *verdict_bridge(const struct verdict *verdict)
{
	const char *name = verdict->rule ? verdict->rule->attach.bridge : "";

	return *name ? name : verdict->nic->bridge;
}
