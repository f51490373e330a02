/* fdb.c - entries of bridges' forwarding databases, sorted */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/fdb.h"

#include <string.h>

#include "netcore/array.h"

void fdb_clear(struct fdb *fdb)
{
	free(fdb->entries);
	*fdb = (struct fdb){};
}

static int compare_keys(const struct fdb_key *a, const struct fdb_key *b)
{
	int macs = memcmp(a->mac, b->mac, MAC_BYTES);

	if (a->bridge != b->bridge)
		return a->bridge < b->bridge ? -1 : 1;
	return macs ? macs : a->vlan - b->vlan;
}

/* The place of the first entry that is not before the key. */
static size_t find_place(const struct fdb *fdb, const struct fdb_key *key)
{
	size_t first = 0, end = fdb->count;

	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (compare_keys(&fdb->entries[middle].key, key) < 0)
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

static bool is_at(const struct fdb *fdb, size_t place, const struct fdb_key *key)
{
	return place < fdb->count && compare_keys(&fdb->entries[place].key, key) == 0;
}

void fdb_put(struct fdb *fdb, const struct fdb_entry *entry)
{
	size_t place = find_place(fdb, &entry->key);

	if (!is_at(fdb, place, &entry->key)) {
		if (!array_grow(&fdb->entries, fdb->count, sizeof(*entry))) {
			fdb->no_memory = true;
			return;
		}
		memmove(&fdb->entries[place + 1], &fdb->entries[place],
			(fdb->count++ - place) * sizeof(*entry));
	}
	fdb->entries[place] = *entry;
}

void fdb_remove(struct fdb *fdb, const struct fdb_key *key)
{
	size_t place = find_place(fdb, key);

	if (is_at(fdb, place, key))
		memmove(&fdb->entries[place], &fdb->entries[place + 1],
			(--fdb->count - place) * sizeof(fdb->entries[0]));
}

const struct fdb_entry *fdb_find(const struct fdb *fdb, const struct fdb_key *key)
{
	size_t place = find_place(fdb, key);

	return is_at(fdb, place, key) ? &fdb->entries[place] : NULL;
}
