/* filter_rule.h - the rules of a TAP's filter, written as text */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

#include "netcore/cleanup.h"
#include "netcore/filter.h"

/* A table being written. */
struct filter_draft {
	FILE *out;
	const struct filter *filter;
	bool macs, addresses; /* whether they are held */
};

void filter_begin_chain(const struct filter_draft *draft, const char *name);
void filter_end_chain(const struct filter_draft *draft);

void filter_rule(const struct filter_draft *draft, const char *comment,
		 const char *format, ...) _printf_(3, 4);

/* Drops what matches ("", or with a space behind it), and counts it. */
void filter_drop(const struct filter_draft *draft, const char *match,
		 const char *comment);

/* One rule for each sender of that kind: "MATCH SENDER THEN". */
void filter_for_each(const struct filter_draft *draft, enum sender_kind kind,
		     const char *match, const char *then);

/* The same, with the sender as a number of so many bits: "MATCH,BITS NUMBER THEN". */
void filter_for_each_raw(const struct filter_draft *draft, enum sender_kind kind,
			 const char *match, const char *then);

/* One for each link-local address that is made of its MACs, and of no other MAC: with a
 * router's it could speak as the router. As a number where match begins with '@'. */
void filter_for_each_local(const struct filter_draft *draft, const char *match,
			   const char *then);
