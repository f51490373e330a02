/* state_added.h - what `onebridge tap add` was given, in the state of its TAP */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>
#include <sys/types.h>

#include "netcore/text.h"

/* What `onebridge tap add` was given beside the guest's name: by that its TAP is judged
 * later, too. */
struct state_added {
	bool on;
	uint32_t ifindex; /* of a TAP that was there before; 0: the plan makes it */
	uid_t user;       /* as whom the guest is judged */
	gid_t group;
	bool has_mac;
	uint8_t mac[MAC_BYTES];
	char uuid[UUID_TEXT]; /* empty: none */
};

/* The line of the head, if there is one to print. */
void state_added_print(const struct state_added *added, FILE *out);

/* What is behind its first word. 0 or -EINVAL. */
int state_added_read(const char *text, struct state_added *ret);
