/* ip_rule.h - the policy routing rules that name a device */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

#include "netcore/error.h"

struct nl_sock;

/* Lists them as ip rule shows them, "100: iif eth0, 32000: oif eth0"; empty: there is
 * none. 0 or -errno. */
int ip_rule_list(struct nl_sock *socket, const char *device, char *ret, size_t size,
		 struct error *err);
