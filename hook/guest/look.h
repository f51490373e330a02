/* look.h - all that is looked at in the kernel for a guest's NICs, in as few batches as
 * can be
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "hook/guest/decide.h"
#include "hook/guest/port_macs.h"
#include "hook/guest/verdict.h"

/* Looks for those that are to be attached; who else has their MACs, only where none of
 * their CPUs runs yet. done: the steps that were taken for the guest, whose VLANs and
 * entries are looked at as well; may be NULL. 0 or -errno; the caller ends with
 * seen_clear(). */
int look_ports(struct net *net, const struct guest *guest, const struct plan *done,
	       const struct verdict *verdicts, size_t count, enum moment moment,
	       struct seen *ret, struct error *err);

/* The NIC of a verdict to attach, its bridge and TAP NULL where they were not found. */
struct port_macs look_at_macs(const struct seen *seen, const struct verdict *verdict);
