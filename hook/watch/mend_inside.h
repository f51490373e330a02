/* mend_inside.h - what the parts of the comparison share */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/watch/mend.h"

/* Compares the NICs of task.guest, and mends them; that is the state of what is done. */
void mend_guest(struct mend *mend, const struct state_id *id);

/* Compares the chosen guests of libvirt's with their states. */
void mend_by_state(struct mend *mend, const struct kept_taps *kept);

/* Compares that TAP of task.guest with its state. */
void mend_kept_tap(struct mend *mend, const struct kept_tap *kept);

/* Compares the chosen NICs of a hand-run QEMU. */
void mend_hand_run(struct mend *mend, const struct holder *holder,
		   const struct kept_taps *kept);

/* Compares the chosen TAPs of `onebridge tap add`. */
void mend_added(struct mend *mend, const struct kept_taps *kept);

void mend_failed(struct mend *mend, struct error *err);
void mend_show_guest(struct mend *mend);
