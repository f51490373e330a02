/* check_report.h - what check has found, for people or for programs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/guest/verdict.h"

struct check_report; /* a sink: a text as it goes, or one JSON document at the end */

/* command: "onebridge check", put before what goes to stderr. */
struct check_report *check_report_new(FILE *out, const char *command, bool json);

/* The policy, and what is wrong with it. */
void check_report_policy(struct check_report *report, const struct policy *policy,
			 const struct problems *problems);

/* A <bridge> of the policy, and what "bridge up" would do; err: why it could not, else
 * NULL. */
void check_report_bridge(struct check_report *report, const struct policy_bridge *bridge,
			 const struct plan *plan, const struct error *err);

/* A <map> of the policy. */
void check_report_map(struct check_report *report, const struct policy_map *map);

/* What else is to be known of the bridge, map or NIC that came last. */
void check_report_warning(struct check_report *report, const char *text);

/* A guest; then its NICs, in order. source: the file or the URI that it comes from. */
void check_report_guest(struct check_report *report, const struct guest *guest,
			const char *source);
void check_report_verdict(struct check_report *report, const struct verdict *verdict);

/* A port of the guest, and the steps that give it back what its state says. */
void check_report_port(struct check_report *report, const char *name,
		       const struct plan *plan, const struct error *err);

/* Something that could not be checked at all. */
void check_report_error(struct check_report *report, const char *text);

/* 0, or -1 where it could not be written. */
int check_report_end(struct check_report *report);
