/* plan_back.h - which steps undo a plan, by what its devices have now */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/net.h"

enum undo {
	UNDO_PORTS, /* TAPs that were made stay */
	UNDO_ALL,
	UNDO_AT_ONCE, /* all, by the process that has just taken the steps: a device that
			 was renamed since is the same, and addresses come back from a
			 bridge that was deleted */
};

/* Looks, and adds those of the inverse's steps that are to be taken. */
int plan_back(struct net *net, const struct plan *plan, enum undo undo, struct plan *ret,
	      struct error *err);

/* Whether a device that has a number of the plan's may be the plan's: somebody else's may
 * have got the number of a new bridge, which is chosen before that is made, or the number
 * of one that is gone. Its MAC came with it. */
bool plan_may_have_made(const struct plan *plan, const struct link *link);
