/* leave.h - which ports that differ the watcher does not mend */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/watch/mend.h"
#include "hook/watch/port_notes.h"

/* why: what is to be logged; empty: nothing; EBUSY: somebody fights about the port.
 * LEAVE_FOR_NOW: it is to be looked at again in FIGHT_SECONDS. */
enum leave { LEAVE_NOT, LEAVE_IT, LEAVE_FOR_NOW };
enum leave leave_port(struct port_notes *notes, const struct mend_port *port,
		      struct error *why);

/* The step that puts a port into a bridge; NULL: it is where it should be. */
const struct step *leave_find_join(const struct plan *plan);
