/* dhcp_files.h - the files by which a DHCP client tells what device it serves */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { PID_FILES_MAX = 32 };

/* The processes that have a PID file with the device's name in its own. */
struct pid_files {
	pid_t pids[PID_FILES_MAX];
	unsigned count;
};

void pid_files_read(const char *device, struct pid_files *ret);
bool pid_files_have(const struct pid_files *files, pid_t pid);

/* Whether a path is that of a lease file of the device:
 * "/var/lib/dhcp/dhclient.eth0.leases".
 */
bool is_lease_file(const char *path, const char *device);

/* Whether dhcpcd has a lease for the device, and is not told to leave that alone. */
bool dhcpcd_has_lease(const char *device);

/* Whether systemd-networkd has one: sd_dhcp_lease_save() in systemd. */
bool networkd_has_lease(uint32_t ifindex);
