/* own_folder.h - tests of real files: as root, each in a new folder of its own */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "netcore/cleanup.h"

/* Setup of a group: root, if need be of a user namespace of its own. */
static inline int become_root(void **state)
{
	_cleanup_(cleanup_fd) int fd = -1;
	uid_t uid = geteuid();

	umask(022);
	if (uid == 0)
		return 0;
	if (unshare(CLONE_NEWUSER) < 0) {
		puts("1..0 # SKIP not root, and no user namespace to be root in");
		exit(0);
	}
	fd = open("/proc/self/uid_map", O_WRONLY | O_CLOEXEC);
	return dprintf(fd, "0 %u 1", uid) > 0 ? 0 : -1;
}

/* Each test works in a new folder, which is gone after it. */
static inline int enter(void **state)
{
	static char folder[64];

	strcpy(folder, "/tmp/onebridge-test.XXXXXX");
	*state = mkdtemp(folder);
	return *state ? chdir(folder) : -1;
}

static inline int leave(void **state)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", (const char *)*state);
	return chdir("/") < 0 ? -1 : system(command);
}
