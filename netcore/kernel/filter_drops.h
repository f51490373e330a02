/* filter_drops.h - what the filters of TAPs have dropped, and why */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netcore/error.h"

enum { FILTER_REASON_TEXT = 40, FILTER_REASONS = 32 };

struct filter_reason {
	char text[FILTER_REASON_TEXT]; /* its rules' comment: "foreign MAC" */
	uint64_t frames;               /* more than 0 */
};

/* Since the TAP's table was made, or made anew. */
struct filter_drops {
	char tap[IFNAMSIZ];
	uint64_t frames;
	struct filter_reason reasons[FILTER_REASONS]; /* in the order of the rules */
	size_t reason_count;
};

struct filter_drops_list {
	struct filter_drops *all;
	size_t count;
};

/* Of all TAPs that have a filter, by one dump of the kernel, without libnftables. 0 or
 * -errno, -EPERM without CAP_NET_ADMIN; the caller ends with filter_drops_clear(). */
int filter_drops_read(struct filter_drops_list *ret, struct error *err);
void filter_drops_clear(struct filter_drops_list *list);

/* NULL: it has no filter. */
const struct filter_drops *filter_drops_find(const struct filter_drops_list *list,
					     const char *tap);

/* Adds what one rule has counted. Returns whether there was memory. */
bool filter_drops_add(struct filter_drops_list *list, const char *tap, const char *reason,
		      uint64_t frames);

enum { FILTER_DROPS_TEXT = 400 };

/* "foreign MAC: 10, DHCP server: 2" */
void filter_drops_print(const struct filter_drops *drops, char ret[FILTER_DROPS_TEXT]);
