/* uplink_port.h - whether the kernel takes a device as a port, and what is in the way */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/net.h"

/* What is looked at besides the uplink itself. */
struct uplink_place {
	struct link master; /* ifindex 0: none */
	struct link on_top; /* takes all of the uplink's frames; ifindex 0: none */
	struct link_ref below;
	bool is_station; /* of Wi-Fi, without 4-address frames */
};

int uplink_place_look(struct net *net, const struct link *uplink,
		      struct uplink_place *ret, struct error *err);

/* Pure; bridge is the one that it is to join. -EINVAL: it can never be a port; -EBUSY:
 * another device has it. The message gives the reason and the way out. */
int uplink_port_check(const struct link *uplink, const struct uplink_place *place,
		      const struct link_ref *bridge, struct error *err);
