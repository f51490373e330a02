/* export_ip.h - addresses and routes as commands of ip(8), which knows all that they have
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/bridge/host_bridge.h"

/* Without a newline; the device is the bridge. */
void export_ip_address(const struct host_bridge *host, const struct host_address *address,
		       FILE *out);
void export_ip_route(const struct host_bridge *host, const struct host_route *route,
		     FILE *out);

/* Of a host_other that is a command. */
void export_ip_other(const struct host_bridge *host, const struct host_other *other,
		     FILE *out);
