/* send_fd.h - a descriptor handed over through a unix socket */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"

/* -EBADF: it is not open. -ENOTSOCK: it is not a Unix socket. */
int send_fd_check(int socket, struct error *err);

/* Sends one byte, and fd with it, as QEMU awaits it (recv_fd() in its net/tap.c). Waits
 * while the socket is full; who has no time for that sets a deadline. */
int send_fd(int socket, int fd, struct error *err);
