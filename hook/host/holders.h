/* holders.h - the processes that hold TAPs open, and who they are, from /proc alone */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/qemu/names.h"
#include "hook/host/tap_fds.h"
#include "xml/guest.h"

struct holder {
	pid_t pid;
	char *user;         /* whose rights it has; a number, if that has no name */
	char command[16];   /* the kernel's own name of it */
	bool is_qemu;       /* guest says what its command line does */
	bool is_libvirts;   /* libvirt keeps its PID */
	bool is_here;       /* it lives in this network namespace */
	struct guest guest; /* all zero: no command line that could be read */
	struct tap_fd *taps;
	size_t tap_count;
};

struct holders {
	struct holder *all; /* the best known first */
	size_t count;
	bool hidden; /* there are processes that are not ours to look at */
	struct names by_tap;
};

/* Looks once through /proc. 0 or -errno; the caller ends with holders_clear(). */
int holders_read(struct holders *ret, struct error *err);
void holders_clear(struct holders *holders);

/* Who holds the TAP of that name: rather a QEMU than another, and rather of this network
 * namespace than of another, where it may be another TAP. NULL: nobody is seen to. */
const struct holder *holders_find(const struct holders *holders, const char *tap);

/* The NIC of that TAP, as its QEMU's command line says; NULL: that does not name it. */
const struct nic *holder_nic(const struct holder *holder, const char *tap);
