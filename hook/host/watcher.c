/* watcher.c - whether onebridge watch runs
 *
 * It is found in /proc, so that it has nothing to leave behind when it is killed.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/host/watcher.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hook/host/process.h"
#include "netcore/cleanup.h"

enum { WATCHER_ARGS = 4096 };

/* "/usr/sbin/onebridge", "watch" */
static bool args_are_watch(pid_t pid)
{
	size_t size = 0;
	_cleanup_(cleanup_free) char *args = process_args(pid, WATCHER_ARGS, &size);
	size_t first = args ? strnlen(args, size) + 1 : 0;

	return first && first < size && !strncmp(args + first, "watch", size - first) &&
	       strnlen(args + first, size - first) == strlen("watch");
}

static bool is_watcher(pid_t pid)
{
	struct process process;
	struct error ended;
	char command[16];

	process_command(pid, command);
	return !strcmp(command, "onebridge") && args_are_watch(pid) &&
	       process_read(pid, &process, &ended) == 0 && process.user == 0 &&
	       process_is_here(pid);
}

static pid_t find_watcher(void)
{
	_cleanup_(cleanup_dir) DIR *dir = opendir("/proc");
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		pid_t pid = (pid_t)atoi(entry->d_name);

		if (pid > 0 && is_watcher(pid))
			return pid;
	}
	return 0;
}

pid_t watcher_find(void)
{
	if (geteuid() != 0)
		return -1;
	return find_watcher();
}
