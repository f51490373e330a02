/* uplink_manager.h - who else looks after a network device of this host */
#pragma once

#include <sys/types.h>

#include "netcore/link.h"

/* A DHCP client that keeps a device's address. */
struct dhcp_client {
	pid_t pid;     /* 0: there is none */
	char name[16]; /* dhclient, dhcpcd, udhcpc */
};

struct dhcp_client dhcp_client_find(const char *device);

/* Says what it means for a bridge that its uplink has a manager, and what to do. False:
 * nobody is seen to manage it. */
bool uplink_manager_warning(const struct link_ref *device, const char *bridge, char *ret,
			    size_t size);
