/* state_text.h - the text of a state file
 *
 *	onebridge 2
 *	netns INODE
 *	guest NAME
 *	owner PID START
 *	incoming SECONDS
 *	dhcp CLIENT
 *	held yes
 *	added IFINDEX UID GID MAC UUID
 *	pending yes
 *	nic MAC
 *	alias ALIAS
 *	model MODEL
 *	steps COUNT
 *
 *	vnet0/12 master - -> br0/2
 *
 * The version; a head of fields, most of them only where they have a value; an empty
 * line; the plan, of so many steps: one that is cut off between two of them would undo
 * only half. Control characters are written as \xNN. In version 1 there is neither a
 * network namespace nor the time at which the owner was started.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <sys/types.h>

#include "hook/state/state_added.h"
#include "netcore/plan.h"

/* A NIC whose <script> is still to come, and will not be told whose NIC it is. */
struct state_nic {
	uint8_t mac[MAC_BYTES];
	char *alias, *model; /* NULL: not said */
};

struct state {
	uint64_t netns;       /* inode of the network namespace of its devices; 0: not
				 known */
	char *guest;          /* its name; NULL: it has none */
	pid_t owner;          /* the hand-run QEMU; 0: none */
	uint64_t owner_start; /* when it was started, as process_start() says; 0: not
				 known */
	uint32_t incoming; /* when it began to migrate here, in seconds since the boot; 0:
			      its CPUs are here */
	char *dhcp; /* a bridge's: the DHCP client that its uplink had, "-": none; NULL:
		       it is not our concern */
	bool held;  /* of a TAP: a process that is not known held it, and when none
		       does, all is left over */
	struct state_added added; /* of a TAP */
	bool pending; /* its last steps are still being taken, or were when the process
			 that took them ended */
	struct state_nic *nics;
	size_t nic_count;
	struct plan plan;
	uint32_t steps; /* of the plan, as its text says; 0: it does not */
};

/* 0, or -errno of the stream. */
int state_text_print(const struct state *state, FILE *out);

/* 0; -EINVAL: it is no such text, and err says where; -errno of the stream. */
int state_text_read(FILE *in, struct state *ret, struct error *err);

/* The TAP of that name, by the steps taken on it or because it was added. False: it is
 * not in the state. */
bool state_find_tap(const struct state *state, const char *name, struct link_ref *ret);

/* Copies what it is given. 0 or -ENOMEM. */
int state_add_nic(struct state *state, const struct state_nic *nic, struct error *err);
void state_clear_nics(struct state *state);

void state_clear(struct state *state);
