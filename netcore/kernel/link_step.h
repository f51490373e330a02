/* link_step.h - steps as a message of rtnetlink's */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <netlink/msg.h>

#include "netcore/step.h"

/* The message that takes these steps, of which the first tells the kind, and which share
 * it (step_shares_message()); not for STEP_IPV6, which has none, nor for a TAP's
 * making. NULL: no memory. */
struct nl_msg *link_step_message(const struct step *steps, size_t count);
