/* fdb_message.h - rtnetlink's words for a bridge's FDB: which MAC is behind which port */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <netlink/msg.h>

#include "netcore/plan.h"

/* The message that takes a STEP_FDB in one of its VLANs. NULL: no memory. */
struct nl_msg *fdb_message_step(const struct step *step, unsigned vlan);

/* The question for one entry. NULL: no memory. */
struct nl_msg *fdb_message_ask(const struct fdb_key *key);

/* The question for a port's entries, as a dump on a strict socket. NULL: no memory. */
struct nl_msg *fdb_message_ask_port(uint32_t ifindex);

/* The same for all entries of a bridge. */
struct nl_msg *fdb_message_ask_bridge(uint32_t ifindex);

/* Returns whether it tells an entry. */
bool fdb_message_read(struct nlmsghdr *part, struct fdb_entry *ret);
