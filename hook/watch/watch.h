/* watch.h - the watcher: running guests compared with the policy as things happen */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "netcore/error.h"

/* Since the watcher began. */
struct watch_counts {
	uint64_t mended; /* ports */
	uint64_t fights; /* ports that were left to another program */
};

/* What is done at once, and then every so often. */
struct watch_task {
	void (*run)(void *data, const struct watch_counts *counts);
	void *data;
	int ms;
};

/* Goes on until SIGTERM or SIGINT: 0; or -errno. keep: as in struct mend. task may be
 * NULL. */
int watch_run(bool keep, const struct watch_task *task, struct error *err);
