/* libvirt_open.c - a connection to a libvirt daemon, read-only */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/libvirt/libvirt_open.h"

#include <libvirt/virterror.h>
#include <stddef.h>

/* libvirt prints errors by itself, unless it is told otherwise. */
static void keep_silent(void *data, virErrorPtr error)
{
}

virConnectPtr libvirt_open_silently(const char *uri)
{
	virSetErrorFunc(NULL, keep_silent);
	return virConnectOpenReadOnly(uri);
}
