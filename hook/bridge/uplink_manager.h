/* uplink_manager.h - who else looks after a network device of this host */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/link.h"

enum { UPLINK_MANAGER_TEXT = 512 };

/* "NetworkManager (connection UUID)"; empty: nobody is seen to manage it. */
void uplink_manager_find(const struct link_ref *device, char ret[UPLINK_MANAGER_TEXT]);

/* Says what it means for a bridge that its uplink has a manager, and what to do. False:
 * nobody is seen to manage it. */
bool uplink_manager_warning(const struct link_ref *device, const char *bridge, char *ret,
			    size_t size);

/* The same of a guest's port, which it may take out of its bridge. */
bool uplink_manager_of_port(const struct link_ref *port, char *ret, size_t size);
