/* ip_entries.c - what routed TAPs need of the host: addresses, routes, proxied
 * neighbours, NAT
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "netcore/ip_entries.h"

#include <stdlib.h>
#include <string.h>

#include "netcore/array.h"

void ip_entries_clear(struct ip_entries *entries)
{
	free(entries->all);
	*entries = (struct ip_entries){};
}

static bool same_device(const struct ip_entry *a, const struct ip_entry *b)
{
	return a->what == IP_NAT ? !strcmp(a->dev.name, b->dev.name)
				 : a->dev.ifindex == b->dev.ifindex;
}

struct ip_entry *ip_entries_find(const struct ip_entries *entries,
				 const struct ip_entry *key)
{
	for (size_t i = 0; i < entries->count; i++)
		if (entries->all[i].what == key->what &&
		    same_device(&entries->all[i], key) &&
		    ip_prefix_same(&entries->all[i].prefix, &key->prefix))
			return &entries->all[i];
	return NULL;
}

void ip_entries_put(struct ip_entries *entries, const struct ip_entry *entry)
{
	if (ip_entries_find(entries, entry))
		return;
	if (!array_grow(&entries->all, entries->count, sizeof(*entry))) {
		entries->no_memory = true;
		return;
	}
	entries->all[entries->count++] = *entry;
}

void ip_entries_remove(struct ip_entries *entries, const struct ip_entry *key)
{
	struct ip_entry *found = ip_entries_find(entries, key);

	if (found)
		*found = entries->all[--entries->count];
}
