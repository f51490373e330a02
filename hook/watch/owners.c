/* owners.c - the guests whose TAPs something has happened to */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/watch/owners.h"

/* NULL: it is not in the state of a guest of libvirt's. */
static const char *uuid_by_state(const struct evidence *evidence,
				 const struct link_ref *tap)
{
	const struct kept_tap *kept = kept_taps_find(&evidence->kept, tap);

	return kept && kept->id.kind == STATE_GUEST ? kept->id.name : NULL;
}

/* As the command line says of the QEMU that holds it. */
static const char *uuid_by_holder(const struct evidence *evidence,
				  const struct link_ref *tap)
{
	const struct holder *holder = holders_find(&evidence->holders, tap->name);

	return holder && holder->is_libvirts ? holder->guest.uuid : NULL;
}

/* To look through /proc takes longest, on a host with many guests. */
static bool states_know_all(const struct round *round, const struct evidence *evidence)
{
	for (size_t i = 0; i < round->taps.count; i++)
		if (!uuid_by_state(evidence, &round->taps.links[i].ref) &&
		    !kept_taps_are_added(&evidence->kept, round->taps.links[i].ref.name))
			return false;
	return true;
}

static void find_owners(const struct round *round, const struct evidence *evidence,
			struct concern *concern)
{
	for (size_t i = 0; i < round->taps.count; i++) {
		const struct link_ref *tap = &round->taps.links[i].ref;
		const char *uuid = uuid_by_state(evidence, tap);

		if (!uuid)
			uuid = uuid_by_holder(evidence, tap);
		if (uuid)
			concern_add_guest(concern, uuid);
	}
}

int owners_gather(const struct round *round, struct concern *concern,
		  struct evidence *evidence, struct error *err)
{
	int r = 0;

	if (concern->everything)
		return gather_here(evidence, err);
	if (round->taps.count || round->mend.keep)
		r = kept_taps_read(&evidence->kept, err);
	if (r == 0 && !states_know_all(round, evidence))
		r = holders_read(&evidence->holders, err);
	if (r == 0)
		find_owners(round, evidence, concern);
	return r;
}
