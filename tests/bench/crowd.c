/* crowd.c - processes that look like QEMUs, and hold TAPs and many other files
 *
 *	crowd FIRST LAST
 *
 * Each holds one TAP, t and its number. Prints a line when all are there, and ends when
 * it is killed, and they with it.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <err.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { OTHER_FILES = 60 };

static const char qemu[] = "qemu-system-x86_64";

static void hold_tap(int number)
{
	struct ifreq request = {.ifr_flags = IFF_TAP | IFF_NO_PI};
	int fd = open("/dev/net/tun", O_RDWR);

	snprintf(request.ifr_name, sizeof(request.ifr_name), "t%d", number);
	if (fd < 0 || ioctl(fd, TUNSETIFF, &request) < 0)
		err(1, "%s", request.ifr_name);
	for (int i = 0; i < OTHER_FILES; i++)
		if (open("/dev/null", O_RDWR) < 0)
			err(1, "/dev/null");
}

static void be_qemu(int number)
{
	char name[32], netdev[64], device[64];
	char *args[] = {(char *)qemu, "-name",   name,   "-netdev",
			netdev,       "-device", device, NULL};

	hold_tap(number);
	snprintf(name, sizeof(name), "guest=guest-%d", number);
	snprintf(netdev, sizeof(netdev), "tap,id=n0,ifname=t%d,script=no", number);
	snprintf(device, sizeof(device),
		 "virtio-net-pci,netdev=n0,mac=52:54:00:01:%02x:%02x", number >> 8 & 0xff,
		 number & 0xff);
	execv("/proc/self/exe", args);
	err(1, "/proc/self/exe");
}

int main(int argc, char **argv)
{
	int ready[2];
	char byte;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!strcmp(argv[0], qemu))
		return pause();
	if (argc != 3 || pipe2(ready, O_CLOEXEC) < 0)
		errx(2, "usage: crowd FIRST LAST");
	for (int i = atoi(argv[1]); i <= atoi(argv[2]); i++)
		switch (fork()) {
		case -1:
			err(1, "fork");
		case 0:
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			be_qemu(i);
		}
	close(ready[1]); /* each has the other end until it is one */
	if (read(ready[0], &byte, 1) != 0)
		return 1;
	puts("ready");
	fflush(stdout);
	return pause();
}
