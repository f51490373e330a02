/* privileges.c - what a program that is setuid root gives up, and when */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/helper/privileges.h"

#include <cap-ng.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>

static int system_error(struct error *err, const char *what)
{
	int number = errno ? errno : EPERM;

	return error_set(err, number, "%s: %s", what, strerror(number));
}

/* close_range() came with Linux 5.9. */
int privileges_close_files(int keep, struct error *err)
{
	unsigned next = keep > STDERR_FILENO ? (unsigned)keep + 1 : STDERR_FILENO + 1;
	int fd;

	if ((keep > STDERR_FILENO + 1 &&
	     close_range(STDERR_FILENO + 1, (unsigned)keep - 1, 0) < 0) ||
	    close_range(next, UINT_MAX, 0) < 0)
		return system_error(err, "cannot close the caller's descriptors");
	do {
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
		if (fd < 0)
			return system_error(err, "/dev/null");
	} while (fd <= STDERR_FILENO);
	close(fd);
	return 0;
}

/* Setuid root there are ids to change, and all capabilities to do it with; with
 * capabilities of the file's there are neither. capng_change_id() applies the
 * capabilities that are set before it, too. */
static int become_caller(void)
{
	bool any_id = capng_have_capability(CAPNG_EFFECTIVE, CAP_SETUID) &&
		      capng_have_capability(CAPNG_EFFECTIVE, CAP_SETGID);
	bool bounding = capng_have_capability(CAPNG_EFFECTIVE, CAP_SETPCAP);
	uid_t uid = getuid();
	gid_t gid = getgid();

	capng_clear(CAPNG_SELECT_ALL);
	capng_update(CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED, CAP_NET_ADMIN);
	if (any_id && uid != 0)
		return capng_change_id((int)uid, (int)gid,
				       bounding ? CAPNG_CLEAR_BOUNDING : CAPNG_NO_FLAG);
	if (setresgid(gid, gid, gid) < 0 || setresuid(uid, uid, uid) < 0)
		return -1;
	return capng_apply(bounding ? CAPNG_SELECT_BOTH : CAPNG_SELECT_CAPS);
}

int privileges_keep_net_admin(struct error *err)
{
	if (!capng_have_capability(CAPNG_PERMITTED, CAP_NET_ADMIN))
		return error_set(
			err, EPERM,
			"CAP_NET_ADMIN is required; install it setuid root (mode "
			"4750), or give it the capability (setcap "
			"cap_net_admin+ep)");
	errno = 0;
	if (become_caller() < 0)
		return system_error(err, "cannot drop privileges");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return system_error(err, "prctl");
	return 0;
}

int privileges_drop(struct error *err)
{
	errno = 0;
	capng_clear(CAPNG_SELECT_CAPS);
	return capng_apply(CAPNG_SELECT_CAPS) < 0
		       ? system_error(err, "cannot drop CAP_NET_ADMIN")
		       : 0;
}
