/* behind.c - who is behind a bridge's port, as a plain value */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/host/behind.h"

#include <string.h>

const char *const behind_words[] = {
	[BEHIND_NOBODY] = "nobody",   [BEHIND_LIBVIRT] = "libvirt",
	[BEHIND_QEMU] = "qemu",       [BEHIND_PROCESS] = "process",
	[BEHIND_UPLINK] = "uplink",   [BEHIND_NAMESPACE] = "namespace",
	[BEHIND_UNKNOWN] = "unknown",
};

bool behind_same(const struct behind *a, const struct behind *b)
{
	if (a->kind != b->kind || a->kind == BEHIND_NOBODY || a->kind == BEHIND_UNKNOWN)
		return a == b;
	if (a->pid && b->pid)
		return a->pid == b->pid;
	if (a->uuid && b->uuid)
		return !strcmp(a->uuid, b->uuid);
	return a->name && b->name && !strcmp(a->name, b->name);
}
