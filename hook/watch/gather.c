/* gather.c - all that is known of who owns TAPs: from /proc, our states and libvirt */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/watch/gather.h"

#include <string.h>

int gather_here(struct evidence *ret, struct error *err)
{
	_cleanup_(evidence_clear) struct evidence evidence = {};
	int r = holders_read(&evidence.holders, err);

	if (r == 0)
		r = kept_taps_read(&evidence.kept, err);
	if (r < 0)
		return r;
	*ret = evidence;
	evidence = (struct evidence){};
	return 0;
}

int gather_libvirt(const struct libvirt_question *question, struct evidence *evidence,
		   struct error *err)
{
	struct libvirt_ask ask;
	struct error unasked;

	if (libvirt_ask_start(question, &ask, &unasked) < 0)
		return LIBVIRT_AWAY;
	return libvirt_ask_finish(&ask, &evidence->guests, &evidence->guest_count, err);
}

int gather_evidence(bool migrating, struct evidence *ret, struct error *err)
{
	const struct libvirt_question question = {
		.uri = GATHER_URI, .migrating = migrating, .ms = GATHER_MS};
	struct libvirt_ask ask;
	struct error unasked;
	bool asked = libvirt_ask_start(&question, &ask, &unasked) == 0;
	int answer = LIBVIRT_AWAY;
	int r = gather_here(ret, err);

	if (asked)
		answer = libvirt_ask_finish(&ask, &ret->guests, &ret->guest_count,
					    r < 0 ? &unasked : err);
	return r < 0 ? r : answer;
}

bool gather_may_own(const struct guest *guest, const struct link *tap)
{
	_cleanup_(evidence_clear) struct evidence evidence = {};
	struct port_owner owner;
	struct error err;

	if (gather_here(&evidence, &err) < 0)
		return true;
	owner = tap_owner(tap, &evidence);
	if (guest->uuid && owner.uuid)
		return !strcmp(guest->uuid, owner.uuid);
	return owner.kind == OWNER_UNKNOWN ||
	       (guest->name && owner.name && !strcmp(guest->name, owner.name));
}
