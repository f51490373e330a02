/* libvirt_daemon.c - whether libvirt's daemon has seen the hook
 *
 * It looks for hooks when it starts or reloads: virHookInitialize() in libvirt's
 * util/virhook.c. systemd keeps the time of both.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/doctor/libvirt_daemon.h"

#include <glob.h>
#include <string.h>
#include <time.h>

#include "hook/host/process.h"

static const char *const daemons[] = {"virtqemud", "libvirtd"};

/* The time so many milliseconds after the boot, in seconds since 1970. */
static time_t time_after_boot(const struct timespec *now, const struct timespec *up,
			      time_t after)
{
	return now->tv_sec - up->tv_sec +
	       (after + (now->tv_nsec - up->tv_nsec) / 1000000) / 1000;
}

/* When the process was started, in seconds since 1970: its ticks count from the boot. */
static time_t start_of(pid_t pid)
{
	uint64_t ticks = process_start(pid);
	struct timespec now, up;

	if (!ticks || clock_gettime(CLOCK_REALTIME, &now) < 0 ||
	    clock_gettime(CLOCK_BOOTTIME, &up) < 0)
		return 0;
	return time_after_boot(&now, &up,
			       (time_t)(ticks * 1000 / (uint64_t)sysconf(_SC_CLK_TCK)));
}

/* When its unit became active last, also after a reload, in microseconds since the boot
 * without the time asleep; 0: systemd does not say. */
static time_t reloaded(const char *daemon)
{
	unsigned long long since = 0;
	struct timespec now, up;
	char command[160];
	FILE *in;

	if (access("/run/systemd/system", F_OK) < 0)
		return 0;
	snprintf(command, sizeof(command),
		 "systemctl show --value --property=StateChangeTimestampMonotonic "
		 "%s.service 2>/dev/null",
		 daemon);
	in = popen(command, "re");
	if (!in)
		return 0;
	if (fscanf(in, "%llu", &since) != 1)
		since = 0;
	pclose(in);
	if (!since || clock_gettime(CLOCK_REALTIME, &now) < 0 ||
	    clock_gettime(CLOCK_MONOTONIC, &up) < 0)
		return 0;
	return time_after_boot(&now, &up, (time_t)(since / 1000));
}

static void look_at_daemon(const char *daemon, struct host_files *files)
{
	char path[64];
	_cleanup_(cleanup_file) FILE *in = NULL;
	time_t later;
	int pid;

	snprintf(path, sizeof(path), "/run/%s.pid", daemon);
	in = fopen(path, "re");
	if (!in || fscanf(in, "%d", &pid) != 1 || !start_of(pid))
		return;
	snprintf(files->daemon, sizeof(files->daemon), "%s", daemon);
	files->daemon_started = start_of(pid);
	later = reloaded(daemon);
	if (later > files->daemon_started)
		files->daemon_started = later;
}

/* The latest state that the hook has written of a guest: it was run then. */
static time_t find_last_run(void)
{
	glob_t found = {};
	time_t last = 0;

	if (glob(STATE_FOLDER "/guest/*", GLOB_NOSORT, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++) {
			struct stat status;

			if (stat(found.gl_pathv[i], &status) == 0 &&
			    status.st_mtime > last)
				last = status.st_mtime;
		}
	globfree(&found);
	return last;
}

void libvirt_daemon_look(struct host_files *files)
{
	for (size_t i = 0; i < ARRAY_SIZE(daemons); i++)
		look_at_daemon(daemons[i], files);
	files->hook_ran = find_last_run();
}
