/* names.c - a set of names, each with the item that it is the name of */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/qemu/names.h"

#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

struct named {
	const char *name;
	void *item;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

void names_clear(struct names *names)
{
	tdestroy(names->root, free);
	names->root = NULL;
}

int names_add(struct names *names, const char *name, void *item)
{
	struct named *named = malloc(sizeof(*named)), **node;

	if (!named)
		return -ENOMEM;
	*named = (struct named){name, item};
	node = tsearch(named, &names->root, by_name);
	if (node && *node == named)
		return 1;
	free(named);
	return node ? 0 : -ENOMEM;
}

void *names_find(const struct names *names, const char *name)
{
	struct named wanted = {.name = name}, **node;

	node = tfind(&wanted, &names->root, by_name);
	return node ? (*node)->item : NULL;
}
