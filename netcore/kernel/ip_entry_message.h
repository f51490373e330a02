/* ip_entry_message.h - rtnetlink's words for one address, route or proxied neighbour */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <netlink/msg.h>

#include "netcore/step.h"

/* The message that takes that step of WAY_IP. NULL: no memory. */
struct nl_msg *ip_entry_message(const struct step *step);

/* Whether the kernel has refused to delete it because it is gone already. */
bool ip_entry_is_gone(int result);

/* The questions for all addresses, for all proxies, and for the route to an address. */
struct nl_msg *ip_entry_ask_addresses(void);
struct nl_msg *ip_entry_ask_proxies(void);
struct nl_msg *ip_entry_ask_route(const struct ip_prefix *to);

/* An answer as an entry, of its device the ifindex. False: it is none. */
bool ip_entry_read(struct nlmsghdr *message, struct ip_entry *ret);
