/* fdb_message.h - rtnetlink's words for a bridge's FDB: which MAC is behind which port */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <netlink/msg.h>

#include "netcore/plan.h"

/* The message that takes a STEP_FDB. NULL: no memory. */
struct nl_msg *fdb_message_step(const struct step *step);

/* The question for one MAC's entry in a bridge. NULL: no memory. */
struct nl_msg *fdb_message_ask(uint32_t bridge, const uint8_t mac[MAC_BYTES]);

/* The question for a port's entries, as a dump on a strict socket. NULL: no memory. */
struct nl_msg *fdb_message_ask_port(uint32_t ifindex);

/* An entry that somebody has set, as the kernel tells it; what was only learnt is none.
 */
struct fdb_entry {
	uint32_t port;
	uint8_t mac[MAC_BYTES];
	uint16_t vlan; /* 0: that of frames without one, where none are filtered */
	bool local;    /* an address of the host's own */
	bool sticky;   /* it stays, whatever frame comes in elsewhere */
};
bool fdb_message_read(struct nlmsghdr *part, struct fdb_entry *ret);
