/* apply.h - taking a plan's steps, and undoing them */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/plan_back.h"

/* Makes the TAPs that the plan begins with, and writes their numbers into all steps that
 * were waiting for them. They vanish with the process, until plan_apply() makes them
 * stay: the state can be written in between. */
int plan_make_taps(struct net *net, struct plan *plan, struct error *err);

/* Takes the steps, and stops where one fails: ret_tried is how many were tried. */
int plan_take(struct net *net, const struct plan *plan, size_t *ret_tried,
	      struct error *err);

/* Takes all steps. If one fails, none after it is tried, all that was done is undone, and
 * err says which it was. */
int plan_apply(struct net *net, const struct plan *plan, struct error *err);

/* Brings back what was before the plan, however much of it was done, and by whoever died
 * over it: a device that is gone, or whose name is another's now, is left alone, and so
 * is what somebody else has changed since. Goes on past failures; returns the first. */
int plan_undo(struct net *net, const struct plan *plan, enum undo undo,
	      struct error *err);
