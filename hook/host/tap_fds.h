/* tap_fds.h - which TAPs a process holds open, from /proc/PID/fdinfo */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sys/types.h>

#include "hook/qemu/tap_fd.h"
#include "netcore/error.h"

enum { TAP_FDS_MAX = 4096 /* more of one process are not looked at */ };

/* The TAPs of that process by rising fd, several times if they have several queues; the
 * caller frees ret. Returns 0, or -errno: -EACCES, it is not ours to look at; -ENOENT,
 * there is no such process. Source: tun_chr_show_fdinfo() in drivers/net/tun.c. */
int tap_fds_read(pid_t pid, struct tap_fd **ret, size_t *ret_count, struct error *err);
