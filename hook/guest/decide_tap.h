/* decide_tap.h - the TAP of a NIC: there already, whoever made it, or as it will be */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/guest/decide.h"

/* Without a policy, a TAP that somebody else has made, or uses, is left alone:
 * DECIDE_LEAVE, with why in err; else 0. */
int decide_tap_leave(const struct decide *decide, struct error *err);

/* The TAP as it is, or as it will be when the guest starts; adds the steps that prepare
 * takes until then. */
int decide_tap(const struct decide *decide, const struct link *bridge, struct link *ret,
	       struct plan *plan, struct error *err);

/* Before the start: the steps that make the TAP, where it is ours to make. */
int decide_tap_prepare(const struct decide *decide, struct plan *left, struct plan *plan,
		       struct error *err);
