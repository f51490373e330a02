/* libvirt_open.h - a connection to a libvirt daemon, read-only */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvirt/libvirt.h>

/* Nothing is printed about it. NULL: libvirt does not answer. */
virConnectPtr libvirt_open_silently(const char *uri);
