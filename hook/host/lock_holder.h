/* lock_holder.h - which process works on a state, for those who wait for it */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/state/state.h"

/* Waits until nobody has that state's lock, or a second at most. Returns whether it is
 * still locked; then ret_pid is the process, 0: not known. */
bool lock_holder_wait(const struct state_id *id, pid_t *ret_pid);
