/* host_addresses.c - the permanent addresses and routes of a device, as plain values */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/host_addresses.h"

void host_addresses_clear(struct host_addresses *addresses)
{
	free(addresses->addresses);
	free(addresses->routes);
	*addresses = (struct host_addresses){};
}
