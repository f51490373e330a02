/* notify.c - tells the service manager that the service is ready, or about to end
 *
 * One datagram, as sd_notify(3) describes: not worth a library.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/watch/notify.h"

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "netcore/cleanup.h"

void notify_manager(const char *state)
{
	struct sockaddr_un manager = {.sun_family = AF_UNIX};
	const char *path = getenv("NOTIFY_SOCKET");
	size_t length = path ? strlen(path) : 0;
	_cleanup_(cleanup_fd) int fd = -1;

	if (!length || length >= sizeof(manager.sun_path))
		return;
	memcpy(manager.sun_path, path, length);
	if (path[0] == '@') /* in the abstract namespace */
		manager.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0)
		sendto(fd, state, strlen(state), MSG_NOSIGNAL,
		       (struct sockaddr *)&manager,
		       (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
}
