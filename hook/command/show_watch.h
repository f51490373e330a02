/* show_watch.h - onebridge show --watch: stays, and shows what changes */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/command/snapshot.h"

/* Shows the bridge of that name (NULL: all) with draw() at once, and whenever it has
 * changed, until a signal or a failure. Returns the exit status of that. */
int show_watch(const char *bridge, int (*draw)(const struct snapshot *snapshot));

/* Prints what has changed since the last call, an event a line: a JSON document each. At
 * first all ports are "present"; then they have "joined", "left" or "changed". Returns an
 * exit status. */
int show_watch_events(const struct snapshot *snapshot);
