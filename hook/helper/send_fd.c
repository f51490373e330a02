/* send_fd.c - a descriptor handed over through a unix socket */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/helper/send_fd.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

int send_fd_check(int socket, struct error *err)
{
	socklen_t size = sizeof(int);
	int domain = AF_UNSPEC;
	int r = getsockopt(socket, SOL_SOCKET, SO_DOMAIN, &domain, &size);

	if (r < 0 && errno == EBADF)
		return error_set(err, EBADF, "descriptor %d is not open", socket);
	if (r < 0 || domain != AF_UNIX)
		return error_set(err, ENOTSOCK, "descriptor %d is not a Unix socket",
				 socket);
	return 0;
}

/* Whoever made the socket may have set it not to wait. */
static ssize_t send_waiting(int socket, const struct msghdr *message)
{
	struct pollfd writable = {.fd = socket, .events = POLLOUT};
	ssize_t sent;

	while ((sent = sendmsg(socket, message, MSG_NOSIGNAL)) < 0 &&
	       (errno == EAGAIN || errno == EINTR))
		poll(&writable, 1, -1);
	return sent;
}

int send_fd(int socket, int fd, struct error *err)
{
	char byte = 0;
	union {
		char bytes[CMSG_SPACE(sizeof(fd))];
		struct cmsghdr aligned;
	} control = {};
	struct iovec part = {.iov_base = &byte, .iov_len = sizeof(byte)};
	struct msghdr message = {.msg_iov = &part,
				 .msg_iovlen = 1,
				 .msg_control = control.bytes,
				 .msg_controllen = sizeof(control.bytes)};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	if (send_waiting(socket, &message) < 0)
		return error_set(err, errno, "cannot send the TAP to descriptor %d: %s",
				 socket, strerror(errno));
	return 0;
}
