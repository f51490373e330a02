/* show_metrics.h - a host's guest ports as metrics, for Prometheus */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

#include "hook/show/host_view.h"

/* In its text format, as node_exporter's textfile collector reads it. 0, or -1 if it
 * could not be written. */
int show_metrics(FILE *out, const struct host_view *view);
