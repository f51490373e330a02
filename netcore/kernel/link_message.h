/* link_message.h - what rtnetlink says of a device, as a link */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <netlink/msg.h>

#include "netcore/link.h"

/* The question for one device, by name, or by number where name is NULL. NULL: no memory.
 */
struct nl_msg *link_message_ask(const char *name, uint32_t ifindex);

/* The question for all devices, or all of that type where it is not NULL, as a dump; not
 * every kernel passes over the others. NULL: no memory. */
struct nl_msg *link_message_ask_all(const char *type);

/* An RTM_NEWLINK as a link. What the kernel leaves out is zero. */
void link_message_read(struct nlmsghdr *message, struct link *ret);
