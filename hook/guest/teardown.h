/* teardown.h - undoing what was done for a guest, whatever else is broken */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/guest/task.h"

/* Brings the guest's ports back to what they were; TAPs that were made stay. */
int teardown_ports(struct task *task, struct error *err);

/* Undoes the rest, deletes the TAPs that were made, and drops the state. */
int teardown_all(struct task *task, struct error *err);

/* Opens a state to undo it. A lock that cannot be taken (the folder is full, or
 * read-only) is logged and done without: nothing else works on a guest that ends. */
struct state_file teardown_open(const struct state_id *id);
