/* tap_owner.h - the owner of a TAP, from all that is known of the host */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/host/port_owner.h"
#include "hook/host/holders.h"
#include "hook/host/kept_taps.h"

struct evidence {
	struct holders holders; /* of /proc */
	struct kept_taps kept;  /* of our states */
	struct guest *guests;   /* of libvirt, if it has answered: those that run */
	size_t guest_count;
};

void evidence_clear(struct evidence *evidence);

/* Its texts are the evidence's. */
struct port_owner tap_owner(const struct link *tap, const struct evidence *evidence);
