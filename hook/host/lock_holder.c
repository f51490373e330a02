/* lock_holder.c - which process works on a state, for those who wait for it */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/host/lock_holder.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>

#include "hook/state/state_path.h"

enum { LOOKS = 20 };

/* A line is "7: FLOCK  ADVISORY  WRITE 4711 fd:01:1234 0 EOF", where the kernel has one
 * for each lock (lock_get_status() in its fs/locks.c), and "7: -> FLOCK …" for those who
 * wait. It has PID 0 for a process of another PID namespace. */
static pid_t find_lock_holder(const struct stat *lock)
{
	_cleanup_(cleanup_file) FILE *in = fopen("/proc/locks", "re");
	unsigned major_number, minor_number;
	unsigned long long inode;
	char line[200];
	int pid;

	while (in && fgets(line, sizeof(line), in))
		if (sscanf(line, "%*d: FLOCK %*s %*s %d %x:%x:%llu", &pid, &major_number,
			   &minor_number, &inode) == 4 &&
		    makedev(major_number, minor_number) == lock->st_dev &&
		    inode == lock->st_ino)
			return pid > 0 ? pid : 0;
	return 0;
}

/* Where it cannot be told, nobody has it: who opens the state gets the error. */
static bool is_locked(const struct state_id *id)
{
	struct state_file file = STATE_FILE_NONE;

	if (state_try_open(id, &file, NULL) == 1)
		return true;
	state_close(&file);
	return false;
}

bool lock_holder_wait(const struct state_id *id, pid_t *ret_pid)
{
	const struct timespec pause = {.tv_nsec = 1000000000 / LOOKS};
	char path[STATE_PATH_TEXT];
	struct stat lock;

	for (int i = 0; i < LOOKS; i++) {
		if (!is_locked(id))
			return false;
		nanosleep(&pause, NULL);
	}
	state_path_beside(id, "lock", path);
	*ret_pid = stat(path, &lock) == 0 ? find_lock_holder(&lock) : 0;
	return is_locked(id);
}
