/* dhcp_search.c - the DHCP clients that serve a device, found by what they hold
 *
 * A command line tells little: dhcpcd writes over its own, dhclient serves all devices if
 * none is named, and the managers of a host's network have a client inside.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/host/dhcp_search.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "hook/host/dhcp_files.h"
#include "hook/host/dhcp_process.h"
#include "hook/host/process.h"

struct dhcp_scan {
	const char *device;
	uint32_t ifindex;
	struct dhcp_sockets sockets;
	struct pid_files pid_files;
	struct dhcp_clients *found;
};

/* --- whose it is */

/* The process that a helper process of dhcpcd's belongs to. */
static pid_t main_process(pid_t pid, const char *command)
{
	struct process process;
	char parent[16];

	while (process_read(pid, &process, NULL) == 0) {
		process_command(process.parent, parent);
		if (strcmp(parent, command) != 0)
			break;
		pid = process.parent;
	}
	return pid;
}

/* NetworkManager may run dhclient or dhcpcd. */
static bool is_of_networkmanager(pid_t pid)
{
	struct process process;
	char parent[16];

	if (process_read(pid, &process, NULL) < 0)
		return false;
	process_command(process.parent, parent);
	return !strcmp(parent, "NetworkManager");
}

/* --- what it is */

static bool serves(const struct dhcp_scan *scan, const struct dhcp_process *process)
{
	if (process->has_socket)
		return true;
	if (!process->program)
		return process->has_udp && dhcp_process_names(process, scan->device);
	if (process->program->manager)
		return false;
	if (dhcp_process_is_manager(process))
		return dhcpcd_has_lease(scan->device);
	return process->has_lease || pid_files_have(&scan->pid_files, process->pid) ||
	       dhcp_process_names(process, scan->device);
}

static const struct dhcp_program *program_of(const struct dhcp_process *process)
{
	if (!process->program)
		return NULL;
	if (is_of_networkmanager(process->pid))
		return dhcp_program_of("NetworkManager", 0);
	if (dhcp_process_is_manager(process))
		return &dhcpcd_manager;
	return dhcp_program_of(process->command, process->versions);
}

static void add_client(struct dhcp_scan *scan, const struct dhcp_process *process)
{
	struct dhcp_clients *found = scan->found;
	struct dhcp_client client = {.pid = process->pid, .program = program_of(process)};

	memcpy(client.command, process->command, sizeof(client.command));
	if (process->other)
		if_indextoname(process->other, client.other);
	for (size_t i = 0; i < found->count; i++)
		if (found->all[i].pid == client.pid)
			return;
	if (found->count < DHCP_CLIENTS_MAX)
		found->all[found->count++] = client;
}

/* A helper's evidence is its main process's. */
static void look_at_process(struct dhcp_scan *scan, pid_t pid)
{
	_cleanup_(dhcp_process_clear) struct dhcp_process process = {}, owner = {};
	pid_t main;

	if (!dhcp_process_read(pid, scan->device, scan->ifindex, &scan->sockets,
			       &process) ||
	    !serves(scan, &process))
		return;
	main = process.program ? main_process(pid, process.command) : pid;
	if (main == pid)
		add_client(scan, &process);
	else if (dhcp_process_read(main, scan->device, scan->ifindex, &scan->sockets,
				   &owner))
		add_client(scan, &owner);
}

/* --- all of them */

/* A lease of systemd-networkd's is seen without its process, too. */
static void add_networkd(struct dhcp_scan *scan)
{
	struct dhcp_process networkd = {.command = "systemd-network",
					.program = dhcp_program_of("systemd-network", 0)};

	for (size_t i = 0; i < scan->found->count; i++)
		if (scan->found->all[i].program == networkd.program)
			return;
	if (networkd_has_lease(scan->ifindex))
		add_client(scan, &networkd);
}

void dhcp_search(const char *device, struct dhcp_clients *ret)
{
	_cleanup_(cleanup_dir) DIR *dir = opendir("/proc");
	struct dhcp_scan scan = {
		.device = device, .ifindex = if_nametoindex(device), .found = ret};
	struct dirent *entry;

	*ret = (struct dhcp_clients){};
	if (!scan.ifindex)
		return;
	dhcp_sockets_read(&scan.sockets);
	pid_files_read(device, &scan.pid_files);
	while (dir && (entry = readdir(dir))) {
		pid_t pid = (pid_t)atoi(entry->d_name);

		if (pid > 0)
			look_at_process(&scan, pid);
	}
	add_networkd(&scan);
	dhcp_sockets_clear(&scan.sockets);
}

/* --- whether it can move */

static int refuse_manager(const struct dhcp_client *client, const char *device,
			  const char *bridge, struct error *err)
{
	const struct dhcp_program *program = client->program;

	if (program == &dhcpcd_manager)
		return error_set(
			err, EBUSY,
			"dhcpcd (PID %d) maintains the addresses of all "
			"devices; exclude %s (denyinterfaces %s in "
			"/etc/dhcpcd.conf), restart dhcpcd, which then serves %s "
			"by itself, and set addresses='keep'",
			(int)client->pid, device, device, bridge);
	if (!program->export_word)
		return error_set(err, EBUSY,
				 "the DHCP client of %s maintains the addresses of %s; "
				 "have it leave %s alone, and run dhclient, dhcpcd or "
				 "udhcpc there instead",
				 program->manager, device, device);
	return error_set(err, EBUSY,
			 "the DHCP client of %s maintains the addresses of %s, and "
			 "cannot be moved; let %s make the bridge itself (onebridge "
			 "bridge export %s --for %s)",
			 program->manager, device, program->manager, bridge,
			 program->export_word);
}

static int check_client(const struct dhcp_client *client, const char *device,
			const char *bridge, struct error *err)
{
	if (!client->program)
		return error_set(err, EBUSY,
				 "the process %s (PID %d) has the port of a DHCP client "
				 "open for %s, and cannot be moved; end it, and run "
				 "dhclient, dhcpcd or udhcpc instead",
				 client->command, (int)client->pid, device);
	if (client->program->manager)
		return refuse_manager(client, device, bridge, err);
	if (client->other[0])
		return error_set(err, EBUSY,
				 "the DHCP client %s (PID %d) serves %s as well as %s; "
				 "end it, and run one for each device (%s %s)",
				 client->command, (int)client->pid, client->other, device,
				 client->command, device);
	return 0;
}

int dhcp_search_check(const char *device, const char *bridge, struct error *err)
{
	struct dhcp_clients clients;

	dhcp_search(device, &clients);
	for (size_t i = 0; i < clients.count; i++) {
		int r = check_client(&clients.all[i], device, bridge, err);

		if (r < 0)
			return r;
	}
	return 0;
}
