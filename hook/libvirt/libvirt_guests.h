/* libvirt_guests.h - guests' XML from a libvirt daemon, read-only; the one file that
 * knows libvirt
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>

#include "netcore/error.h"

/* Called for each guest, with the XML of a running one as it runs. */
typedef void (*libvirt_guest)(const char *name, const char *xml, void *data);

/* The guests of these names, or all where names is NULL. uri NULL: libvirt's default. A
 * guest that is not there is an error that names it; those before it have been handed
 * over by then. */
int libvirt_guests_read(const char *uri, char **names, size_t count, libvirt_guest guest,
			void *data, struct error *err);

/* All that run; migrating: also those whose CPUs are on another host. One that ends
 * meanwhile is passed over. */
int libvirt_guests_read_running(const char *uri, bool migrating, libvirt_guest guest,
				void *data, struct error *err);
