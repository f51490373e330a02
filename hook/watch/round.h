/* round.h - one comparison of the watcher's: the guests that something has happened to */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/watch/concern.h"
#include "hook/watch/gather.h"
#include "hook/watch/mend.h"
#include "hook/watch/port_notes.h"
#include "hook/watch/watch.h"

struct round {
	struct mend mend;
	struct link_list bridges; /* as they were at the last one */
	struct port_notes notes;
	struct concern arriving; /* the guests whose CPUs are awaited */
	struct concern later;    /* what is to be compared again in some seconds */
	const struct concern *concern;
	struct link_list taps;     /* that something has happened to … */
	bool gone;                 /* … and whether a device is there no more */
	const struct guest *guest; /* at hand */
	struct watch_counts counts;
};

int round_open(struct round *round, struct error *err);
void round_close(struct round *round);

/* Whether it can be used; else its errors are logged. */
bool round_read_policy(struct round *round);

/* Compares and mends. may_ask: libvirt's daemon runs. Returns what it answered: of
 * LIBVIRT_LATE, the comparison is to be done again. */
int round_compare(struct round *round, struct concern *concern, bool may_ask);
