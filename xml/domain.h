/* domain.h - libvirt's domain XML → guest */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"
#include "xml/guest.h"

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

/* Drops the names that libvirt does not keep of a guest that is off, but chooses anew at
 * each start: aliases that do not begin with ua-, TAPs called vnetN, macvtapN, macvlanN.
 */
void domain_forget_chosen(struct guest *guest);
