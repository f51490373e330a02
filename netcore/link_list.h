/* link_list.h - several network devices, in no order that means anything */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"
#include "netcore/link.h"

struct link_list {
	struct link *links;
	size_t count;
};

void link_list_clear(struct link_list *list);

/* Whether there was memory for one more. */
bool link_list_add(struct link_list *list, const struct link *link);

/* NULL: there is none of that name, or ifindex. */
struct link *link_list_find(const struct link_list *list, const char *name);
struct link *link_list_find_at(const struct link_list *list, uint32_t ifindex);
