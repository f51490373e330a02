/* domain.h - libvirt's domain XML → guest */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"
#include "xml/guest.h"

enum { DOMAIN_XML_MAX = 16 << 20 }; /* bytes */

/* Reads from fd to its end. Unknown elements are ignored. A DOCTYPE, invalid XML, more
 * than DOMAIN_XML_MAX bytes, or a value that is not valid on an interface of type
 * ethernet, bridge or network, is -EINVAL; read errors are -errno. On failure ret is
 * untouched. The caller frees it with guest_clear(). */
int domain_read(int fd, struct guest *ret, struct error *err);

/* The same from memory. */
int domain_read_text(const char *text, size_t length, struct guest *ret,
		     struct error *err);
