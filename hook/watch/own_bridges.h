/* own_bridges.h - the policy's own bridges, and their uplinks, while the watcher runs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/net.h"
#include "xml/policy.h"

/* Whether a <bridge> of the policy has that device as its uplink. */
bool own_bridges_use(const struct policy *policy, const char *device);

/* Whether the policy creates the bridge, and somebody has deleted it behind our back:
 * "bridge down" leaves no state of it. */
bool own_bridges_miss(const struct policy *policy, const char *bridge);

/* Gives those that we have set up their uplinks again that have been away: a device of
 * the same name, but another number. What is done, or fails, is told. */
void own_bridges_take_back(struct net *net, const struct policy *policy,
			   void (*tell)(struct error *line, void *data), void *data);
