/* check.h - what doctor looks for, a row each */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/doctor/facts.h"
#include "hook/doctor/finding.h"

/* Adds what it finds; a pure function of the facts. */
typedef void check_find(const struct facts *facts, struct findings *findings);

struct check {
	const char *name;   /* in the table and in JSON */
	const char *what;   /* what is wrong, with the finding's fields in it … */
	const char *remedy; /* … and the command that mends it */
	unsigned needs;     /* enum sight, a bit each */
	check_find *find;
};

/* All rows, in the order of how often people ask. */
extern const struct check checks[];
extern const size_t check_count;

/* Runs them all. */
void checks_run(const struct facts *facts, struct findings *findings);

/* bridge_checks.c */
check_find find_stp, find_no_querier, find_mac_of_guest, find_mtu_of_guest,
	find_bridge_full;
