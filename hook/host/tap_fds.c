/* tap_fds.c - which TAPs a process holds open, from /proc/PID/fdinfo
 *
 * A link in /proc/PID/fd costs one call, its fdinfo three: so only what the link calls
 * /dev/net/tun is asked. QEMU may live in a mount namespace of its own and have made the
 * node elsewhere; its last part is the same everywhere.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/host/tap_fds.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "netcore/array.h"
#include "netcore/text.h"

static DIR *open_fds(pid_t pid)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	return opendir(path);
}

static bool is_tun(int folder, const char *fd)
{
	static const char tun[] = "/tun";
	char target[256];
	ssize_t length = readlinkat(folder, fd, target, sizeof(target) - 1);

	if (length < (ssize_t)strlen(tun))
		return false;
	target[length] = '\0';
	return !strcmp(target + length - strlen(tun), tun);
}

/* false: it is closed by now, or has no TAP yet. */
static bool read_tap_name(pid_t pid, int fd, char ret[IFNAMSIZ])
{
	_cleanup_(cleanup_fd) int info = -1;
	char path[48], text[1024], *line;
	ssize_t length;

	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%d", (int)pid, fd);
	info = open(path, O_RDONLY | O_CLOEXEC);
	length = info < 0 ? -1 : read(info, text, sizeof(text) - 1);
	if (length < 0)
		return false;
	text[length] = '\0';
	line = strstr(text, "\niff:");
	return line && sscanf(line, " iff: %15s", ret) == 1 && text_is_ifname(ret);
}

static int by_fd(const void *a, const void *b)
{
	return ((const struct tap_fd *)a)->fd - ((const struct tap_fd *)b)->fd;
}

static int keep_fd(struct tap_fd **taps, size_t count, const struct tap_fd *tap)
{
	if (!array_grow(taps, count, sizeof(*tap)))
		return -ENOMEM;
	(*taps)[count] = *tap;
	return 0;
}

int tap_fds_read(pid_t pid, struct tap_fd **ret, size_t *ret_count, struct error *err)
{
	_cleanup_(cleanup_dir) DIR *dir = open_fds(pid);
	_cleanup_(cleanup_free) struct tap_fd *taps = NULL;
	struct dirent *entry;
	size_t count = 0;

	if (!dir)
		return error_set(err, errno, "the files of process %d: %s", (int)pid,
				 strerror(errno));
	while (count < TAP_FDS_MAX && (entry = readdir(dir))) {
		struct tap_fd tap = {.fd = atoi(entry->d_name)};

		if (entry->d_name[0] == '.' || !is_tun(dirfd(dir), entry->d_name) ||
		    !read_tap_name(pid, tap.fd, tap.name))
			continue;
		if (keep_fd(&taps, count, &tap) < 0)
			return error_set(err, ENOMEM, "no memory");
		count++;
	}
	if (count)
		qsort(taps, count, sizeof(*taps), by_fd);
	*ret = taps;
	taps = NULL;
	*ret_count = count;
	return 0;
}
