/* network_setup.h - what is done when a network of libvirt's starts, ends, or gets a port
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/guest/task.h"
#include "xml/network.h"

/* Before the TAP is there, at a start and when a NIC is plugged in: -errno where the
 * policy refuses the port of task->guest, which has no other NIC. */
int network_setup_port(struct task *task, const struct network *network,
		       struct error *err);

/* Sets the options of a bridge that libvirt has made, and puts its running guests back.
 */
int network_setup_started(struct task *task, const struct network *network,
			  struct error *err);

/* Takes back what was done to such a bridge, which is gone: forgets it. */
int network_setup_stopped(struct task *task, const struct network *network,
			  struct error *err);
