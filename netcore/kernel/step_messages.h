/* step_messages.h - steps sent to the kernel as rtnetlink messages, and its answers */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/plan.h"

struct nl_sock;

/* Sends the steps, all of a kind that goes by messages, in as few system calls as can be.
 * All are tried; err tells of the first that failed, and its step. */
int step_messages_send(struct nl_sock *socket, const struct step *steps, size_t count,
		       struct error *err);

/* Names the step, and its device, before an error about it. */
int step_messages_within(const struct step *step, struct error *err);
