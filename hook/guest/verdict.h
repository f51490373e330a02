/* verdict.h - what becomes of one NIC
 *
 * The hook, onebridge-ifup and the bridge helper make their exit status and message of
 * it; check prints it.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "hook/guest/match.h"
#include "netcore/plan.h"
#include "xml/problems.h"

enum verdict_kind {
	VERDICT_ATTACH, /* to a bridge: the plan says how */
	VERDICT_ROUTE,  /* with an address of the host's, in no bridge: likewise */
	VERDICT_IGNORE, /* by a rule, by no rule, or because it is not a NIC of ours */
	VERDICT_OPEN,   /* a rule depends on what libvirt sets only at the start */
	VERDICT_REJECT, /* by a rule: the guest may not start */
	VERDICT_ERROR,  /* the guest cannot start */
};

enum { VERDICT_WARNINGS = 3 };

struct verdict {
	enum verdict_kind kind;
	const struct nic *nic;
	const struct rule *rule;  /* NULL: none matches; what it captures is in place */
	struct rule *resolved;    /* the rule, where it captures; else NULL */
	struct captures captures; /* in the guest's texts, and the rule's */
	char reason[1024];        /* empty: the rule says it all */
	struct plan plan;         /* VERDICT_ATTACH, VERDICT_ROUTE */
	struct error warnings[VERDICT_WARNINGS]; /* what it allows, and is odd */
	size_t warning_count;
};

/* "attach", "route", "ignore", "open", "reject", "error" */
extern const char *const verdict_names[];

/* The verdict as far as the policy and the guest's description give it, its plan still
 * empty. problems: what is wrong with the policy, an error for each NIC that it would
 * govern. What is not known makes an error, unless it is still to come before a start. */
struct verdict verdict_of(const struct policy *policy, const struct problems *problems,
			  const struct guest *guest, const struct nic *nic);
void verdict_clear(struct verdict *verdict);

/* Whether there are steps that make it so. */
bool verdict_has_plan(const struct verdict *verdict);

/* Makes it an error, for what err says. */
void verdict_fail(struct verdict *verdict, const struct error *err);

/* Adds what err says; of more than VERDICT_WARNINGS the first ones are kept. */
void verdict_warn(struct verdict *verdict, const struct error *err);

/* Makes it ignore, for what why says. */
void verdict_leave(struct verdict *verdict, const struct error *why);

/* 0 where the guest may start, else -errno, with NIC and rule in err: -ECONNREFUSED for a
 * reject. */
int verdict_result(const struct verdict *verdict, struct error *err);

/* The bridge that the rule names, else the guest's XML; NULL: neither does. */
const char *verdict_bridge(const struct verdict *verdict);
