/* vlan_message.h - rtnetlink's words for the VLANs of a bridge's port */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <netlink/msg.h>

#include "netcore/plan.h"

/* One message that takes all these steps, which are of one port, and all in or all out.
 * NULL: no memory. */
struct nl_msg *vlan_message_steps(const struct step *steps, size_t count);

/* The message that sets an option of VLANs that the port carries. NULL: no memory. */
struct nl_msg *vlan_message_option(const struct step *step);

/* The question for all VLANs of that port, or of every port and bridge where ifindex is
 * 0, as a dump; and a part of its answer, which adds to the VLANs of ret. Returns the
 * port's number, 0: it is none such. NULL: no memory. */
struct nl_msg *vlan_message_ask(uint32_t ifindex);
uint32_t vlan_message_port(struct nlmsghdr *part);
void vlan_message_read(struct nlmsghdr *part, struct link *ret);
