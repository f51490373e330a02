/* port_notes.c - what the watcher remembers of ports for some seconds */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/watch/port_notes.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "netcore/array.h"

static int64_t seconds_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec;
}

void port_notes_clear(struct port_notes *notes)
{
	free(notes->fights);
	free(notes->fresh);
	*notes = (struct port_notes){};
}

void port_notes_begin_anew(struct port_notes *notes)
{
	free(notes->fights);
	notes->fights = NULL;
	notes->fight_count = 0;
	memset(notes->said, 0, sizeof(notes->said));
}

/* --- fights */

static struct port_note *find_fight(struct port_notes *notes, uint32_t port)
{
	for (size_t i = 0; i < notes->fight_count; i++)
		if (notes->fights[i].port == port)
			return &notes->fights[i];
	return NULL;
}

/* Of a port in another bridge, or after some time of peace, it begins anew. NULL: no
 * memory. */
static struct port_note *note_fight(struct port_notes *notes, uint32_t port,
				    uint32_t bridge)
{
	struct port_note *note = find_fight(notes, port);
	int64_t now = seconds_now();

	if (!note && !array_grow(&notes->fights, notes->fight_count, sizeof(*note)))
		return NULL;
	if (!note) {
		note = &notes->fights[notes->fight_count++];
		*note = (struct port_note){};
	}
	if (bridge && note->port == port && !note->bridge)
		note->bridge = bridge;
	if (note->port != port || (bridge && note->bridge != bridge) ||
	    (!note->given_up && now - note->since >= FIGHT_SECONDS))
		*note = (struct port_note){.port = port, .bridge = bridge, .since = now};
	return note;
}

enum port_fight port_notes_differs(struct port_notes *notes, uint32_t port,
				   uint32_t bridge, bool lost)
{
	struct port_note *note = note_fight(notes, port, bridge);

	if (!note)
		return FIGHT_ON;
	if (note->given_up)
		return FIGHT_OVER;
	if (!lost)
		return ++note->changes > FIGHT_CHANGES ? FIGHT_PAUSES : FIGHT_ON;
	note->given_up = ++note->losses >= FIGHT_LOSSES;
	return note->given_up ? FIGHT_ENDS : FIGHT_ON;
}

void port_notes_in_sync(struct port_notes *notes, uint32_t port)
{
	struct port_note *note = find_fight(notes, port);

	if (note && note->given_up)
		*note = notes->fights[--notes->fight_count];
	for (size_t i = 0; i < notes->fresh_count; i++)
		if (notes->fresh[i].port == port)
			notes->fresh[i].since = -FRESH_SECONDS;
}

/* --- fresh TAPs */

void port_notes_made(struct port_notes *notes, uint32_t port)
{
	const struct fresh_note note = {.port = port, .since = seconds_now()};

	if (array_grow(&notes->fresh, notes->fresh_count, sizeof(note)))
		notes->fresh[notes->fresh_count++] = note;
}

bool port_notes_is_fresh(const struct port_notes *notes, uint32_t port)
{
	for (size_t i = 0; i < notes->fresh_count; i++)
		if (notes->fresh[i].port == port)
			return seconds_now() - notes->fresh[i].since < FRESH_SECONDS;
	return false;
}

/* --- lines */

/* FNV-1a. */
static uint64_t hash_line(const char *line)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (; *line; line++)
		hash = (hash ^ (unsigned char)*line) * UINT64_C(0x100000001b3);
	return hash;
}

bool port_notes_may_say(struct port_notes *notes, const char *line)
{
	const struct said_note note = {.line = hash_line(line), .since = seconds_now()};
	size_t room = sizeof(notes->said) / sizeof(notes->said[0]);

	for (size_t i = 0; i < room; i++)
		if (notes->said[i].line == note.line &&
		    note.since - notes->said[i].since < SAID_SECONDS)
			return false;
	notes->said[notes->said_next++ % room] = note;
	return true;
}

void port_notes_expire(struct port_notes *notes)
{
	int64_t now = seconds_now();
	size_t kept = 0;

	for (size_t i = 0; i < notes->fight_count; i++)
		if (notes->fights[i].given_up ||
		    now - notes->fights[i].since < FIGHT_SECONDS)
			notes->fights[kept++] = notes->fights[i];
	notes->fight_count = kept;
	kept = 0;
	for (size_t i = 0; i < notes->fresh_count; i++)
		if (now - notes->fresh[i].since < FRESH_SECONDS)
			notes->fresh[kept++] = notes->fresh[i];
	notes->fresh_count = kept;
}
