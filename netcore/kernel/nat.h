/* nat.h - source addresses that are translated where they leave the host: an nftables
 * table of our own
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/error.h"
#include "netcore/step.h"

#define NAT_TABLE "onebridge"

/* Takes a STEP_NAT; the table is made with the first. One that is gone needs no removal.
 */
int nat_change(const struct step *step, struct error *err);

/* Adds those of the keys that are in force, each by its device's name. */
int nat_look(const struct ip_entry *keys, size_t count, struct ip_entries *ret,
	     struct error *err);

/* As net_ops says; self is of no use here. */
int nat_drop(void *self, struct error *err);
