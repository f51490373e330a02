/* host_addresses.h - the lasting addresses and routes of a device, as text for people's
 * files
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netcore/error.h"

enum { HOST_ADDRESS_TEXT = 64 };

struct host_address {
	bool ipv6;
	char text[HOST_ADDRESS_TEXT]; /* "192.0.2.2/24" */
};

/* By a gateway. */
struct host_route {
	bool ipv6;
	char to[HOST_ADDRESS_TEXT];      /* "198.51.100.0/24"; "default" */
	char gateway[HOST_ADDRESS_TEXT]; /* "192.0.2.1" */
	uint32_t metric;                 /* 0: none was named */
	uint32_t table;
};

struct host_addresses {
	struct host_address *addresses;
	size_t address_count;
	struct host_route *routes;
	size_t route_count;
};

void host_addresses_clear(struct host_addresses *addresses);
