/* libvirt_guests.h - guests' XML from a libvirt daemon, read-only; the one file that
 * knows libvirt
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "netcore/error.h"

/* Called for each guest, with the XML of a running one as it runs. elsewhere: its CPUs
 * are on another host, or do not run yet. */
typedef void (*libvirt_guest)(const char *name, const char *xml, bool elsewhere,
			      void *data);

enum { LIBVIRT_UUID_TEXT = 37 /* with its NUL */ };

/* Which guests of those that run. */
struct libvirt_question {
	const char *uri; /* NULL: libvirt's default */
	bool migrating;  /* also guests whose CPUs are on another host */
	int ms;          /* how long the answer may take */
	bool chosen;     /* only these: */
	const char (*uuids)[LIBVIRT_UUID_TEXT];
	size_t count;
};

/* The guests of these names, or all where names is NULL. uri NULL: libvirt's default. A
 * guest that is not there is an error that names it; those before it have been handed
 * over by then. */
int libvirt_guests_read(const char *uri, char **names, size_t count, libvirt_guest guest,
			void *data, struct error *err);

/* Those that run. One that ends meanwhile is passed over. */
int libvirt_guests_read_running(const struct libvirt_question *question,
				libvirt_guest guest, void *data, struct error *err);
