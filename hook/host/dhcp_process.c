/* dhcp_process.c - what a process holds that makes it a DHCP client */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/host/dhcp_process.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hook/host/dhcp_files.h"
#include "hook/host/process.h"

enum { ARGS_MAX = 65536 };

void dhcp_process_clear(struct dhcp_process *process)
{
	free(process->args);
}

/* --- its arguments */

/* NULL: there are no more. */
static const char *next_argument(const struct dhcp_process *process, const char *argument)
{
	const char *end = process->args + process->size, *next;

	if (!process->args || !process->size)
		return NULL;
	next = argument ? argument + strlen(argument) + 1 : process->args;
	return next < end ? next : NULL;
}

static bool has_argument(const struct dhcp_process *process, const char *wanted)
{
	const char *argument = NULL;

	while ((argument = next_argument(process, argument)))
		if (!strcmp(argument, wanted))
			return true;
	return false;
}

/* What dhcpcd writes over its arguments is one: "dhcpcd: eth0 [ip4] [ip6]". */
static bool title_has(const struct dhcp_process *process, const char *word)
{
	const char *title = next_argument(process, NULL);
	const char *place = title ? strstr(title, word) : NULL;
	size_t length = strlen(word);

	return place && place != title && place[-1] == ' ' &&
	       (place[length] == ' ' || !place[length]);
}

bool dhcp_process_names(const struct dhcp_process *process, const char *device)
{
	const char *argument = NULL;
	bool is_udhcpc = !strncmp(process->command, "udhcpc", strlen("udhcpc"));
	bool has_option = false;

	while ((argument = next_argument(process, argument))) {
		bool is_option = !strncmp(argument, "-i", 2) ||
				 !strncmp(argument, "--interface=", 12);
		const char *value = argument[1] == '-' ? argument + 12 : argument + 2;

		if (!strcmp(argument, device) || (is_option && !strcmp(value, device)))
			return true;
		has_option = has_option || is_option;
	}
	if (!strcmp(process->command, "dhcpcd") && title_has(process, device))
		return true;
	return is_udhcpc && !has_option && !strcmp(device, "eth0");
}

bool dhcp_process_is_manager(const struct dhcp_process *process)
{
	return title_has(process, "[manager]") || title_has(process, "[master]");
}

static unsigned versions_told(const struct dhcp_process *process)
{
	unsigned versions = 0;

	if (has_argument(process, "-4") || title_has(process, "[ip4]"))
		versions |= DHCP_IPV4;
	if (has_argument(process, "-6") || title_has(process, "[ip6]"))
		versions |= DHCP_IPV6;
	return versions;
}

/* busybox runs the applet that its first argument names. */
static void name_applet(struct dhcp_process *process)
{
	const char *applet = next_argument(process, next_argument(process, NULL));

	if (applet && !strcmp(process->command, "busybox"))
		snprintf(process->command, sizeof(process->command), "%s", applet);
}

/* --- its files */

static void take_socket(struct dhcp_process *process, const struct dhcp_socket *socket,
			uint32_t ifindex)
{
	if (socket->is_packet && !process->program)
		return;
	process->has_udp = process->has_udp || !socket->is_packet;
	process->versions |= socket->ipv6 ? DHCP_IPV6 : DHCP_IPV4;
	if (socket->ifindex == ifindex)
		process->has_socket = true;
	else if (socket->ifindex)
		process->other = socket->ifindex;
}

static void read_files(struct dhcp_process *process, const char *device, uint32_t ifindex,
		       const struct dhcp_sockets *sockets)
{
	_cleanup_(cleanup_dir) DIR *dir = NULL;
	struct dirent *entry;
	char path[320];
	uint64_t inode;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)process->pid);
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		ssize_t length =
			readlinkat(dirfd(dir), entry->d_name, path, sizeof(path) - 1);
		const struct dhcp_socket *socket;

		path[length < 0 ? 0 : length] = '\0';
		if (process->program && is_lease_file(path, device))
			process->has_lease = true;
		if (sscanf(path, "socket:[%" SCNu64 "]", &inode) != 1)
			continue;
		socket = dhcp_sockets_find(sockets, inode);
		if (socket)
			take_socket(process, socket, ifindex);
	}
}

/* The arguments end in a NUL, whatever the process has written over them. */
static void read_client_args(struct dhcp_process *process)
{
	size_t size;
	char *args = process_args(process->pid, ARGS_MAX, &size);
	char *more = args ? realloc(args, size + 1) : NULL;

	if (!more) {
		free(args);
		return;
	}
	more[size] = '\0';
	process->args = more;
	process->size = size;
}

bool dhcp_process_read(pid_t pid, const char *device, uint32_t ifindex,
		       const struct dhcp_sockets *sockets, struct dhcp_process *ret)
{
	struct dhcp_process process = {.pid = pid};
	bool is_busybox;

	process_command(pid, process.command);
	is_busybox = !strcmp(process.command, "busybox");
	process.program = dhcp_program_of(process.command, 0);
	if ((!process.program && !is_busybox && !sockets->any_udp) ||
	    !process_is_here(pid))
		return false;
	read_client_args(&process);
	name_applet(&process);
	process.program = dhcp_program_of(process.command, 0);
	process.versions = versions_told(&process);
	read_files(&process, device, ifindex, sockets);
	*ret = process;
	return true;
}
