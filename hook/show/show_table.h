/* show_table.h - a host's bridges as a table and a tree, for people */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

#include "hook/show/host_view.h"

/* Who reads it: on a terminal many options are put on several lines. */
struct show_look {
	bool terminal, colours;
};

struct libscols_table;

/* The table with all its cells, for whoever prints it otherwise; NULL: no memory. The
 * caller ends with scols_unref_table(). */
struct libscols_table *show_table_make(FILE *out, const struct host_view *view,
				       const struct show_look *look);

/* 0, or -1 where it could not be written. */
int show_table(FILE *out, const struct host_view *view, const struct show_look *look);
