/* kept_taps.h - whose TAPs our states say that they are */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/state/state.h"
#include "netcore/drift.h"

/* A TAP in a guest's state: something was done to it, or it was made. */
struct kept_tap {
	struct link_ref tap;
	struct state_id id; /* the state's */
	char *guest;        /* NULL: it has no name */
	struct state_added added;
	bool incoming; /* as the state says */
};

struct kept_taps {
	struct kept_tap *all;
	size_t count;
};

/* Reads all states that can be read, and changes none; without root there is none. 0 or
 * -ENOMEM; the caller ends with kept_taps_clear(). */
int kept_taps_read(struct kept_taps *ret, struct error *err);
void kept_taps_clear(struct kept_taps *taps);

/* Locks its state, so that no hook undoes meanwhile what is put back, and reads it; then
 * as port_drift(). */
int kept_tap_drift(struct net *net, const struct kept_tap *kept,
		   struct state_file *ret_file, struct state *ret_state, struct plan *ret,
		   struct error *err);

/* Whether `onebridge tap add` made or took the TAP that has that name now. */
bool kept_taps_are_added(const struct kept_taps *taps, const char *name);

/* NULL: no state has it. Name and number must both agree. */
const struct kept_tap *kept_taps_find(const struct kept_taps *taps,
				      const struct link_ref *tap);
