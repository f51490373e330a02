/* hook.c - /etc/libvirt/hooks/qemu: libvirt runs it whenever a guest starts or ends
 *
 *	qemu GUEST OPERATION SUBOPERATION EXTRA < domain.xml
 *
 * The same program is the network hook, by the path that it is called by.
 *
 * Contract: libvirt's docs/hooks.rst. Nothing goes to stdout, for after some operations
 * it would become the guest's XML, but where it is to; a line on stderr reaches the user
 * of virsh if the status is not 0.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <syslog.h>

#include "hook/bridge/bridge_setup.h"
#include "hook/host/dhcp_client.h"
#include "hook/guest/own_script.h"
#include "hook/guest/setup.h"
#include "hook/guest/teardown.h"
#include "hook/network_hook.h"
#include "hook/program.h"
#include "netcore/kernel/kernel.h"
#include "netcore/log.h"
#include "xml/domain.h"
#include "xml/domain_map.h"

struct operation {
	const char *name, *part;
	int (*run)(struct task *task, struct error *err); /* NULL: nothing */
	bool policy;                                      /* it asks the policy */
	bool maps;     /* the guest may come from another host: its bridges are mapped */
	bool settled;  /* libvirt has chosen aliases, TAPs and bridges */
	bool teardown; /* it goes on without an XML that can be read … */
	bool tells;    /* … and says so */
	int failed;    /* its exit status; 1 of started or reconnect kills the guest */
};

static const struct operation operations[] = {
	{"prepare", "begin", setup_prepare, .policy = true, .failed = 1},
	{"start", "begin", setup_start, .policy = true, .settled = true, .failed = 1},
	{"migrate", "begin", setup_incoming, .policy = true, .maps = true},
	{"restore", "begin", NULL, .policy = true, .maps = true},
	{"started", "begin", setup_verify, .policy = true, .settled = true},
	{"reconnect", "begin", setup_repair, .policy = true, .settled = true},
	{"stopped", "end", teardown_ports, .teardown = true, .tells = true, .failed = 1},
	{"release", "end", teardown_all, .teardown = true, .failed = 1},
};

static const struct operation *operation_find(const char *name, const char *part)
{
	for (size_t i = 0; i < ARRAY_SIZE(operations); i++)
		if (!strcmp(operations[i].name, name) &&
		    !strcmp(operations[i].part, part))
			return &operations[i];
	return NULL;
}

/* Of a guest that never was set up, whatever stopped it has said so already. */
static void tell_unreadable(const char *name, struct error *err)
{
	struct state_id id;

	if (state_find(name, &id, NULL) != 0)
		return;
	error_within(err, "guest '%s'", name);
	log_line(LOG_WARNING, err->text);
}

/* The guest's XML on stdin, as it came. */
struct input {
	char *text;
	size_t length;
};

static void input_clear(struct input *input)
{
	free(input->text);
}

static int read_input(struct input *ret, struct error *err)
{
	ret->text = malloc(DOMAIN_XML_MAX + 2);
	if (!ret->text)
		return error_set(err, ENOMEM, "no memory for the domain XML");
	ret->length = fread(ret->text, 1, DOMAIN_XML_MAX + 1, stdin);
	ret->text[ret->length] = '\0';
	return ferror(stdin) ? error_set(err, EIO, "the domain XML cannot be read") : 0;
}

/* What it prints becomes the guest's XML. */
static int write_mapped(const struct task *task, const struct input *input,
			struct error *err)
{
	_cleanup_(cleanup_free) char *mapped = NULL;
	int r;

	if (task->problems.count)
		return 0;
	r = domain_map_bridges(input->text, input->length, task->policy, &mapped, err);
	if (r != 0)
		return r < 0 ? r : 0;
	fputs(mapped, stdout);
	return fflush(stdout) == 0 ? 0 : error_set(err, EIO, "stdout: %m");
}

/* The guest on stdin; for a teardown its name has to do if need be. */
static int read_stdin_guest(const struct operation *operation, const char *name,
			    const struct input *input, struct guest *ret,
			    struct error *err)
{
	int r = input->text ? domain_read_text(input->text, input->length, ret, err)
			    : domain_read(STDIN_FILENO, ret, err);

	if (r < 0 && operation->teardown) {
		if (operation->tells)
			tell_unreadable(name, err);
		*ret = (struct guest){.name = strdup(name)};
		r = ret->name ? 0 : r;
	}
	if (r < 0)
		return r;
	if (!ret->uuid && !operation->teardown)
		return error_set(
			err, EINVAL,
			"the domain XML has no <uuid>, by which its state is kept");
	own_script_find(ret);
	ret->stage = operation->settled ? GUEST_SETTLED : GUEST_DEFINED;
	return 0;
}

static int run_task(const struct operation *operation, struct task *task,
		    struct error *err)
{
	int r = kernel_open(&task->net, err);

	if (r < 0)
		return r;
	task->net.dhcp = &dhcp_clients;
	task->create_bridge = bridge_setup_create;
	task->logs = true;
	r = operation->run(task, err);
	kernel_close(&task->net);
	return r;
}

static int run_operation(const struct operation *operation, const char *name,
			 struct error *err)
{
	_cleanup_(task_clear) struct task task = {};
	_cleanup_(input_clear) struct input input = {};
	int r = operation->maps ? read_input(&input, err) : 0;

	if (r == 0)
		r = read_stdin_guest(operation, name, &input, &task.guest, err);
	if (r < 0)
		return error_within(err, "guest '%s'", name);
	if (operation->policy)
		task_read_policy(&task);
	if (operation->maps)
		r = write_mapped(&task, &input, err);
	if (r == 0 && operation->run)
		r = run_task(operation, &task, err);
	return r < 0 ? error_within(err, "guest '%s'", name) : 0;
}

int main(int argc, char **argv)
{
	struct program program = {
		.prefix = "onebridge",
		.usage = "qemu GUEST OPERATION SUBOPERATION [EXTRA] < domain.xml\n"
			 "libvirt runs this; see onebridge-hook(8)",
	};
	const struct operation *operation;
	struct error err;

	program_open_streams();
	if (network_hook_is_called(argv[0]))
		return network_hook_main(argc, argv);
	if (argc < 4)
		return program_usage(&program, argc > 1 ? argv[1] : NULL);
	operation = operation_find(argv[2], argv[3]);
	if (!operation || geteuid() != 0)
		return 0;
	program.status = operation->failed;
	program.priority = operation->failed ? LOG_ERR : LOG_WARNING;
	signal(SIGPIPE, SIG_IGN);
	program_limit_time(&program, "guest '%.200s': %s", argv[1], operation->name);
	return program_end(&program, run_operation(operation, argv[1], &err), &err);
}
