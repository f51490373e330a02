/* libvirt_pid.c - the QEMU of a guest of libvirt's, by the file in which that keeps its
 * PID
 *
 * It is called by the guest's name: virPidFileBuildPath() in libvirt's util/virpidfile.c.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/host/libvirt_pid.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hook/host/process.h"
#include "hook/qemu/qemu_args.h"
#include "netcore/cleanup.h"

/* As libvirt 9.0 has it in the file's name: virBufferEscapeString() in util/virbuffer.c.
 */
static void escape_name(const char *guest, char ret[512])
{
	static const char *const entities[UINT8_MAX + 1] = {['&'] = "&amp;",
							    ['<'] = "&lt;",
							    ['>'] = "&gt;",
							    ['"'] = "&quot;",
							    ['\''] = "&apos;"};
	size_t used = 0;

	for (; *guest && used < 500; guest++) {
		const char *entity = entities[(unsigned char)*guest];

		used += (size_t)snprintf(ret + used, 512 - used, "%s",
					 entity ? entity : (char[]){*guest, '\0'});
	}
	ret[used] = '\0';
}

static pid_t read_pid(const char *folder, const char *guest)
{
	_cleanup_(cleanup_fd) int fd = -1;
	char path[512], text[32], *end;
	int length = snprintf(path, sizeof(path), "%s/%s.pid", folder, guest);
	ssize_t got;
	long pid;

	if (strchr(guest, '/') || length < 0 || length >= (int)sizeof(path))
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	got = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (got <= 0)
		return 0;
	text[got] = '\0';
	pid = strtol(text, &end, 10);
	return end != text && pid > 0 ? (pid_t)pid : 0;
}

/* The name is the guest's own choice: it is to stay within the folder. */
pid_t libvirt_pid_read(const char *folder, const char *guest)
{
	pid_t pid = read_pid(folder, guest);
	char escaped[512];

	escape_name(guest, escaped);
	return pid ? pid : read_pid(folder, escaped);
}

static bool args_have(const char *args, size_t size, const char *wanted)
{
	size_t length = strlen(wanted) + 1; /* with its NUL */
	const char *end = args + size;

	for (const char *at = args; at < end; at += strnlen(at, (size_t)(end - at)) + 1)
		if ((size_t)(end - at) >= length && !memcmp(at, wanted, length))
			return true;
	return false;
}

bool libvirt_pid_is_incoming(const char *guest)
{
	pid_t pid = libvirt_pid_read(LIBVIRT_PIDS, guest);
	size_t size = 0;
	_cleanup_(cleanup_free) char *args =
		pid ? process_args(pid, QEMU_ARGS_MAX, &size) : NULL;

	return !args || args_have(args, size, "-incoming");
}
