/* qemu_taps.h - which TAP each of a QEMU's netdevs has */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/qemu/qemu_net.h"
#include "hook/qemu/tap_fd.h"
#include "netcore/error.h"

/* Sets each netdev's tap, which then lies in the words of net or in held. net has to be
 * joined; held: the TAPs that the QEMU holds, by rising fd. Returns 0 or -ENOMEM. */
int qemu_taps_find(struct qemu_net *net, const struct tap_fd *held, size_t held_count,
		   struct error *err);
