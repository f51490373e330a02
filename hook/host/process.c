/* process.c - what /proc says of a process */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/host/process.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

FILE *process_open(pid_t pid, const char *file)
{
	char path[48];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	return fopen(path, "re");
}

int process_read(pid_t pid, struct process *ret, struct error *err)
{
	_cleanup_(cleanup_file) FILE *in = process_open(pid, "status");
	struct process process = {};
	unsigned found = 0;
	char line[256];

	while (in && fgets(line, sizeof(line), in)) {
		found += sscanf(line, "PPid: %d", &process.parent) == 1;
		found += sscanf(line, "Uid: %u", &process.user) == 1;
		found += sscanf(line, "Gid: %u", &process.group) == 1;
	}
	if (found != 3)
		return error_set(err, ESRCH, "process %d has ended", (int)pid);
	*ret = process;
	return 0;
}

char *process_args(pid_t pid, size_t most, size_t *ret_size)
{
	_cleanup_(cleanup_file) FILE *in = process_open(pid, "cmdline");
	char *args = NULL;
	size_t size = 0, room = 0;

	while (in && size == room && size < most) {
		size_t more = room ? 2 * room : 16384;
		char *larger = realloc(args, more);

		if (!larger)
			break;
		args = larger;
		room = more;
		size += fread(args + size, 1, room - size, in);
	}
	*ret_size = size < most ? size : most;
	return args;
}

void process_command(pid_t pid, char ret[16])
{
	_cleanup_(cleanup_file) FILE *in = process_open(pid, "comm");

	ret[0] = '\0';
	if (in && fgets(ret, 16, in))
		ret[strcspn(ret, "\n")] = '\0';
}

/* The command, in brackets, may hold anything. */
uint64_t process_start(pid_t pid)
{
	_cleanup_(cleanup_file) FILE *in = process_open(pid, "stat");
	char line[1024];
	uint64_t start;
	char *rest;

	if (!in || !fgets(line, sizeof(line), in))
		return 0;
	rest = strrchr(line, ')');
	if (!rest || sscanf(rest,
			    ") %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s "
			    "%*s %*s %*s %*s %*s %" SCNu64,
			    &start) != 1)
		return 0;
	return start;
}

bool process_is(pid_t pid, uint64_t start)
{
	uint64_t now = process_start(pid);

	if (now && start)
		return now == start;
	return kill(pid, 0) == 0 || errno != ESRCH;
}

bool process_is_here(pid_t pid)
{
	struct stat ours, theirs;
	char path[48];

	snprintf(path, sizeof(path), "/proc/%d/ns/net", (int)pid);
	return stat("/proc/self/ns/net", &ours) == 0 && stat(path, &theirs) == 0 &&
	       ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
}
