/* names.h - a set of names, each with the item that it is the name of */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Empty when zeroed. It keeps pointers to what it was given, and no copies. */
struct names {
	void *root;
};

void names_clear(struct names *names);

/* Returns 1, or 0 if that name is in it already and keeps its item, or -ENOMEM. */
int names_add(struct names *names, const char *name, void *item);

/* NULL: it is not in it. */
void *names_find(const struct names *names, const char *name);
