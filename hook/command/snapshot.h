/* snapshot.h - the host's bridges, their ports, and all that is known of these */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/show/host_view.h"
#include "hook/watch/gather.h"

struct snapshot {
	struct link_list links;
	struct evidence evidence;
	struct port_rules rules;
	struct counters_list counters;
	struct filter_drops_list drops;
	struct host_addresses *addresses; /* by link, of TAPs in no bridge */
	struct host_view view;            /* its texts are the others' */
	bool late;                        /* libvirt did not answer in time */
	bool hidden;                      /* of some TAPs only root sees the owner */
	struct error unknown; /* why the policy is not compared; number 0: it is */
};

enum { SNAPSHOT_NO_BRIDGE = 1 };

/* Looks at the bridge of that name (NULL: at all). SNAPSHOT_NO_BRIDGE: links are there,
 * and it is none of them. 0 or -errno; the caller ends with snapshot_clear(). */
int snapshot_take(const char *name, struct snapshot *ret, struct error *err);
void snapshot_clear(struct snapshot *snapshot);
