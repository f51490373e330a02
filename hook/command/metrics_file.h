/* metrics_file.h - the file that the watcher keeps for Prometheus */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/watch/watch.h"

enum { METRICS_SECONDS = 15 /* between two writes: Prometheus asks as often, mostly */ };

/* Writes the metrics of the host and of the watcher to FILE.new, and renames that. 0 or
 * -errno. */
int metrics_file_write(const char *file, const struct watch_counts *counts,
		       struct error *err);
