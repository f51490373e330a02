/* host_view.h - a host's bridges and their ports, in the order in which they are shown */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/host/counters.h"
#include "hook/host/port_owner.h"
#include "hook/host/port_rule.h"
#include "netcore/host_addresses.h"
#include "netcore/kernel/filter_drops.h"
#include "netcore/link_list.h"

struct port_view {
	const struct link *link;
	struct port_owner owner;
	const struct port_rule *rule;     /* NULL: nothing is known of it */
	const struct counters *counters;  /* NULL: they were not read */
	const struct filter_drops *drops; /* NULL: it has no filter, or it is not known */
	const struct host_addresses *has; /* of a TAP in no bridge; NULL: not asked for */
	bool arrived; /* its guest has migrated here, with <antispoof> not yet in force */
};

struct bridge_view {
	const struct link *link;
	struct port_view *ports; /* uplinks first, then by name, vnet9 before vnet10 */
	size_t port_count;
};

struct host_view {
	struct bridge_view *bridges; /* by name */
	size_t bridge_count;
	struct bridge_view routed; /* TAPs in no bridge that the host routes for; link
				      NULL */
	const struct port_rules *rules; /* of all guests' ports; NULL: not known */
	pid_t watcher;                  /* 0: none; -1: not known */
};

/* Of the one bridge (NULL: of all), with nobody yet behind the TAPs. The list must live
 * as long. 0 or -ENOMEM; the caller ends with host_view_clear(). */
int host_view_make(const struct link_list *list, const struct link *bridge,
		   struct host_view *ret, struct error *err);
/* Adds a TAP in no bridge. 0 or -ENOMEM. */
int host_view_add_routed(struct host_view *view, const struct link *tap,
			 const struct host_addresses *has, struct error *err);

/* The bridges, and behind them what is routed, if anything is. */
size_t host_view_group_count(const struct host_view *view);
const struct bridge_view *host_view_group(const struct host_view *view, size_t index);

/* Whether that port of it has VLANs that mean anything. */
bool bridge_view_has_vlans(const struct bridge_view *group);
void host_view_clear(struct host_view *view);
