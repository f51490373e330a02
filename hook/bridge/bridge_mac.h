/* bridge_mac.h - the MAC address of a bridge that has neither an uplink nor a <mac> */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/text.h"

/* A local one, the same on this host at each start for a bridge of that name. */
void bridge_mac_choose(const char *bridge, uint8_t ret[MAC_BYTES]);
