/* port_former.h - what an earlier policy said of a port, and this one no longer says */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/port.h"

/* Whether a step of that kind has been taken for the port. */
bool port_former_has(const struct plan *done, enum step_kind kind,
		     const struct link_ref *port);

/* Wants what the port had before the steps of done, where want says nothing of it and the
 * port still has what they set: what somebody else has changed since is left alone. Only
 * of a port that is in its bridge. vlans is room for what want->vlans then points to.
 * 0 or -ENOMEM. */
int port_former_want(const struct link *have, const struct plan *done,
		     struct vlan_set *vlans, struct port_want *want, struct error *err);

/* Adds the removal of the static entries that the steps of done have set, and that are
 * there still. fdb: what there is of them. 0 or -ENOMEM. */
int port_former_plan_entries(const struct link *have, const struct plan *done,
			     const struct fdb *fdb, struct plan *plan, struct error *err);
