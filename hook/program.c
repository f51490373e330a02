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

#include "netcore/cleanup.h"
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

static bool at_end; /* of its own accord */

int program_fail(const struct program *program, const struct error *err)
{
	at_end = true;
	if (program->priority)
		log_line(program->priority, err->text);
	fprintf(stderr, "%s: %s\n", program->prefix, err->text);
	return program->status;
}

int program_end(const struct program *program, int r, const struct error *err)
{
	at_end = true;
	return r < 0 ? program_fail(program, err) : 0;
}

/* --- an end that comes from elsewhere */

static struct program limited;

/* What is said by whoever has no time to make a text. */
struct last_words {
	struct error err;
	char line[sizeof(((struct error *)NULL)->text) + 64];
};
static struct last_words of_time_limit, of_crash;
static volatile sig_atomic_t ending;

/* What was done is in the state, and libvirt's next operation undoes it. signal-safety(7)
 * does not list syslog(): should that hang, or crash, a second signal ends the process.
 */
static void on_last_signal(int signal_number)
{
	const struct last_words *words =
		signal_number == SIGALRM ? &of_time_limit : &of_crash;

	if (ending)
		_exit(limited.status);
	ending = 1;
	alarm(1);
	if (write(STDERR_FILENO, words->line, strlen(words->line)) >= 0 &&
	    limited.priority)
		log_line(limited.priority, words->err.text);
	_exit(limited.status);
}

/* libnftables exits where it gets no memory or no socket: netlink_init_error() and
 * memory_allocation_error() in its src. */
static void on_exit_of_library(void)
{
	struct error err;

	if (at_end)
		return;
	error_set(&err, ENOMEM,
		  "a library ended the program; is the host out of memory, "
		  "or of open files?");
	_exit(program_fail(&limited, &err));
}

static void last_words_make(struct last_words *words)
{
	snprintf(words->line, sizeof(words->line), "%s: %s\n", limited.prefix,
		 words->err.text);
}

/* Nobody may end a guest whose hook has to succeed: not a library either, that crashes on
 * what it was not told to expect. Another program crashes as one does. */
static void catch_crashes(void)
{
	static const int crashes[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
	struct sigaction action = {.sa_handler = on_last_signal, .sa_flags = SA_NODEFER};

	for (size_t i = 0; limited.status == 0 && i < ARRAY_SIZE(crashes); i++)
		sigaction(crashes[i], &action, NULL);
}

void program_limit_time(const struct program *program, const char *format, ...)
{
	struct sigaction action = {.sa_handler = on_last_signal, .sa_flags = SA_NODEFER};
	char what[256];
	sigset_t alarms;
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	limited = *program;
	error_set(&of_time_limit.err, ETIME,
		  "%s timed out after %d s; another process may be holding the network "
		  "configuration lock",
		  what, LIMIT_SECONDS);
	error_set(&of_crash.err, EFAULT, "%s crashed; onebridge sync mends what is left",
		  what);
	last_words_make(&of_time_limit);
	last_words_make(&of_crash);
	atexit(on_exit_of_library);
	catch_crashes();
	sigaction(SIGALRM, &action, NULL);
	/* QEMU blocks it, and what QEMU runs inherits that (qemu_signal_init() in QEMU's
	 * util/main-loop.c). */
	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &alarms, NULL);
	alarm(LIMIT_SECONDS);
}
