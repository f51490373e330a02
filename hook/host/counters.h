/* counters.h - what each device of this network namespace has received and sent */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <net/if.h>
#include <stdint.h>

#include "netcore/error.h"

struct counter_side {
	uint64_t bytes, packets, errors, dropped;
};

struct counters {
	char device[IFNAMSIZ];
	struct counter_side received, sent; /* by the host */
};

struct counters_list {
	struct counters *all;
	size_t count;
};

/* From /proc/net/dev. 0 or -errno; the caller ends with counters_clear(). */
int counters_read(struct counters_list *ret, struct error *err);
void counters_clear(struct counters_list *list);

/* NULL: there is no such device. */
const struct counters *counters_find(const struct counters_list *list,
				     const char *device);
