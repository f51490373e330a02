/* libvirt_pid.h - the QEMU of a guest of libvirt's, by the file in which that keeps its
 * PID
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

/* folder: the daemon's, such as LIBVIRT_PIDS of the system's. 0: none is kept. */
#define LIBVIRT_PIDS "/run/libvirt/qemu"
pid_t libvirt_pid_read(const char *folder, const char *guest);

/* Whether the guest of the system's daemon was started to take in a migration, or a
 * saved image; true also where that cannot be seen. */
bool libvirt_pid_is_incoming(const char *guest);
