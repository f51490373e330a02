/* routed_drift.h - what a plan brought a routed TAP, and is not so any more */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/net.h"

/* As port_drift(), of a TAP in no bridge. 1: the plan gave it no address. */
int routed_drift(struct net *net, const struct plan *plan, const struct link_ref *dev,
		 struct plan *ret, struct error *err);
