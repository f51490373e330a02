/* show_html.h - a host's bridges, and what doctor has found, as one page for a browser */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

#include "hook/show/host_view.h"

enum { SHOW_FINDING_TEXT = 2048 };

/* As doctor tells it. */
struct show_finding {
	const char *check, *evidence;
	char what[SHOW_FINDING_TEXT], remedy[SHOW_FINDING_TEXT];
};

struct show_findings {
	const struct show_finding *all;
	size_t count;
};

/* title: of what host, and when. The page needs nothing but itself: its picture, style
 * and script are in it, and no other may run. 0, or -1 where it could not be written. */
int show_html(FILE *out, const char *title, const struct host_view *view,
	      const struct show_findings *findings);
