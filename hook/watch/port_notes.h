/* port_notes.h - what the watcher remembers of ports for some seconds
 *
 * None of it is needed to do what is right: it keeps the watcher from fighting, and from
 * saying the same again and again.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	FIGHT_SECONDS = 10,
	FIGHT_LOSSES = 2,   /* of its bridge, and the port is given up */
	FIGHT_CHANGES = 10, /* of anything else, and it is left until they are over */
	FRESH_SECONDS = 30, /* from a TAP to the guest that uses it */
	SAID_SECONDS = 600, /* before the same line is logged again */
};

struct port_note {
	uint32_t port, bridge; /* ifindexes */
	int64_t since;         /* seconds */
	unsigned losses, changes;
	bool given_up;
};

struct port_notes {
	struct port_note *fights;
	size_t fight_count;
	struct fresh_note {
		uint32_t port;
		int64_t since;
	} * fresh;
	size_t fresh_count;
	struct said_note {
		uint64_t line;
		int64_t since;
	} said[256];
	size_t said_next;
};

void port_notes_clear(struct port_notes *notes);

/* By another policy fights and lines begin anew. A TAP that is fresh stays so: it may
 * have come while the policy was being written. */
void port_notes_begin_anew(struct port_notes *notes);

/* A port differs, and is about to be mended; lost: it is out of that bridge. */
enum port_fight { FIGHT_ON, FIGHT_PAUSES, FIGHT_ENDS, FIGHT_OVER };
enum port_fight port_notes_differs(struct port_notes *notes, uint32_t port,
				   uint32_t bridge, bool lost);

/* It is as it should be: whoever did that has ended a fight that was over. */
void port_notes_in_sync(struct port_notes *notes, uint32_t port);

/* A TAP has just been made; it is fresh until it has been a guest's port once. */
void port_notes_made(struct port_notes *notes, uint32_t port);
bool port_notes_is_fresh(const struct port_notes *notes, uint32_t port);

/* Whether that line is to be logged: it has not been for some time. */
bool port_notes_may_say(struct port_notes *notes, const char *line);

/* Forgets what is too old to count. */
void port_notes_expire(struct port_notes *notes);
