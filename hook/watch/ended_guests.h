/* ended_guests.h - what is left of guests that have gone without their hook's last word
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sys/types.h>

#include "hook/host/tap_owner.h"
#include "hook/state/state.h"

/* A state, and the file that it was in: one that is saved again is in another. */
struct kept_guest {
	struct state_id id;
	ino_t inode;
};

struct kept_guests {
	struct kept_guest *all;
	size_t count;
};

/* The states of libvirt's guests, to be asked for before libvirt is: one whose guest does
 * not run afterwards is of no use. No memory: some are missing. The caller ends with
 * kept_guests_clear(). */
void kept_guests_list(struct kept_guests *ret);
void kept_guests_clear(struct kept_guests *kept);

/* Undoes those whose guests libvirt, which has told of all that run, does not name.
 * chosen may be NULL: all; else whether libvirt was asked for that UUID. Where another
 * process is at work on a state, or was since, it is left; so is one of a guest that may
 * be migrating here. Failures are logged. */
void ended_guests_undo(struct net *net, const struct kept_guests *kept,
		       const struct evidence *evidence,
		       bool (*chosen)(const void *data, const char *uuid),
		       const void *data);
