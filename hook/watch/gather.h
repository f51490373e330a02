/* gather.h - all that is known of who owns TAPs: from /proc, our states and libvirt */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/host/tap_owner.h"
#include "hook/libvirt/libvirt_ask.h"

#define GATHER_URI "qemu:///system"

enum { GATHER_MS = 1000 /* for libvirt's answer */ };

/* What is known without libvirt. 0 or -errno; the caller ends with evidence_clear(). */
int gather_here(struct evidence *ret, struct error *err);

/* Adds what libvirt says. enum libvirt_answer or -ENOMEM. */
int gather_libvirt(const struct libvirt_question *question, struct evidence *evidence,
		   struct error *err);

/* Asks libvirt while the rest is looked at. migrating: as in struct libvirt_question.
 * enum libvirt_answer or -errno; the caller ends with evidence_clear(). */
int gather_evidence(bool migrating, struct evidence *ret, struct error *err);

/* Whether the TAP is that guest's, or it cannot be seen whose it is. */
bool gather_may_own(const struct guest *guest, const struct link *tap);
