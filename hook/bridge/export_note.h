/* export_note.h - what exported files lack, or leave to others, as a comment at their top
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/bridge/export_format.h"

/* One list of all that cannot be seen on this host, or not be said in these files. */
void export_print_notes(const struct host_bridge *host,
			const struct export_format *format, FILE *out);
