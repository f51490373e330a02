/* dhcp_client.c - finds, starts and stops the host's own DHCP client on a device */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/host/dhcp_client.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "hook/host/process.h"
#include "netcore/cleanup.h"

/* As Debian's ifupdown runs them, so that its files are theirs; %s is the device. */
static const struct client {
	const char *name;
	const char *arguments[8];
} clients[] = {
	{"dhclient",
	 {"-nw", "-pf", "/run/dhclient.%s.pid", "-lf", "/run/dhclient.%s.leases", "%s"}},
	{"dhcpcd", {"-b", "-q", "%s"}},
	{"udhcpc", {"-b", "-p", "/run/udhcpc.%s.pid", "-i", "%s"}},
};

enum { ARGS_MAX = 65536 };

static const char *const folders[] = {"/usr/sbin", "/sbin", "/usr/bin", "/bin"};

static bool is_client(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(clients); i++)
		if (!strcmp(clients[i].name, name))
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

static bool find_program(const char *name, char *ret, size_t size)
{
	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		snprintf(ret, size, "%s/%s", folders[i], name);
		if (access(ret, X_OK) == 0)
			return true;
	}
	return false;
}

static const struct client *find_client(const char *prefer, char *path, size_t size)
{
	for (size_t i = 0; i < ARRAY_SIZE(clients); i++)
		if (!strcmp(clients[i].name, prefer) &&
		    find_program(clients[i].name, path, size))
			return &clients[i];
	for (size_t i = 0; i < ARRAY_SIZE(clients); i++)
		if (find_program(clients[i].name, path, size))
			return &clients[i];
	return NULL;
}

/* In a session of its own, and with nobody's streams: who has called may go. */
static _Noreturn void become(const struct client *client, const char *path,
			     const char *device)
{
	char words[ARRAY_SIZE(client->arguments)][80], *argv[10] = {(char *)client->name};
	int nowhere = open("/dev/null", O_RDWR);

	for (size_t i = 0; i < ARRAY_SIZE(client->arguments) && client->arguments[i];
	     i++) {
		const char *argument = client->arguments[i],
			   *place = strstr(argument, "%s");
		int before = place ? (int)(place - argument) : (int)strlen(argument);

		snprintf(words[i], sizeof(words[i]), "%.*s%s%s", before, argument,
			 place ? device : "", place ? place + 2 : "");
		argv[i + 1] = words[i];
	}
	setsid();
	for (int fd = 0; fd <= 2; fd++)
		dup2(nowhere, fd);
	execv(path, argv);
	_exit(127);
}

int dhcp_client_start(const char *device, const char *prefer, struct error *err)
{
	char path[64];
	const struct client *client = find_client(prefer, path, sizeof(path));
	int status;
	pid_t pid;

	if (!client)
		return error_set(err, ENOENT,
				 "there is no DHCP client; install dhclient "
				 "(isc-dhcp-client), dhcpcd or udhcpc, or say "
				 "addresses='move'");
	pid = fork();
	if (pid == 0)
		become(client, path, device);
	if (pid < 0)
		return error_set(err, errno, "cannot start %s: %s", path,
				 strerror(errno));
	if (waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	    WEXITSTATUS(status) == 0)
		return 0;
	return error_set(err, EIO, "%s did not start on %s; see what it says: %s -d %s",
			 path, device, client->name, device);
}

void dhcp_client_stop(const char *device, char ret[16])
{
	struct dhcp_client client = dhcp_client_find(device);
	struct timespec moment = {.tv_nsec = 10000000};

	snprintf(ret, 16, "%s", client.name);
	if (client.pid && kill(client.pid, SIGKILL) == 0)
		for (int i = 0; i < 100 && kill(client.pid, 0) == 0; i++)
			nanosleep(&moment, NULL);
}
