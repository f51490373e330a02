/* uplink_routers.h - what a device has from the advertisements of routers */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/bridge/bridge_decide.h"
#include "netcore/net.h"

/* Sets mac_in_address, advertised and manager; whoever takes the advertisements. */
int uplink_routers_look(struct net *net, const struct policy_bridge *bridge,
			struct bridge_seen *seen, struct error *err);
