/* port_owner.c - the owner of a bridge's port, as a plain value */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/host/port_owner.h"

#include <string.h>

const char *const owner_words[] = {
	[OWNER_NOBODY] = "nobody",       [OWNER_LIBVIRT] = "libvirt",
	[OWNER_QEMU] = "qemu",           [OWNER_GUEST] = "guest",
	[OWNER_PROCESS] = "process",     [OWNER_UPLINK] = "uplink",
	[OWNER_NAMESPACE] = "namespace", [OWNER_UNKNOWN] = "unknown",
};

bool owner_same(const struct port_owner *a, const struct port_owner *b)
{
	if (a->kind != b->kind || a->kind == OWNER_NOBODY || a->kind == OWNER_UNKNOWN)
		return a == b;
	if (a->pid && b->pid)
		return a->pid == b->pid;
	if (a->uuid && b->uuid)
		return !strcmp(a->uuid, b->uuid);
	return a->name && b->name && !strcmp(a->name, b->name);
}
