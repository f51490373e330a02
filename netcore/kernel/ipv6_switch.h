/* ipv6_switch.h - the host's own IPv6 on a device, off and on */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <netlink/socket.h>
#include <stdbool.h>

#include "netcore/error.h"
#include "netcore/link.h"

/* By /proc/sys; where that is read-only or not there (a container, ProtectKernelTunables=
 * of systemd), by netlink: the device gets no link-local address when it goes up. */
int ipv6_switch(struct nl_sock *socket, const struct link_ref *dev, bool on,
		struct error *err);
