/* process.h - what /proc says of a process */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "netcore/error.h"

struct process {
	pid_t parent;
	uid_t user; /* the real one, as is the group */
	gid_t group;
};

/* 0; -ESRCH: it has ended, or may not be looked at. */
int process_read(pid_t pid, struct process *ret, struct error *err);

/* Its command line: size bytes, each argument with its NUL, as far as most bytes; the
 * caller frees it. NULL: it has ended, or may not be looked at, or there is no memory. */
char *process_args(pid_t pid, size_t most, size_t *ret_size);

/* Whether the process of that PID still runs that was started then, in clock ticks since
 * the boot (proc(5), stat, field 22); 0: not known. One that cannot be seen may run. */
bool process_is(pid_t pid, uint64_t start);

/* What the kernel calls it, of at most 15 characters; empty: it has ended. */
void process_command(pid_t pid, char ret[16]);

/* 0: it has ended, or may not be looked at. */
uint64_t process_start(pid_t pid);

/* Whether it lives in our network namespace. */
bool process_is_here(pid_t pid);

/* A file of its folder; NULL as above. */
FILE *process_open(pid_t pid, const char *file);
