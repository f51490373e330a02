/* option_message.h - an option's value as an attribute of rtnetlink's */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <netlink/msg.h>

#include "netcore/option.h"

/* The kernel's attribute is as wide as the row says, and in the machine's byte order; not
 * for OPTION_MAC and OPTION_PROTOCOL. */
uint64_t option_message_read(const struct link_option *option, struct nlattr *attribute);

/* 0 or negative: there is no room for it. */
int option_message_put(struct nl_msg *message, const struct link_option *option,
		       uint64_t value);
