/* tap.c - making TAPs through /dev/net/tun */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/tap.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <string.h>
#include <sys/ioctl.h>

const unsigned long tap_requests[] = {TUNSETIFF, TUNSETOWNER, TUNSETGROUP, TUNSETPERSIST,
				      TUNGETIFF};
const size_t tap_request_count = ARRAY_SIZE(tap_requests);

static int tap_error(struct error *err, const char *what)
{
	int number = errno;

	return error_set(err, number, "%s: %s", what, strerror(number));
}

/* udev gives it mode 0666, and every program its own rights (tun_chr_open(), TUNSETIFF).
 */
static int tun_missing(int number, struct error *err)
{
	static const struct {
		int number;
		const char *remedy;
	} remedies[] = {
		{ENOENT, "; load the module (modprobe tun), or, in a container, pass the "
			 "device to it"},
		{ENODEV, "; load the module (modprobe tun)"},
		{ENXIO, "; load the module (modprobe tun)"},
		{EACCES, "; give it the mode that udev does (chmod 666 /dev/net/tun)"},
		{EPERM, "; allow this device in the cgroup of the container"},
	};
	const char *remedy = "";

	for (size_t i = 0; i < ARRAY_SIZE(remedies); i++)
		if (remedies[i].number == number)
			remedy = remedies[i].remedy;
	return error_set(err, number, "/dev/net/tun: %s%s", strerror(number), remedy);
}

int tap_make(const char *name, const struct tap *tap, int *ret_fd, struct error *err)
{
	_cleanup_(cleanup_fd) int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
	struct ifreq request = {};

	if (fd < 0)
		return tun_missing(errno, err);
	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	request.ifr_flags = (short)(IFF_TAP | IFF_NO_PI | IFF_TUN_EXCL |
				    (tap->vnet_hdr ? IFF_VNET_HDR : 0) |
				    (tap->multi_queue ? IFF_MULTI_QUEUE : 0));
	if (ioctl(fd, TUNSETIFF, &request) < 0)
		return tap_error(err, "TUNSETIFF");
	if (tap->owner != TAP_NOBODY && ioctl(fd, TUNSETOWNER, tap->owner) < 0)
		return tap_error(err, "TUNSETOWNER");
	if (tap->group != TAP_NOBODY && ioctl(fd, TUNSETGROUP, tap->group) < 0)
		return tap_error(err, "TUNSETGROUP");
	*ret_fd = fd;
	fd = -1;
	return 0;
}

int tap_keep(int fd, struct error *err)
{
	return ioctl(fd, TUNSETPERSIST, 1) < 0 ? tap_error(err, "TUNSETPERSIST") : 0;
}

int tap_name(int fd, char ret[IFNAMSIZ], struct error *err)
{
	struct ifreq request = {};

	if (ioctl(fd, TUNGETIFF, &request) < 0)
		return tap_error(err, "TUNGETIFF");
	memcpy(ret, request.ifr_name, IFNAMSIZ);
	return 0;
}
