/* sandbox.c - the few system calls that are left to a program from then on
 *
 * Any other call ends the process. To fail it would not do: getuid(), say, cannot fail,
 * so nobody looks whether it has.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/helper/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "netcore/kernel/tap.h"

static void cleanup_filter(scmp_filter_ctx *filter)
{
	if (*filter)
		seccomp_release(*filter);
}

/* Calls that go through whatever their arguments are. None makes a descriptor. */
static const int allowed[] = {
	/* rtnetlink, and the caller's socket */
	SCMP_SYS(sendmsg),
	SCMP_SYS(recvmsg),
	SCMP_SYS(poll),
	SCMP_SYS(ppoll),
	SCMP_SYS(ppoll_time64),
	/* libnftables, by the socket that it has by then */
	SCMP_SYS(sendto),
	SCMP_SYS(recvfrom),
	SCMP_SYS(select),
	SCMP_SYS(_newselect),
	SCMP_SYS(pselect6),
	SCMP_SYS(pselect6_time64),
	SCMP_SYS(getsockopt),
	SCMP_SYS(geteuid),
	/* /proc/sys, stderr, the time zone of a line for the log, and the end of files */
	SCMP_SYS(read),
	SCMP_SYS(write),
	SCMP_SYS(lseek),
	SCMP_SYS(_llseek),
	SCMP_SYS(close),
	SCMP_SYS(fstat),
	SCMP_SYS(fstat64),
	SCMP_SYS(newfstatat),
	/* memory */
	SCMP_SYS(brk),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	/* the C library's own */
	SCMP_SYS(futex),
	SCMP_SYS(futex_time64),
	SCMP_SYS(getrandom),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_gettime64),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(rt_sigprocmask),
	/* capabilities, which can only get fewer */
	SCMP_SYS(capget),
	SCMP_SYS(capset),
	/* the deadline */
	SCMP_SYS(alarm),
	SCMP_SYS(setitimer),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(sigreturn),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
};

/* Calls that go through where, of one argument, the bits in mask are as in value. */
static const struct {
	int call;
	unsigned argument;
	scmp_datum_t mask, value;
} allowed_if[] = {
	{SCMP_SYS(openat), 2, O_CREAT, 0},
	{SCMP_SYS(open), 1, O_CREAT, 0},
	{SCMP_SYS(mmap), 2, PROT_EXEC, 0},
	{SCMP_SYS(mmap2), 2, PROT_EXEC, 0},
	{SCMP_SYS(mprotect), 2, PROT_EXEC, 0},
	{SCMP_SYS(prctl), 0, ~0ULL, PR_CAPBSET_READ},
	{SCMP_SYS(setsockopt), 1, ~0ULL, SOL_SOCKET}, /* the size of its buffers */
};

/* socket() fails: it is what syslog() begins with, and goes on without. */
static int allow_all(scmp_filter_ctx filter)
{
	int r = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(socket), 0);

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(allowed); i++)
		r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(allowed_if); i++)
		r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed_if[i].call, 1,
				     SCMP_CMP(allowed_if[i].argument, SCMP_CMP_MASKED_EQ,
					      allowed_if[i].mask, allowed_if[i].value));
	for (size_t i = 0; r == 0 && i < tap_request_count; i++)
		r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1,
				     SCMP_A1(SCMP_CMP_EQ, tap_requests[i]));
	return r;
}

int sandbox_enter(struct error *err)
{
	_cleanup_(cleanup_filter) scmp_filter_ctx filter =
		seccomp_init(SCMP_ACT_KILL_PROCESS);
	int r = filter ? allow_all(filter) : -ENOMEM;

	r = r < 0 ? r : seccomp_load(filter);
	if (r < 0)
		return error_set(err, -r, "cannot give up system calls (seccomp): %s",
				 strerror(-r));
	return 0;
}
