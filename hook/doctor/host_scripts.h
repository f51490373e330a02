/* host_scripts.h - the network scripts that running guests name */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/doctor/host_files.h"

/* Those of libvirt's guests by their XML, of others by QEMU's command line;
 * /etc/qemu-ifup where QEMU is installed, as it is what QEMU runs by itself. Adds each
 * once. */
void host_scripts_look(const struct evidence *evidence, struct host_files *files);
