/* offline.h - a host of which nothing is known but what files say of it */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/net.h"
#include "xml/guest.h"
#include "xml/policy.h"

struct offline {
	const struct policy *policy;
	const struct guest *guest; /* NULL: none */
	struct link_ref *devices;  /* that were asked for; their ifindexes are made up */
	size_t device_count;
};

/* A kernel that has every bridge that the policy or the guest names, able to do what is
 * asked, the uplinks and other ports that the policy names, and no TAP. It is only to be
 * looked at. The caller ends with offline_clear(). */
struct net offline_net(struct offline *offline);
void offline_clear(struct offline *offline);

/* Adds the steps that make the bridge of the policy where there is none. */
int offline_bridge_plan(const struct policy_bridge *bridge, struct plan *plan,
			struct error *err);

/* Takes the ifindexes, which mean nothing, out of the steps. */
void offline_plan_finish(struct plan *plan);
