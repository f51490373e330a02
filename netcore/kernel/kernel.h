/* kernel.h - the real kernel, behind net_ops */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/net.h"

/* 0 or -errno. The caller ends with kernel_close(), which deletes the TAPs that were made
 * and never made to stay. */
int kernel_open(struct net *ret, struct error *err);
void kernel_close(struct net *net);
