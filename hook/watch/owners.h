/* owners.h - the guests whose TAPs something has happened to */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/watch/round.h"

/* Looks whose the round's TAPs are, and adds their guests to concern; where that is about
 * everything, only looks. 0 or -errno; the caller clears evidence. */
int owners_gather(const struct round *round, struct concern *concern,
		  struct evidence *evidence, struct error *err);
