/* network_hook.c - /etc/libvirt/hooks/network.d/onebridge: libvirt runs it whenever a
 * network starts or ends, or gets a port
 *
 *	network NETWORK OPERATION SUBOPERATION EXTRA < hookData.xml
 *
 * Contract: libvirt's docs/hooks.rst. A failure of start, started or updated would end
 * the network; of port-created it refuses the port.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/network_hook.h"

#include <signal.h>
#include <string.h>
#include <syslog.h>

#include "hook/bridge/bridge_setup.h"
#include "hook/guest/network_setup.h"
#include "hook/host/dhcp_client.h"
#include "hook/program.h"
#include "netcore/kernel/kernel.h"

struct network_operation {
	const char *name, *part;
	int (*run)(struct task *task, const struct network *network, struct error *err);
	bool settles; /* a bridge may be created for the port at hand */
	int failed;   /* its exit status */
};

static const struct network_operation operations[] = {
	{"port-created", "begin", network_setup_port, .settles = true, .failed = 1},
	{"started", "begin", network_setup_started},
	{"updated", "begin", network_setup_started},
	{"stopped", "end", network_setup_stopped},
};

bool network_hook_is_called(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	const char *folder = slash ? memrchr(path, '/', (size_t)(slash - path)) : NULL;
	const char *name = slash ? slash + 1 : path;

	if (!name)
		return false;
	folder = folder ? folder + 1 : path;
	return !strcmp(name, "network") || !strcmp(name, "onebridge-network-hook") ||
	       (slash && !strncmp(folder, "network.d/", strlen("network.d/")));
}

static const struct network_operation *network_operation_find(const char *name,
							      const char *part)
{
	for (size_t i = 0; i < ARRAY_SIZE(operations); i++)
		if (!strcmp(operations[i].name, name) &&
		    !strcmp(operations[i].part, part))
			return &operations[i];
	return NULL;
}

/* The owner of the port is the task's guest. */
static int act(const struct network_operation *operation, struct task *task,
	       struct network *network, struct error *err)
{
	int r = kernel_open(&task->net, err);

	if (r < 0)
		return r;
	task->guest = network->owner;
	network->owner = (struct guest){};
	task->net.dhcp = &dhcp_clients;
	task->create_bridge = operation->settles ? bridge_setup_create : NULL;
	task->logs = true;
	r = operation->run(task, network, err);
	kernel_close(&task->net);
	return r;
}

/* Without a policy there is nothing to refuse, whatever libvirt says. */
static int network_run(const struct network_operation *operation, const char *name,
		       struct error *err)
{
	_cleanup_(task_clear) struct task task = {};
	_cleanup_(network_clear) struct network network = {};
	int r = network_read(STDIN_FILENO, &network, err);

	task_read_policy(&task);
	if (r < 0 && task.policy == &builtin_policy)
		return 0;
	if (r == 0)
		r = act(operation, &task, &network, err);
	return r < 0 ? error_within(err, "network '%s'", name) : 0;
}

int network_hook_main(int argc, char **argv)
{
	struct program program = {
		.prefix = "onebridge",
		.usage = "network NETWORK OPERATION SUBOPERATION [EXTRA] < hookData.xml\n"
			 "libvirt runs this; see onebridge-hook(8)",
	};
	const struct network_operation *operation;
	struct error err;

	if (argc < 4)
		return program_usage(&program, argc > 1 ? argv[1] : NULL);
	operation = network_operation_find(argv[2], argv[3]);
	if (!operation || geteuid() != 0)
		return 0;
	program.status = operation->failed;
	program.priority = operation->failed ? LOG_ERR : LOG_WARNING;
	signal(SIGPIPE, SIG_IGN);
	program_limit_time(&program, "network '%.200s': %s", argv[1], operation->name);
	return program_end(&program, network_run(operation, argv[1], &err), &err);
}
