/* host_warning.h - what is odd about a host's bridges and their ports */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/show/host_view.h"

/* Tells each to warn, in the order of the ports: two TAPs whose NICs have one MAC, in a
 * VLAN that both carry; a guest that has migrated here, and may spoof; last, NICs that a
 * rule has cut off. */
void host_warning_find(const struct host_view *view,
		       void (*warn)(const char *text, void *data), void *data);
