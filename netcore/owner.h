/* owner.h - whether a file is root's */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <sys/stat.h>

/* In a user namespace of its own, whose root is the user that made it, real root has no
 * number but that of nobody: it counts there as root. */
bool owner_is_root(const struct stat *status);
