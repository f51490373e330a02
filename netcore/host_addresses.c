/* host_addresses.c - the permanent addresses and routes of a device, as plain values */
#include "netcore/host_addresses.h"

void host_addresses_clear(struct host_addresses *addresses)
{
	free(addresses->addresses);
	free(addresses->routes);
	*addresses = (struct host_addresses){};
}
