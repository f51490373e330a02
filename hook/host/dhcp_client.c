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

/* A DHCP client that keeps a device's address. */
struct dhcp_client {
	pid_t pid; /* 0: there is none */
	char name[DHCP_CLIENT_TEXT];
};

static struct dhcp_client dhcp_client_find(const char *device)
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

/* Of that name, or, where it is empty, the first one that is installed. */
static const struct client *find_installed(const char *name, char *path, size_t size)
{
	for (size_t i = 0; i < ARRAY_SIZE(clients); i++)
		if ((!*name || !strcmp(clients[i].name, name)) &&
		    find_program(clients[i].name, path, size))
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

static int dhcp_client_start(const char *device, const char *name, struct error *err)
{
	char path[64];
	const struct client *client = find_installed(name, path, sizeof(path));
	int status;
	pid_t pid;

	if (!client)
		return error_set(err, ENOENT, "the DHCP client %s is not installed",
				 name);
	pid = fork();
	if (pid == 0)
		become(client, path, device);
	if (pid < 0)
		return error_set(err, errno, "cannot start %s: %s", path,
				 strerror(errno));
	if (waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	    WEXITSTATUS(status) == 0)
		return 0;
	return error_set(err, EIO, "%s failed to start on %s; to see why: %s -d %s", path,
			 device, client->name, device);
}

static int dhcp_client_stop(const char *device, struct error *err)
{
	struct dhcp_client client = dhcp_client_find(device);
	struct timespec moment = {.tv_nsec = 10000000};

	if (client.pid && kill(client.pid, SIGKILL) < 0 && errno != ESRCH)
		return error_set(err, errno, "cannot end %s (PID %d): %s", client.name,
				 (int)client.pid, strerror(errno));
	for (int i = 0; client.pid && i < 100 && kill(client.pid, 0) == 0; i++)
		nanosleep(&moment, NULL);
	return 0;
}

static void dhcp_client_name(const char *device, char ret[DHCP_CLIENT_TEXT])
{
	snprintf(ret, DHCP_CLIENT_TEXT, "%s", dhcp_client_find(device).name);
}

static void dhcp_client_choose(char ret[DHCP_CLIENT_TEXT])
{
	char path[64];
	const struct client *client = find_installed("", path, sizeof(path));

	snprintf(ret, DHCP_CLIENT_TEXT, "%s", client ? client->name : "");
}

const struct dhcp_ops dhcp_clients = {dhcp_client_name, dhcp_client_choose,
				      dhcp_client_start, dhcp_client_stop};
