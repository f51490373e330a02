/* path.h - the way of one NIC's frames, hop by hop, as far as it leads */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/doctor/check.h"

struct hop {
	const char *word;          /* "tap", "port", …: in JSON */
	char name[80];             /* what is there: "vnet0", "forwarding", "br0" */
	const struct finding *why; /* … that it leads no further; NULL: it does, */
	bool fails;                /* or no check knows why */
};

struct path {
	const char *guest; /* its name; NULL: it has none */
	struct hop hops[HOPS];
	size_t count; /* the last one is the network, or fails */
	const struct filter_drops
		*drops; /* of its TAP's filter, more than none; NULL: none */
	const struct port_rule *rule; /* NULL: not known */
};

/* Whether the NIC is of the guest of that name or UUID, or has that TAP. */
bool path_is_of(const struct nic_fact *nic, const char *word);

/* findings: of all checks. */
void path_make(const struct facts *facts, const struct findings *findings,
	       const struct nic_fact *nic, struct path *ret);

/* Leaves those findings by which the paths of that name end. Returns how many paths there
 * are. */
size_t path_keep_findings(const struct facts *facts, struct findings *findings,
			  const char *word);
