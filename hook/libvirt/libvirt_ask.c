/* libvirt_ask.c - asks libvirt for its running guests, and gives up in time
 *
 * The process that asks writes each guest into a pipe: e where its CPUs are elsewhere, or
 * h, its XML and a NUL. The pipe's end is the end of the answer.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/libvirt/libvirt_ask.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

#include "hook/libvirt/libvirt_guests.h"
#include "netcore/array.h"
#include "xml/domain.h"

struct answer {
	char *text;
	size_t size;
};

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* --- the process that asks */

static void write_all(int fd, const char *text, size_t left)
{
	while (left > 0) {
		ssize_t written = write(fd, text, left);

		if (written < 0)
			_exit(1);
		text += written;
		left -= (size_t)written;
	}
}

static void write_guest(const char *name, const char *xml, bool elsewhere, void *data)
{
	const int *fd = data;

	write_all(*fd, elsewhere ? "e" : "h", 1);
	write_all(*fd, xml, strlen(xml) + 1);
}

/* Whatever the library would like to say: nobody wants to hear it. */
static _Noreturn void ask_library(const struct libvirt_question *question, int fd,
				  pid_t parent)
{
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
	struct error err;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
		dup2(nowhere, i);
	_exit(libvirt_guests_read_running(question, write_guest, &fd, &err) < 0);
}

int libvirt_ask_start(const struct libvirt_question *question, struct libvirt_ask *ret,
		      struct error *err)
{
	struct libvirt_ask started = {.deadline = now() + question->ms};
	pid_t parent = getpid();
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_set(err, errno, "a pipe: %s", strerror(errno));
	started.fd = ends[0];
	started.pid = fork();
	if (started.pid == 0)
		ask_library(question, ends[1], parent);
	close(ends[1]);
	if (started.pid < 0) {
		close(ends[0]);
		return error_set(err, errno, "a process: %s", strerror(errno));
	}
	*ret = started;
	return 0;
}

/* --- the answer */

static bool grow(struct answer *answer, size_t *room)
{
	char *more;

	if (answer->size < *room)
		return true;
	*room = *room ? *room * 2 : 65536;
	more = realloc(answer->text, *room);
	if (more)
		answer->text = more;
	return more;
}

/* LIBVIRT_ALL, LIBVIRT_LATE or -ENOMEM. */
static int receive_answer(const struct libvirt_ask *ask, struct answer *answer)
{
	struct pollfd ready = {.fd = ask->fd, .events = POLLIN};
	size_t room = 0;

	for (;;) {
		int64_t left = ask->deadline - now();
		ssize_t length;

		if (!grow(answer, &room))
			return -ENOMEM;
		if (left <= 0 || poll(&ready, 1, (int)left) <= 0)
			return LIBVIRT_LATE;
		length = read(ask->fd, answer->text + answer->size, room - answer->size);
		if (length <= 0)
			return LIBVIRT_ALL;
		answer->size += (size_t)length;
	}
}

/* The guests in it that are whole, and that can be read. */
static void read_guests(const struct answer *answer, struct guest **ret,
			size_t *ret_count)
{
	const char *text = answer->text, *end = text + answer->size, *stop;
	struct guest *guests = NULL;
	size_t count = 0;
	struct error err;

	for (; (stop = memchr(text, '\0', (size_t)(end - text))); text = stop + 1) {
		struct guest guest = {};

		if (stop == text || domain_read_text(text + 1, (size_t)(stop - text - 1),
						     &guest, &err) < 0)
			continue;
		guest.elsewhere = *text == 'e';
		if (!array_grow(&guests, count, sizeof(*guests))) {
			guest_clear(&guest);
			break;
		}
		guests[count++] = guest;
	}
	*ret = guests;
	*ret_count = count;
}

static int end_process(const struct libvirt_ask *ask)
{
	int status = 0;

	close(ask->fd);
	kill(ask->pid, SIGKILL);
	waitpid(ask->pid, &status, 0);
	return status;
}

void libvirt_ask_drop(struct libvirt_ask *ask)
{
	end_process(ask);
}

int libvirt_ask_finish(struct libvirt_ask *ask, struct guest **ret, size_t *ret_count,
		       struct error *err)
{
	_cleanup_(cleanup_free) char *text = NULL;
	struct answer answer = {};
	int r = receive_answer(ask, &answer), status = end_process(ask);

	text = answer.text;
	if (r < 0)
		return error_set(err, ENOMEM, "no memory for libvirt's answer");
	read_guests(&answer, ret, ret_count);
	if (r == LIBVIRT_ALL && status != 0)
		return LIBVIRT_AWAY;
	return r;
}
