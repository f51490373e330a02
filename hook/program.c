/* program.c - what the programs share: usage, a time limit, the line that reports a
 * failure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "netcore/log.h"

enum { LIMIT_SECONDS = 5, WRONG_USAGE = 2 };

void program_open_streams(void)
{
	for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++)
		if (fcntl(i, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", O_RDONLY) < 0)
			_exit(WRONG_USAGE);
}

int program_usage(const struct program *program, const char *argument)
{
	bool help = argument && (!strcmp(argument, "--help") || !strcmp(argument, "-h"));

	fprintf(help ? stdout : stderr, "usage: %s\n", program->usage);
	if (!help)
		return WRONG_USAGE;
	return fflush(stdout) == 0 ? 0 : program->status;
}

int program_fail(const struct program *program, const struct error *err)
{
	if (program->priority)
		log_line(program->priority, err->text);
	fprintf(stderr, "%s: %s\n", program->prefix, err->text);
	return program->status;
}

/* --- the time limit */

static struct program limited;
static struct error limit_error;
static char limit_line[sizeof(limit_error.text) + 64];
static volatile sig_atomic_t limit_passed;

/* What was done is in the state, and libvirt's next operation undoes it. signal-safety(7)
 * does not list syslog(): should that hang, a second signal ends the process. */
static void on_time_limit(int signal_number)
{
	if (limit_passed)
		_exit(limited.status);
	limit_passed = 1;
	alarm(1);
	if (write(STDERR_FILENO, limit_line, strlen(limit_line)) >= 0 && limited.priority)
		log_line(limited.priority, limit_error.text);
	_exit(limited.status);
}

void program_limit_time(const struct program *program, const char *format, ...)
{
	struct sigaction action = {.sa_handler = on_time_limit, .sa_flags = SA_NODEFER};
	char what[256];
	sigset_t alarms;
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	error_set(&limit_error, ETIME,
		  "%s timed out after %d s; another process may be holding the network "
		  "configuration lock",
		  what, LIMIT_SECONDS);
	snprintf(limit_line, sizeof(limit_line), "%s: %s\n", program->prefix,
		 limit_error.text);
	limited = *program;
	sigaction(SIGALRM, &action, NULL);
	/* QEMU blocks it, and what QEMU runs inherits that (qemu_signal_init() in QEMU's
	 * util/main-loop.c). */
	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &alarms, NULL);
	alarm(LIMIT_SECONDS);
}
