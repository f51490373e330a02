/* sandbox.h - the few system calls that are left to a program from then on */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"

/* What it takes to make a TAP and to talk to the kernel and through descriptors that are
 * open; no new socket, no program, no file made or mapped to be run. For good, and for
 * all threads to come. */
int sandbox_enter(struct error *err);
