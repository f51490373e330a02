/* tap.h - making TAPs through /dev/net/tun */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"
#include "netcore/link.h"

/* Makes a TAP that lives as long as the descriptor in ret_fd. -EBUSY: there is a device
 * of that name. */
int tap_make(const char *name, const struct tap *tap, int *ret_fd, struct error *err);

/* Lets it live on without the descriptor. */
int tap_keep(int fd, struct error *err);

/* The name that a TAP got, where it was made as "tap%d", say. */
int tap_name(int fd, char ret[IFNAMSIZ], struct error *err);

/* The ioctl requests that all these make, for who forbids himself all others. */
extern const unsigned long tap_requests[];
extern const size_t tap_request_count;
