/* uplink_manager.c - who else looks after a network device of this host
 *
 * What they leave in /run says whose a device is: NetworkManager and systemd-networkd by
 * its number, ifupdown by its name. A DHCP client has it on its command line.
 */
#include "hook/bridge/uplink_manager.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hook/host/process.h"
#include "netcore/cleanup.h"

enum { ARGS_MAX = 65536 };

static const struct manager {
	const char *name, *folder;
	bool by_number;
	const char *says; /* how a line of its file begins where it manages the device */
	const char *export_word;
} managers[] = {
	{"NetworkManager", "/run/NetworkManager/devices/", true, "managed=true",
	 "networkmanager"},
	{"NetworkManager", "/run/NetworkManager/devices/", true,
	 "connection-uuid=", "networkmanager"},
	{"systemd-networkd", "/run/systemd/netif/links/", true,
	 "NETWORK_FILE=", "networkd"},
	{"ifupdown", "/run/network/ifstate.", false, "", "ifupdown"},
};

static bool file_says(const char *path, const char *begin)
{
	_cleanup_(cleanup_file) FILE *in = fopen(path, "re");
	char line[512];

	while (in && fgets(line, sizeof(line), in))
		if (!strncmp(line, begin, strlen(begin)) && line[0] != '\n')
			return true;
	return false;
}

bool uplink_manager_warning(const struct link_ref *device, const char *bridge, char *ret,
			    size_t size)
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
		if (!file_says(path, manager->says))
			continue;
		snprintf(ret, size,
			 "%s manages %s, and may take it out of the bridge or give it "
			 "addresses again; let it make the bridge itself (onebridge "
			 "bridge export %s --for %s)",
			 manager->name, device->name, bridge, manager->export_word);
		return true;
	}
	return false;
}

/* --- DHCP clients */

static bool is_client(const char *name)
{
	static const char *const clients[] = {"dhclient", "dhcpcd", "udhcpc"};

	for (size_t i = 0; i < ARRAY_SIZE(clients); i++)
		if (!strcmp(clients[i], name))
			return true;
	return false;
}

static bool read_name(pid_t pid, char ret[16])
{
	_cleanup_(cleanup_file) FILE *in = process_open(pid, "comm");

	if (!in || !fgets(ret, 16, in))
		return false;
	ret[strcspn(ret, "\n")] = '\0';
	return true;
}

/* Of this network namespace, and with that device on its command line. */
static bool has_argument(pid_t pid, const char *device)
{
	size_t size;
	_cleanup_(cleanup_free) char *args = process_args(pid, ARGS_MAX, &size);

	for (size_t i = 0; args && i < size; i += strnlen(args + i, size - i) + 1)
		if (strnlen(args + i, size - i) == strlen(device) &&
		    !memcmp(args + i, device, strlen(device)))
			return true;
	return false;
}

struct dhcp_client dhcp_client_find(const char *device)
{
	_cleanup_(cleanup_dir) DIR *dir = opendir("/proc");
	struct dhcp_client client = {};
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		pid_t pid = (pid_t)atoi(entry->d_name);

		if (pid > 0 && read_name(pid, client.name) && is_client(client.name) &&
		    process_is_here(pid) && has_argument(pid, device)) {
			client.pid = pid;
			return client;
		}
	}
	return (struct dhcp_client){};
}
