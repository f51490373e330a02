/* owner.c - whether a file is root's */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/owner.h"

#include <stdint.h>

#include "netcore/cleanup.h"

enum { OVERFLOW_UID = 65534 /* DEFAULT_OVERFLOWUID in the kernel's highuid.h */ };

/* The first one's map is of all numbers (user_namespaces(7)). */
static bool is_own_namespace(void)
{
	_cleanup_(cleanup_file) FILE *in = fopen("/proc/self/uid_map", "re");
	unsigned first, outside, count;

	return in && fscanf(in, "%u %u %u", &first, &outside, &count) == 3 &&
	       !(first == 0 && outside == 0 && count == UINT32_MAX);
}

bool owner_is_root(const struct stat *status)
{
	return status->st_uid == 0 ||
	       (status->st_uid == OVERFLOW_UID && is_own_namespace());
}
