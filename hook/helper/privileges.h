/* privileges.h - what a program that is setuid root gives up, and when */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"

/* Closes every descriptor but 0, 1, 2 and keep, and puts /dev/null where one of the three
 * was closed: no file of ours can then become what somebody writes messages to. */
int privileges_close_files(int keep, struct error *err);

/* Becomes the caller in all but CAP_NET_ADMIN, for good: real, effective and saved ids
 * are the caller's real ones, his supplementary groups stay, no program that is run gives
 * anything back, and he may not trace this process. -EPERM: there is no CAP_NET_ADMIN to
 * keep. */
int privileges_keep_net_admin(struct error *err);

/* Gives up CAP_NET_ADMIN, too. */
int privileges_drop(struct error *err);
