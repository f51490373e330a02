/* port_vlans.h - the steps from the VLANs that a port has, and their options, to those
 * wanted
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/plan.h"

/* Adds the steps from the VLANs that a port has to those wanted: out before in, the PVID
 * last. */
int port_plan_vlans(const struct link *have, const struct vlan_set *want,
		    struct plan *plan, struct error *err);

/* The same for the options of its VLANs, once it carries them. */
int port_plan_vlan_options(const struct link *have, const struct vlan_values *want,
			   struct plan *plan, struct error *err);

/* Whether these steps change which frames reach the guest. */
bool port_vlan_options_change(const struct link *have, const struct vlan_values *want);

/* 0; -EOPNOTSUPP: this kernel, by its name and release, lacks one that is wanted, which
 * is told of a port that carries any VLAN; -E2BIG: the port has more than can be read. */
int port_check_vlan_options(const struct link *have, const struct vlan_values *want,
			    const char *kernel, struct error *err);
