/* watcher.h - whether onebridge watch runs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sys/types.h>

/* The process of root's that is onebridge watch in this network namespace. 0: there is
 * none; -1: only root sees it. */
pid_t watcher_find(void);
