/* look.h - all that is looked at in the kernel for a guest's NICs, in as few batches as
 * can be
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "hook/guest/decide.h"
#include "hook/guest/verdict.h"

/* Looks for those that are to be attached. 0 or -errno; the caller ends with
 * seen_clear(). */
int look_ports(struct net *net, const struct verdict *verdicts, size_t count,
	       enum moment moment, struct seen *ret, struct error *err);
