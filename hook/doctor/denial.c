/* denial.c - what a security module has forbidden, as far as it is still of now
 *
 * The audit log has a line a denial, with its time. Of now is one that is newer than all
 * that decides whether it comes again: the profile's load, the daemon's start, and the
 * file that was denied, whose label and mode restorecon and chmod change.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/doctor/denial.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

#define HELPER   "/onebridge/qemu-bridge-helper"
#define LOG      "/var/log/audit/audit.log"
#define PROFILES "/sys/kernel/security/apparmor/policy/profiles/"

static int64_t milliseconds(const struct timespec *time)
{
	return (int64_t)time->tv_sec * 1000 + time->tv_nsec / 1000000;
}

static int64_t later_of(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

const char *denial_daemon(const struct denial *denial)
{
	return strstr(denial->text, "profile=\"virtqemud") ? "virtqemud" : "libvirtd";
}

/* --- the log */

/* "type=AVC msg=audit(1700000000.123:45): …": programs write lines of other types, in
 * which they say what they like. 0: it has no time. */
static int64_t time_of(const char *line)
{
	const char *stamp = strstr(line, " msg=audit(");
	int64_t seconds;
	unsigned part;

	if (strncmp(line, "type=AVC ", 9) != 0 || !stamp ||
	    sscanf(stamp, " msg=audit(%10" SCNd64 ".%3u:", &seconds, &part) != 2)
		return 0;
	return seconds * 1000 + part;
}

/* A guest may have a file of any name: what is forbidden to its QEMU is not ours. */
static bool is_denial(const char *line)
{
	if (!strstr(line, "apparmor=\"DENIED\"") && !strstr(line, "avc:  denied"))
		return false;
	return strstr(line, "/libvirt/hooks/") ||
	       (strstr(line, "onebridge") && !strstr(line, " profile=\"libvirt-"));
}

/* One from the future is of a clock that was wrong, and says nothing. */
static void take_line(const char *line, int64_t now, struct host_files *files)
{
	struct denial *denial =
		strstr(line, HELPER) ? &files->helper_denial : &files->hook_denial;
	int64_t at = time_of(line);

	if (!at || at > now || !is_denial(line))
		return;
	denial->at = at;
	snprintf(denial->text, sizeof(denial->text), "%.299s", line);
}

static FILE *open_tail(const char *path)
{
	enum { TAIL = 1 << 20 };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	FILE *in = fd < 0 ? NULL : fdopen(fd, "r");

	if (fd >= 0 && !in)
		close(fd);
	if (in && fseek(in, -TAIL, SEEK_END) < 0)
		rewind(in);
	return in;
}

/* A line of any bytes, without its end; what does not fit is left out. */
static bool next_line(FILE *in, char *ret, size_t size)
{
	size_t used = 0;
	int byte = fgetc(in);

	if (byte == EOF)
		return false;
	for (; byte != EOF && byte != '\n'; byte = fgetc(in))
		if (used + 1 < size)
			ret[used++] = (char)byte;
	ret[used] = '\0';
	return true;
}

/* The last ones at the end of the log, where the first line may be half of one. */
static void read_log(struct host_files *files)
{
	_cleanup_(cleanup_file) FILE *in = open_tail(LOG);
	struct timespec now;
	char line[1024];

	if (!in || clock_gettime(CLOCK_REALTIME, &now) < 0)
		return;
	if (ftell(in) > 0)
		next_line(in, line, sizeof(line));
	while (next_line(in, line, sizeof(line)))
		take_line(line, milliseconds(&now), files);
}

/* --- what decides, and when it has changed */

static int64_t changed_at(const char *path)
{
	struct stat status;

	return stat(path, &status) < 0 ? 0 : milliseconds(&status.st_mtim);
}

/* When the profile was loaded last. The kernel notes it at the profile's folder, and
 * where nothing has changed, at that of the text it was loaded from:
 * __aafs_profile_migrate_dents() and __aa_loaddata_update() in its
 * security/apparmor/apparmorfs.c. */
static int64_t profile_loaded_at(const char *profile)
{
	char pattern[128], path[300];
	glob_t found = {};
	int64_t last = 0;

	snprintf(pattern, sizeof(pattern), PROFILES "%s.[0-9]*", profile);
	if (glob(pattern, GLOB_NOSORT, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++) {
			const char *folder = found.gl_pathv[i];

			_cleanup_(cleanup_free) char *text = NULL;

			last = later_of(last, changed_at(folder));
			snprintf(path, sizeof(path), "%s/raw_data", folder);
			text = realpath(path, NULL);
			if (text && strrchr(text, '/'))
				*strrchr(text, '/') = '\0';
			last = later_of(last, text ? changed_at(text) : 0);
		}
	globfree(&found);
	return last;
}

/* Its label counts, and its mode, and that it is another file now. */
static int64_t file_changed_at(const struct host_file *file)
{
	struct stat status;

	return lstat(file->path, &status) < 0 ? 0 : milliseconds(&status.st_ctim);
}

static void forget_if_older(struct denial *denial, int64_t changed)
{
	if (denial->at <= changed)
		*denial = (struct denial){};
}

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

void denials_look(struct host_files *files)
{
	static const enum host_file_id hooks[] = {FILE_HOOK, FILE_HOOK_D,
						  FILE_NETWORK_HOOK_D};
	struct denial *hook = &files->hook_denial, *helper = &files->helper_denial;

	read_log(files);
	forget_if_older(hook, profile_loaded_at(denial_daemon(hook)));
	forget_if_older(hook, (int64_t)files->daemon_started * 1000);
	for (size_t i = 0; i < ARRAY_SIZE(hooks); i++)
		forget_if_older(hook, file_changed_at(&files->all[hooks[i]]));
	forget_if_older(helper, profile_loaded_at(denial_daemon(helper)));
	forget_if_older(helper, file_changed_at(&files->all[FILE_HELPER]));
	files->libvirt_may_run_helper = local_profile_has_helper(denial_daemon(helper));
}
