/* filter_table.h - the filter of a TAP in the kernel */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"
#include "netcore/step.h"

/* What is in force of a TAP's filter. A table that is not to the letter what would be put
 * there, or of another TAP that had this name, is none. */
int filter_table_look(const struct link_ref *tap, struct filter *ret, struct error *err);

/* Takes the steps, all of one TAP's filter, as one transaction. */
int filter_table_change(const struct step *steps, size_t count, struct error *err);

/* Removes what is left of a TAP that had this name before: of one that the bridge helper
 * made, nobody else does. */
int filter_table_forget(const struct link_ref *tap, struct error *err);
