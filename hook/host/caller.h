/* caller.h - who runs onebridge-ifup, and for which NIC of which guest */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/state/state.h"
#include "xml/guest.h"

struct caller {
	struct guest guest;    /* it has one NIC, that TAP's */
	struct state_id state; /* under which its state is kept */
	pid_t qemu;            /* a hand-run one; 0: none */
	bool libvirt;          /* it leaves us CAP_NET_ADMIN and nothing else */
	uid_t user;            /* with whose rights the guest runs */
	gid_t group;
};

/* Looks at the parent processes. The highest that holds the TAP is the QEMU, and its
 * command line says the rest.
 * libvirt's daemon tells nothing: before a start the state does, which the hook has left
 * in prepare; otherwise the NIC is being plugged into a guest that is not known. Of
 * anybody else's guest nothing is known but the TAP. The caller ends with caller_clear().
 */
int caller_find(const struct link *tap, pid_t parent, struct caller *ret,
		struct error *err);
void caller_clear(struct caller *caller);

/* Puts the caller's guest, as far as it is known, before what err says. Returns
 * -err->number. */
int caller_within(const struct caller *caller, const struct guest *guest,
		  struct error *err);
