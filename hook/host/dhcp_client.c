/* dhcp_client.c - starts and stops the host's own DHCP clients on a device
 *
 * Several on one device are one value: "dhclient+dhclient-6".
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/host/dhcp_client.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "hook/host/dhcp_search.h"
#include "netcore/cleanup.h"

/* --- their names */

/* Whether "a+b" has one of the names. */
static bool names_have(const char *names, const char *name)
{
	size_t length;

	for (; *names; names += length + (names[length] == '+')) {
		length = strcspn(names, "+");
		if (length == strlen(name) && !memcmp(names, name, length))
			return true;
	}
	return false;
}

static void add_name(char names[DHCP_CLIENT_TEXT], const char *name)
{
	size_t used = strlen(names);

	if (!names_have(names, name))
		snprintf(names + used, DHCP_CLIENT_TEXT - used, "%s%s", used ? "+" : "",
			 name);
}

static int client_by_name(const void *a, const void *b)
{
	const struct dhcp_client *left = a, *right = b;

	return strcmp(left->program->name, right->program->name);
}

/* Those that are known, in the order of their names, so that they compare. */
static void find_clients(const char *device, struct dhcp_clients *ret)
{
	size_t kept = 0;

	dhcp_search(device, ret);
	for (size_t i = 0; i < ret->count; i++)
		if (ret->all[i].program)
			ret->all[kept++] = ret->all[i];
	ret->count = kept;
	qsort(ret->all, ret->count, sizeof(ret->all[0]), client_by_name);
}

static void client_names(const char *device, char ret[DHCP_CLIENT_TEXT])
{
	struct dhcp_clients clients;

	ret[0] = '\0';
	find_clients(device, &clients);
	for (size_t i = 0; i < clients.count; i++)
		add_name(ret, clients.all[i].program->name);
}

static void choose_client(char ret[DHCP_CLIENT_TEXT])
{
	const struct dhcp_program *program = dhcp_program_installed();

	snprintf(ret, DHCP_CLIENT_TEXT, "%s", program ? program->name : "");
}

/* --- starting */

/* A client of DHCPv6 ends at once without a link-local address that is no longer
 * tentative: a line of if_inet6_seq_show() in net/ipv6/addrconf.c. */
static bool has_link_local(const char *device)
{
	_cleanup_(cleanup_file) FILE *in = fopen("/proc/net/if_inet6", "re");
	enum { SCOPE_LINK = 0x20, TENTATIVE = 0x40 };
	unsigned scope, flags;
	char line[128], name[32];

	while (in && fgets(line, sizeof(line), in))
		if (sscanf(line, "%*s %*x %*x %x %x %31s", &scope, &flags, name) == 3 &&
		    scope == SCOPE_LINK && !(flags & TENTATIVE) && !strcmp(name, device))
			return true;
	return false;
}

static void wait_for_link_local(const char *device)
{
	struct timespec moment = {.tv_nsec = 50000000};

	for (int i = 0; i < 60 && !has_link_local(device); i++)
		nanosleep(&moment, NULL);
}

/* In a session of its own, and with nobody's streams, so that the caller can end. */
static _Noreturn void become(const struct dhcp_program *program, const char *path,
			     const char *device)
{
	char words[ARRAY_SIZE(program->arguments)][80];
	char *argv[ARRAY_SIZE(words) + 2] = {(char *)program->command};
	int nowhere = open("/dev/null", O_RDWR);

	for (size_t i = 0; i < ARRAY_SIZE(words) && program->arguments[i]; i++) {
		const char *argument = program->arguments[i],
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

static int start_program(const struct dhcp_program *program, const char *device,
			 struct error *err)
{
	char path[64];
	int status;
	pid_t pid;

	if (!dhcp_program_find(program, true, path, sizeof(path)))
		return error_set(err, ENOENT, "the DHCP client %s is not installed",
				 program->command);
	if (program->versions == DHCP_IPV6)
		wait_for_link_local(device);
	pid = fork();
	if (pid == 0)
		become(program, path, device);
	if (pid < 0)
		return error_set(err, errno, "cannot start %s: %s", path,
				 strerror(errno));
	if (waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	    WEXITSTATUS(status) == 0)
		return 0;
	return error_set(err, EIO, "%s failed to start on %s; to see why: %s -d %s", path,
			 device, program->command, device);
}

static int start_clients(const char *device, const char *names, struct error *err)
{
	size_t length;

	for (; *names; names += length + (names[length] == '+')) {
		const struct dhcp_program *program;
		int r;

		length = strcspn(names, "+");
		program = dhcp_program_named(names, length);
		if (!program || program->manager)
			return error_set(err, ENOENT,
					 "%.*s is not a DHCP client that can be started",
					 (int)length, names);
		r = start_program(program, device, err);
		if (r < 0)
			return r;
	}
	return 0;
}

/* --- stopping */

static int end_client(const struct dhcp_client *client, struct error *err)
{
	if (client->program->manager)
		return error_set(err, EBUSY, "the DHCP client is %s's own",
				 client->program->manager);
	if (kill(client->pid, SIGKILL) < 0 && errno != ESRCH)
		return error_set(err, errno, "cannot end %s (PID %d): %s",
				 client->command, (int)client->pid, strerror(errno));
	return 0;
}

/* The helper processes of a dhcpcd that was killed are found, and end, in a later round.
 */
static int stop_clients(const char *device, struct error *err)
{
	struct timespec moment = {.tv_nsec = 20000000};
	struct dhcp_clients clients;

	for (int round = 0; round < 100; round++) {
		find_clients(device, &clients);
		if (!clients.count)
			return 0;
		for (size_t i = 0; i < clients.count; i++) {
			int r = end_client(&clients.all[i], err);

			if (r < 0)
				return r;
		}
		nanosleep(&moment, NULL);
	}
	return error_set(err, EBUSY, "%s (PID %d) does not end", clients.all[0].command,
			 (int)clients.all[0].pid);
}

const struct dhcp_ops dhcp_clients = {client_names, dhcp_search_check, choose_client,
				      start_clients, stop_clients};
