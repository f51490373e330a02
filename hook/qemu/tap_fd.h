/* tap_fd.h - a descriptor that a process has of a TAP, as a plain value */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <net/if.h>

/* A descriptor's number, and the TAP that it is a queue of. */
struct tap_fd {
	int fd;
	char name[IFNAMSIZ];
};
