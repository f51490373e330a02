/* added_tap.h - the TAPs of programs that run no script: `onebridge tap add` and `del`
 *
 * What was given there stands in the state of the TAP, and by that it is judged as long
 * as the TAP is there, whoever holds it.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "hook/guest/task.h"

struct added_tap {
	char *name, *guest;
	bool has_owner; /* added.user is whose the TAP is to be, not only as whom the
			   guest is judged */
	uint32_t queues;
	struct state_added added;
};

/* The guest as it was given, with that one NIC, whose texts are the TAP's. Its user and
 * group are for the caller to name (account_name()), and to free. */
struct guest added_tap_guest(struct added_tap *tap, struct nic *nic);

/* Whether that TAP was added, and is wired by that. */
bool added_tap_is(const struct link *tap);

/* Makes the TAP, or takes the one that is there, and wires it, behind the lock of its
 * state; again, it mends what differs. Of one that fails nothing is left. The policy has
 * been read. -EBUSY: it is in use. -EEXIST: the name is another guest's or device's. */
int added_tap_add(struct task *task, struct added_tap *tap, struct error *err);

/* Undoes that: a TAP that was made is deleted, one that was taken is as it was. One that
 * is gone is no failure. -EBUSY: a program has it open, and it is not to be forced. */
int added_tap_del(struct net *net, const char *name, bool force, struct error *err);
