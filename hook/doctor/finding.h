/* finding.h - what a check has found: the words of its row, with what they are about */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <net/if.h>

#include "netcore/error.h"
#include "netcore/text.h"

struct check;

enum { FINDING_TEXT = 2048 };

/* What a row's words name: "{bridge}", "{dev}", "{guest}", "{path}" and "{value}". */
struct finding {
	const struct check *check;
	char bridge[IFNAMSIZ], dev[IFNAMSIZ];
	char guest[128]; /* any bytes */
	char path[160];
	char value[1536];   /* also a part of a command, which is not quoted */
	char evidence[480]; /* a value, and where it was read */
};

struct findings {
	struct finding *all;
	size_t count;
	const struct check *check; /* the row at hand */
	bool no_memory;            /* one was lost */
};

void findings_clear(struct findings *findings);

/* One more of the row at hand, for the caller to fill; never NULL. */
struct finding *findings_add(struct findings *findings);

/* Each sets a field. */
void finding_name(struct finding *finding, const char *bridge, const char *dev);
void finding_evidence(struct finding *finding, const char *format, ...) _printf_(2, 3);
void finding_value(struct finding *finding, const char *format, ...) _printf_(2, 3);
void finding_path(struct finding *finding, const char *path);
void finding_guest(struct finding *finding, const char *guest);

/* What is wrong, and the command that mends it, its names quoted for a shell. */
void finding_what(const struct finding *finding, char ret[FINDING_TEXT]);
void finding_remedy(const struct finding *finding, char ret[FINDING_TEXT]);
