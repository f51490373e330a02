/* port_entries.h - the static entries that a bridge has for a port with <antispoof> */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/port.h"

/* Adds the removal of what the port has besides those that are wanted; vlans: that it
 * will carry. 0 or -ENOMEM. */
int port_entries_plan_gone(const struct link_ref *port, const struct port_want *want,
			   const struct vlan_set *vlans, struct plan *plan,
			   struct error *err);

/* Adds those that it lacks, or that are elsewhere. 0 or -ENOMEM. */
int port_entries_plan(const struct link_ref *port, const struct port_want *want,
		      const struct vlan_set *vlans, struct plan *plan, struct error *err);
