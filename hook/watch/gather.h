/* gather.h - all that is known of who owns TAPs: from /proc, our states and libvirt */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/host/tap_owner.h"
#include "hook/libvirt/libvirt_ask.h"

enum { GATHER_MS = 1000 /* for libvirt's answer */ };

/* Asks libvirt while the rest is looked at. migrating: as in struct libvirt_question.
 * enum libvirt_answer or -errno; the caller ends with evidence_clear(). */
int gather_evidence(bool migrating, struct evidence *ret, struct error *err);

/* Whether the TAP is that guest's, or it cannot be seen whose it is. */
bool gather_may_own(const struct guest *guest, const struct link *tap);
