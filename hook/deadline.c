/* deadline.c - an end to waiting: the process ends itself when its time is up */
#include "hook/deadline.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "netcore/log.h"

static char last_words[512];
static int last_status;
static volatile sig_atomic_t late;

/* What was done is in the state, and libvirt's next operation undoes it. The log is not
 * among what signal-safety(7) allows: if it should hang, a second signal ends that too.
 */
static void time_is_up(int signal_number)
{
	(void)signal_number;
	if (late)
		_exit(last_status);
	late = 1;
	alarm(1);
	if (write(STDERR_FILENO, last_words, strlen(last_words)) >= 0)
		log_line(LOG_ERR, last_words);
	_exit(last_status);
}

/* QEMU blocks SIGALRM, and so it would be blocked in what QEMU runs (qemu_signal_init()
 * in QEMU's util/main-loop.c). */
void deadline_start(unsigned seconds, int status, const char *line)
{
	struct sigaction action = {.sa_handler = time_is_up, .sa_flags = SA_NODEFER};
	sigset_t alarms;

	snprintf(last_words, sizeof(last_words), "%s\n", line);
	last_status = status;
	sigaction(SIGALRM, &action, NULL);
	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &alarms, NULL);
	alarm(seconds);
}
