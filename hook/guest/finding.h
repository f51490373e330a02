/* finding.h - what check finds out about one NIC: verdict, rule, steps */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/guest/match.h"
#include "netcore/net.h"
#include "xml/problems.h"

enum outcome {
	OUTCOME_ATTACH, /* the plan says how */
	OUTCOME_IGNORE, /* by a rule, by no rule, or because it is no NIC of ours */
	OUTCOME_OPEN,   /* libvirt settles only at the start what a rule asks for */
	OUTCOME_REJECT, /* by a rule */
	OUTCOME_WRONG,  /* the start would fail */
};

struct finding {
	const struct nic *nic;
	enum outcome outcome;
	const struct rule *rule; /* NULL: none matches */
	char reason[1024];       /* why it is ignored, open, rejected or wrong */
	struct plan plan;        /* OUTCOME_ATTACH */
};

/* "attach", "ignore", "open", "reject", "error" */
extern const char *const outcome_words[];

/* Whether the guest would start. */
bool outcome_allowed(enum outcome outcome);

/* A guest that libvirt has given names to, and whose TAP is there, is held against the
 * policy as that TAP is; live: its CPUs may be running, as at a reconnect. Any other is
 * looked at as its start would. */
struct finding finding_of(const struct policy *policy, const struct guest *guest,
			  const struct nic *nic, struct net *net, bool live);
void finding_clear(struct finding *finding);
