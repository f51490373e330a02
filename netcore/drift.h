/* drift.h - what a plan brought, and is not so any more */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/net.h"

/* The bridge that the plan lets the device join at last; NULL: none. */
const char *port_drift_bridge(const struct plan *plan, const struct link_ref *dev);

/* Adds the steps that give a port back what the plan gave it: from what it has now to the
 * plan's `to`. Its bridge is the one that has the name now, though it may have been made
 * anew. 0; 1: the device is gone, or the plan neither makes a port of it nor routes it;
 * -ENODEV: there is no such bridge. */
int port_drift(struct net *net, const struct plan *plan, const struct link_ref *dev,
	       struct plan *ret, struct error *err);
