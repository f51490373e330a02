/* libvirt_daemon.c - whether libvirt's daemon has seen the hook, and may run it
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

/* When the process was started, in seconds since 1970: its ticks count from the boot. */
static time_t start_of(pid_t pid)
{
	uint64_t ticks = process_start(pid);
	struct timespec now, up;

	if (!ticks || clock_gettime(CLOCK_REALTIME, &now) < 0 ||
	    clock_gettime(CLOCK_BOOTTIME, &up) < 0)
		return 0;
	return now.tv_sec - up.tv_sec + (time_t)(ticks / (uint64_t)sysconf(_SC_CLK_TCK));
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
	return now.tv_sec - up.tv_sec + (time_t)(since / 1000000);
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

/* When the latest of these files was changed; 0: there is none. */
static time_t latest_change(const char *pattern)
{
	glob_t found = {};
	time_t last = 0;

	if (glob(pattern, GLOB_NOSORT, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++) {
			struct stat status;

			if (stat(found.gl_pathv[i], &status) == 0 &&
			    status.st_mtime > last)
				last = status.st_mtime;
		}
	globfree(&found);
	return last;
}

/* The latest state that the hook has written of a guest: it was run then. */
static time_t find_last_run(void)
{
	return latest_change(STATE_FOLDER "/guest/*");
}

static bool is_denial(const char *line)
{
	return (strstr(line, "apparmor=\"DENIED\"") || strstr(line, "avc:  denied")) &&
	       (strstr(line, "/libvirt/hooks/") || strstr(line, "onebridge"));
}

const char *libvirt_daemon_denied(const char *denial)
{
	return strstr(denial, "profile=\"virtqemud") ? "virtqemud" : "libvirtd";
}

#define HELPER "/onebridge/qemu-bridge-helper"

/* What the admin has added to the profile of this daemon. */
static bool local_profile_has_helper(const char *daemon)
{
	char path[64], line[512];
	_cleanup_(cleanup_file) FILE *in = NULL;

	snprintf(path, sizeof(path), "/etc/apparmor.d/local/usr.sbin.%s", daemon);
	in = fopen(path, "re");
	while (in && fgets(line, sizeof(line), in))
		if (line[0] != '#' && strstr(line, HELPER))
			return true;
	return false;
}

/* "msg=audit(1700000000.123:45)", in seconds since 1970; 0: it does not say. */
static time_t denial_time(const char *line)
{
	const char *stamp = strstr(line, "audit(");

	return stamp ? (time_t)strtoll(stamp + strlen("audit("), NULL, 10) : 0;
}

/* When the daemon's profile was loaded last: __aafs_profile_migrate_dents() in the
 * kernel's security/apparmor/apparmorfs.c sets the time of its folder. */
static time_t profile_loaded(const char *daemon)
{
	char pattern[96];

	snprintf(pattern, sizeof(pattern),
		 "/sys/kernel/security/apparmor/policy/profiles/%s.[0-9]*", daemon);
	return latest_change(pattern);
}

/* The last ones at the end of the log. */
static void find_denial(struct host_files *files)
{
	enum { TAIL = 1 << 20 };
	_cleanup_(cleanup_file) FILE *in = fopen("/var/log/audit/audit.log", "re");
	char line[1024];

	if (!in)
		return;
	if (fseek(in, -TAIL, SEEK_END) < 0)
		rewind(in);
	while (fgets(line, sizeof(line), in)) {
		line[strcspn(line, "\n")] = '\0';
		if (is_denial(line))
			snprintf(strstr(line, HELPER) ? files->helper_denial
						      : files->denial,
				 sizeof(files->denial), "%.299s", line);
	}
}

void libvirt_daemon_look(struct host_files *files)
{
	for (size_t i = 0; i < ARRAY_SIZE(daemons); i++)
		look_at_daemon(daemons[i], files);
	files->hook_ran = find_last_run();
	find_denial(files);
	files->denied = denial_time(files->denial);
	files->profile_loaded = profile_loaded(libvirt_daemon_denied(files->denial));
	files->libvirt_may_run_helper =
		local_profile_has_helper(libvirt_daemon_denied(files->helper_denial));
}
