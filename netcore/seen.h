/* seen.h - what was looked at in the kernel: questions, asked in batches, and their
 * answers; decisions are made of this value alone
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/net.h"

struct seen {
	struct look *looks; /* each question once */
	size_t count, answered;
	struct link_list vlan_devices, vxlan_devices; /* where they were asked for */
	struct fdb fdb;                               /* what was asked of it */
	struct ip_entries ip;                         /* likewise */
	struct link_list advertised; /* devices that heed router advertisements, likewise
				      */
	struct option_values new_settings; /* ip_settings of a new device … */
	struct option_values all_settings; /* … and of all; where asked for */
	uint32_t default_bridge;           /* ifindex; 0: none, or not asked for */
	const char *kernel;                /* its name and release, for messages */
	bool offline;                      /* as in struct net */
	bool no_memory;
};

void seen_clear(struct seen *seen);

/* Adds a question, unless it is there already. */
void seen_ask(struct seen *seen, const char *name);
void seen_ask_at(struct seen *seen, uint32_t ifindex);

/* Has the kernel answer all that is not answered yet. 0 or -errno. */
int seen_answer(struct seen *seen, struct net *net, struct error *err);

/* The device of that name or ifindex; NULL: there is none, or nobody asked. */
struct link *seen_link(const struct seen *seen, const char *name);
/* The device that has that name as an altname; NULL: none has. */
const char *seen_altname(const struct seen *seen, const char *name);
struct link *seen_link_at(const struct seen *seen, uint32_t ifindex);
