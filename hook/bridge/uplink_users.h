/* uplink_users.h - what of the host's is tied to an uplink and does not move with its
 * addresses
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/link.h"

/* Each writes words for a message, ", " or " " between them; what does not fit is "…".
 * Empty: there are none, or they cannot be seen. */

/* The DNS servers that systemd-resolved has at that link alone, each a word of a shell.
 */
void uplink_users_dns(uint32_t ifindex, char *ret, size_t size);

/* The multicast groups that programs have joined there. */
void uplink_users_groups(const struct link_ref *uplink, char *ret, size_t size);
