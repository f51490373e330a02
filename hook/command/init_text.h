/* init_text.h - the text of a first policy, from what was found on the host */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/command/init_scripts.h"
#include "hook/doctor/facts.h"

/* By what rule a NIC that runs already stays as it is. */
enum init_way {
	INIT_ATTACH, /* to the bridge that it is on: onebridge has put it there */
	INIT_IGNORE,
	INIT_NOTHING, /* no rule keeps it: it is not as it was set up */
};

/* One that would not stay as it is under the rules for all. */
struct init_nic {
	char guest[128]; /* empty: it has no name */
	char uuid[UUID_TEXT];
	uint8_t mac[MAC_BYTES];
	bool by_mac; /* libvirt's: its TAP has another name next time */
	char device[IFNAMSIZ], bridge[IFNAMSIZ];
	enum init_way way;
};

struct init {
	const struct facts *facts;
	struct init_scripts scripts;
	struct init_nic *nics;
	size_t nic_count;
};

/* The policy, with what was found in comments. Whatever bytes names hold, it is valid:
 * they cannot end a comment or an attribute. */
void init_print(FILE *out, const struct init *init);
