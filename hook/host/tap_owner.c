/* tap_owner.c - the owner of a TAP, from all that is known of the host
 *
 * A TAP has a carrier as long as a process holds it. The process that is seen to hold it
 * is its owner; what libvirt says adds the names that a command line lacks, those of NICs
 * that were plugged in later, and stands alone only where the holder cannot be seen. For
 * the daemon may look after another network namespace, with other TAPs of the same names.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/host/tap_owner.h"

#include <string.h>

#include "hook/qemu/qemu_args.h"

/* A guest, and which of its NICs has the TAP. */
struct plugged {
	const struct guest *guest; /* NULL: none */
	const struct nic *nic;
};

void evidence_clear(struct evidence *evidence)
{
	holders_clear(&evidence->holders);
	kept_taps_clear(&evidence->kept);
	for (size_t i = 0; i < evidence->guest_count; i++)
		guest_clear(&evidence->guests[i]);
	free(evidence->guests);
	*evidence = (struct evidence){};
}

static struct plugged by_libvirt(const struct evidence *evidence, const char *tap)
{
	struct plugged plugged = {};

	for (size_t i = 0; i < evidence->guest_count && !plugged.nic; i++) {
		plugged.guest = &evidence->guests[i];
		plugged.nic = qemu_args_nic(plugged.guest, tap);
	}
	return plugged.nic ? plugged : (struct plugged){};
}

static void own_nic(struct port_owner *owner, const struct nic *nic)
{
	if (!nic)
		return;
	if (nic->alias)
		owner->alias = nic->alias;
	if (nic_knows_mac(nic)) {
		owner->has_mac = true;
		memcpy(owner->mac, nic->mac, sizeof(owner->mac));
	}
	owner->has_guess = nic->has_guess;
	memcpy(owner->guess, nic->guess, sizeof(owner->guess));
}

static void own_guest(struct port_owner *owner, const struct guest *guest)
{
	if (guest->name)
		owner->name = guest->name;
	if (guest->uuid)
		owner->uuid = guest->uuid;
}

static bool same_uuid(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

static struct port_owner held_by(const struct holder *holder, const char *tap,
				 const struct plugged *plugged,
				 const struct kept_tap *kept)
{
	struct port_owner owner = {
		.kind = holder->is_qemu ? OWNER_QEMU : OWNER_PROCESS,
		.name = holder->is_qemu ? NULL : holder->command,
		.pid = holder->pid,
		.user = holder->user,
	};
	const char *uuid = holder->guest.uuid;
	bool told = plugged->guest && same_uuid(uuid, plugged->guest->uuid);

	if (holder->is_libvirts || told || (kept && same_uuid(uuid, kept->id.name)))
		owner.kind = OWNER_LIBVIRT;
	if (owner.kind == OWNER_PROCESS)
		return owner;
	own_guest(&owner, &holder->guest);
	own_nic(&owner, holder_nic(holder, tap));
	if (told) {
		own_guest(&owner, plugged->guest);
		own_nic(&owner, plugged->nic);
	}
	return owner;
}

static struct port_owner nobody(const struct kept_tap *kept)
{
	struct port_owner owner = {.kind = OWNER_NOBODY};

	if (!kept)
		return owner;
	owner.name = kept->guest;
	if (kept->id.kind == STATE_GUEST)
		owner.uuid = kept->id.name;
	else if (kept->added.uuid[0])
		owner.uuid = kept->added.uuid;
	return owner;
}

/* It may be held by whatever program. */
static struct port_owner added(const struct kept_tap *kept, const struct holder *holder)
{
	struct port_owner owner = nobody(kept);

	owner.kind = OWNER_GUEST;
	owner.has_mac = kept->added.has_mac;
	memcpy(owner.mac, kept->added.mac, sizeof(owner.mac));
	if (holder) {
		owner.pid = holder->pid;
		owner.user = holder->user;
	}
	return owner;
}

static struct port_owner told_by_libvirt(const struct plugged *plugged)
{
	struct port_owner owner = {.kind = OWNER_LIBVIRT};

	own_guest(&owner, plugged->guest);
	own_nic(&owner, plugged->nic);
	return owner;
}

struct port_owner tap_owner(const struct link *tap, const struct evidence *evidence)
{
	const char *name = tap->ref.name;
	const struct holder *holder = holders_find(&evidence->holders, name);
	const struct kept_tap *kept = kept_taps_find(&evidence->kept, &tap->ref);
	struct plugged plugged = by_libvirt(evidence, name);

	if (kept && kept->added.on && (tap->carrier || (holder && holder->is_here)))
		return added(kept, holder);
	if (holder && (holder->is_here || tap->carrier))
		return held_by(holder, name, &plugged, kept);
	if (!tap->carrier)
		return nobody(kept);
	if (plugged.guest)
		return told_by_libvirt(&plugged);
	return (struct port_owner){.kind = evidence->holders.hidden ? OWNER_UNKNOWN
								    : OWNER_PROCESS};
}
