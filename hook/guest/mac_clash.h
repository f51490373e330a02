/* mac_clash.h - one MAC on two ports of a bridge: of one guest, or of two */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/guest/look.h"
#include "hook/guest/task.h"

/* Of two NICs of a guest with one MAC in one VLAN of a bridge the later is an error where
 * <antispoof> holds the MAC to one port, and gets a warning otherwise, unless the guest
 * runs already. */
void mac_clash_within(const struct seen *seen, bool runs, struct verdict *verdicts,
		      size_t count);

/* A warning where the port of another guest has one of the NIC's MACs. */
void mac_clash_beside(const struct task *task, const struct seen *seen,
		      struct verdict *verdict);
