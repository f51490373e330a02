/* link_list.c - several network devices, in no order that means anything */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/link_list.h"

#include <string.h>

#include "netcore/array.h"

void link_list_clear(struct link_list *list)
{
	free(list->links);
	*list = (struct link_list){};
}

bool link_list_add(struct link_list *list, const struct link *link)
{
	if (!array_grow(&list->links, list->count, sizeof(*link)))
		return false;
	list->links[list->count++] = *link;
	return true;
}

struct link *link_list_find(const struct link_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->links[i].ref.name, name))
			return &list->links[i];
	return NULL;
}

struct link *link_list_find_at(const struct link_list *list, uint32_t ifindex)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->links[i].ref.ifindex == ifindex)
			return &list->links[i];
	return NULL;
}
