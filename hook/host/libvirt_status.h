/* libvirt_status.h - libvirt's running guests, by the files that the system's daemon
 * keeps of them: what a hook may read, which must not ask libvirt
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "xml/domain.h"

struct libvirt_statuses {
	struct domain_status *all; /* of guests whose QEMU runs */
	size_t count;
};

/* A file that cannot be read is left out. 0 or -ENOMEM; the caller ends with
 * libvirt_statuses_clear(). */
int libvirt_statuses_read(struct libvirt_statuses *ret, struct error *err);
void libvirt_statuses_clear(struct libvirt_statuses *statuses);
