/* decide_route.h - the steps that route one NIC: a pure function of guest, rule and what
 * was seen
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "hook/guest/decide.h"

/* As decide_port(), for a rule whose action is to route. */
int decide_route(const struct decide *decide, struct plan *left, struct plan *plan,
		 struct error *err);
