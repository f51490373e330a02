/* domain.h - libvirt's domain XML → guest */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sys/types.h>

#include "netcore/error.h"
#include "xml/guest.h"

/* What libvirt keeps of a guest that runs, in /run/libvirt/qemu/NAME.xml. */
struct domain_status {
	struct guest guest;
	pid_t pid;      /* 0: not said */
	bool migrating; /* its CPUs stand still here while they run on another host, or
			   are about to */
};

enum { DOMAIN_XML_MAX = 16 << 20 }; /* bytes */

/* Reads from fd to its end. Unknown elements are ignored. A DOCTYPE, invalid XML, more
 * than DOMAIN_XML_MAX bytes, or a value that libvirt would not take on an interface of
 * type ethernet, bridge or network, is -EINVAL; read errors are -errno. On failure ret is
 * untouched. The caller frees it with guest_clear(). */
int domain_read(int fd, struct guest *ret, struct error *err);

/* The same from memory. */
int domain_read_text(const char *text, size_t length, struct guest *ret,
		     struct error *err);

/* The same, and on failure the line that is to blame, or 0: for a text that its user has
 * before him, as libvirt's own is not. */
int domain_read_lines(const char *text, size_t length, struct guest *ret,
		      unsigned *ret_line, struct error *err);

/* Reads such a file, as domain_read() does. A file without a <domain> gives a guest
 * without a name. */
int domain_read_status(int fd, struct domain_status *ret, struct error *err);
