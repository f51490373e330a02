/* look_route.h - what is looked at for the NICs that a rule routes */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/guest/verdict.h"
#include "netcore/seen.h"

/* Adds their TAPs, uplinks and addresses to what is seen. done: for the guest until now,
 * or NULL. 0 or -errno; nothing is asked where no verdict is to route. */
int look_routes(struct net *net, const struct plan *done, const struct verdict *verdicts,
		size_t count, struct seen *seen, struct error *err);
