/* test_privileges.c - what a process has given up: descriptors, and system calls; and how
 * it hands one over
 *
 * Each is tried in a process of its own. Ids and capabilities are looked at from outside,
 * by tests/netns/helper.test.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hook/helper/privileges.h"
#include "hook/helper/sandbox.h"
#include "hook/helper/send_fd.h"

/* What becomes of a child that does this: its exit status, or minus a signal. It leaves
 * by the bare call, for the sanitizers make more of _exit(). */
static int in_child(int (*act)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		syscall(SYS_exit_group, act());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static bool is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

/* Which of the first ten are open, as bits, behind privileges_close_files(keep). */
static int left_open(int keep)
{
	struct error err;
	int open = 0;

	if (privileges_close_files(keep, &err) < 0)
		return 255;
	for (int fd = 0; fd < 8; fd++)
		open |= is_open(fd) << fd;
	return is_open(900) || is_open(901) ? 255 : open;
}

static void open_many(void)
{
	for (int fd = 3; fd < 8; fd++)
		dup2(0, fd);
	dup2(0, 900);
	dup2(0, 901);
}

static int keep_middle(void)
{
	open_many();
	return left_open(5);
}

static int keep_first(void)
{
	open_many();
	return left_open(3);
}

static int keep_standard(void)
{
	open_many();
	return left_open(1);
}

static int keep_none(void)
{
	open_many();
	close(0);
	close(2);
	return left_open(77);
}

static void closes_files(void **state)
{
	assert_int_equal(in_child(keep_middle), 1 << 0 | 1 << 1 | 1 << 2 | 1 << 5);
	assert_int_equal(in_child(keep_first), 1 << 0 | 1 << 1 | 1 << 2 | 1 << 3);
	assert_int_equal(in_child(keep_standard), 1 << 0 | 1 << 1 | 1 << 2);
	assert_int_equal(in_child(keep_none), 1 << 0 | 1 << 1 | 1 << 2);
}

/* --- system calls */

static int enter(void)
{
	struct error err;

	return sandbox_enter(&err);
}

static int act_ends(void)
{
	return enter() < 0 ? 1 : 42;
}

static int act_socket(void)
{
	return enter() == 0 && socket(AF_UNIX, SOCK_DGRAM, 0) < 0 && errno == EACCES ? 42
										     : 1;
}

static int act_memory(void)
{
	char *bytes = enter() < 0 ? NULL : malloc(1 << 20);

	if (!bytes)
		return 1;
	memset(bytes, 1, 1 << 20);
	free(bytes);
	return 42;
}

static int act_read(void)
{
	int fd = enter() < 0 ? -1 : open("/dev/null", O_RDWR | O_CLOEXEC);

	return fd >= 0 && write(fd, "", 1) == 1 && close(fd) == 0 ? 42 : 1;
}

static int act_create(void)
{
	return enter() < 0 ? 1 : open("/dev/null", O_RDWR | O_CREAT, 0600);
}

static int act_run(void)
{
	char *const none[] = {NULL};

	return enter() < 0 ? 1 : execve("/bin/true", none, none);
}

static int act_fork(void)
{
	return enter() < 0 ? 1 : fork();
}

static int act_code(void)
{
	return enter() < 0 ? 1
			   : mmap(NULL, 4096, PROT_READ | PROT_EXEC,
				  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
}

static int act_terminal(void)
{
	return enter() < 0 ? 1 : isatty(0);
}

static int act_become(void)
{
	return enter() < 0 ? 1 : setuid(0);
}

static void sandboxed(void **state)
{
	static int (*const fine[])(void) = {act_ends, act_socket, act_memory, act_read};
	static int (*const fatal[])(void) = {act_create, act_run,      act_fork,
					     act_code,   act_terminal, act_become};

	for (size_t i = 0; i < ARRAY_SIZE(fine); i++)
		assert_int_equal(in_child(fine[i]), 42);
	for (size_t i = 0; i < ARRAY_SIZE(fatal); i++)
		assert_int_equal(in_child(fatal[i]), -SIGSYS);
}

/* --- a descriptor handed over */

static void expect_socket(int fd, int result, const char *want)
{
	struct error err = {};
	char text[80] = "";

	if (*want)
		snprintf(text, sizeof(text), "descriptor %d is %s", fd, want);
	assert_int_equal(send_fd_check(fd, &err), result);
	assert_string_equal(err.text, text);
}

static void checks_socket(void **state)
{
	int file = open("/dev/null", O_RDWR | O_CLOEXEC), pair[2],
	    other = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	expect_socket(file, -ENOTSOCK, "not a Unix socket");
	expect_socket(other, -ENOTSOCK, "not a Unix socket");
	expect_socket(pair[0], 0, "");
	close(pair[0]);
	expect_socket(pair[0], -EBADF, "not open");
	close(pair[1]);
	close(file);
	close(other);
}

/* Returns the descriptor that came, with one byte that is 0. */
static int receive(int socket)
{
	char byte = 1, control[64];
	struct iovec part = {.iov_base = &byte, .iov_len = 1};
	struct msghdr message = {.msg_iov = &part,
				 .msg_iovlen = 1,
				 .msg_control = control,
				 .msg_controllen = sizeof(control)};
	int fd = -1;

	assert_int_equal(recvmsg(socket, &message, MSG_CMSG_CLOEXEC), 1);
	assert_int_equal(byte, 0);
	assert_non_null(CMSG_FIRSTHDR(&message));
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	return fd;
}

static void sends(void **state)
{
	int pair[2], pipes[2], fd;
	struct error err;

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	assert_int_equal(pipe(pipes), 0);
	assert_int_equal(send_fd(pair[0], pipes[1], &err), 0);
	fd = receive(pair[1]);
	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
	close(pair[1]);
	assert_int_equal(send_fd(pair[0], pipes[1], &err), -EPIPE);
	close(pair[0]);
	close(pipes[0]);
	close(pipes[1]);
}

/* It waits for a reader, also where the socket itself would not, until its time is up. */
static int send_to_nobody(void)
{
	int pair[2];
	struct error err;

	socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair);
	while (write(pair[0], "", 1) == 1)
		continue;
	alarm(1);
	return send_fd(pair[0], 0, &err);
}

static void waits(void **state)
{
	assert_int_equal(in_child(send_to_nobody), -SIGALRM);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(closes_files),  cmocka_unit_test(sandboxed),
		cmocka_unit_test(checks_socket), cmocka_unit_test(sends),
		cmocka_unit_test(waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
