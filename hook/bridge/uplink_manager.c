/* uplink_manager.c - who else looks after a network device of this host
 *
 * What they leave in /run says whose a device is: NetworkManager and systemd-networkd by
 * its number, ifupdown by its name. netplan writes files for both of the first; those for
 * systemd-networkd are told by their names.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/bridge/uplink_manager.h"

#include <stdio.h>
#include <string.h>

#include "netcore/cleanup.h"

#define NETWORKMANAGER_LEAVE                                                             \
	"set unmanaged-devices=interface-name:… in [keyfile] of a file in "            \
	"/etc/NetworkManager/conf.d"

static const struct manager {
	const char *name, *folder;
	bool by_number;
	const char *says; /* how a line of its file begins where it manages the device */
	const char *export_word;
	const char *leave; /* how it is told to leave a guest's port alone */
	const char *by;    /* what the rest of that line is; NULL: it tells nothing */
} managers[] = {
	{"NetworkManager", "/run/NetworkManager/devices/", true,
	 "connection-uuid=", "networkmanager", NETWORKMANAGER_LEAVE, "connection "},
	{"NetworkManager", "/run/NetworkManager/devices/", true, "managed=true",
	 "networkmanager", NETWORKMANAGER_LEAVE},
	{"netplan", "/run/systemd/netif/links/", true,
	 "NETWORK_FILE=/run/systemd/network/10-netplan-", "netplan",
	 "leave it out of /etc/netplan"},
	{"systemd-networkd", "/run/systemd/netif/links/", true,
	 "NETWORK_FILE=", "networkd",
	 "set KeepMaster=yes in [Network] of the .network file that matches it (networkctl "
	 "status tells which), or Unmanaged=yes in its [Link]",
	 ""},
	{"ifupdown", "/run/network/ifstate.", false, "", "ifupdown",
	 "leave it out of /etc/network/interfaces"},
};

/* The rest of the line goes to ret. */
static bool file_says(const char *path, const char *begin, char ret[UPLINK_MANAGER_TEXT])
{
	_cleanup_(cleanup_file) FILE *in = fopen(path, "re");
	char line[UPLINK_MANAGER_TEXT];

	while (in && fgets(line, sizeof(line), in)) {
		line[strcspn(line, "\n")] = '\0';
		if (!line[0] || strncmp(line, begin, strlen(begin)) != 0)
			continue;
		strcpy(ret, line + strlen(begin));
		return true;
	}
	return false;
}

static const struct manager *find_manager(const struct link_ref *device,
					  char ret[UPLINK_MANAGER_TEXT])
{
	char path[80];

	for (size_t i = 0; i < ARRAY_SIZE(managers); i++) {
		const struct manager *manager = &managers[i];

		if (manager->by_number)
			snprintf(path, sizeof(path), "%s%u", manager->folder,
				 device->ifindex);
		else
			snprintf(path, sizeof(path), "%s%s", manager->folder,
				 device->name);
		if (file_says(path, manager->says, ret))
			return manager;
	}
	return NULL;
}

bool uplink_manager_warning(const struct link_ref *device, const char *bridge, char *ret,
			    size_t size)
{
	char rest[UPLINK_MANAGER_TEXT];
	const struct manager *manager = find_manager(device, rest);

	if (manager)
		snprintf(ret, size,
			 "%s manages %s, and may take it out of the bridge or give it "
			 "addresses again; let it make the bridge itself (onebridge "
			 "bridge export %s --for %s)",
			 manager->name, device->name, bridge, manager->export_word);
	return manager;
}

bool uplink_manager_of_port(const struct link_ref *port, char *ret, size_t size)
{
	char rest[UPLINK_MANAGER_TEXT];
	const struct manager *manager = find_manager(port, rest);

	if (manager)
		snprintf(ret, size, "%s manages %s; %s", manager->name, port->name,
			 manager->leave);
	return manager;
}

void uplink_manager_find(const struct link_ref *device, char ret[UPLINK_MANAGER_TEXT])
{
	char rest[UPLINK_MANAGER_TEXT];
	const struct manager *manager = find_manager(device, rest);

	ret[0] = '\0';
	if (!manager)
		return;
	if (manager->by)
		snprintf(ret, UPLINK_MANAGER_TEXT, "%s (%s%.400s)", manager->name,
			 manager->by, rest);
	else
		snprintf(ret, UPLINK_MANAGER_TEXT, "%s", manager->name);
}
