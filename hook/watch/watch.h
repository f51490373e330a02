/* watch.h - the watcher: running guests compared with the policy as things happen */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"

/* Goes on until SIGTERM or SIGINT: 0; or -errno. */
int watch_run(struct error *err);
