/* bridge.c - onebridge bridge: the policy's own bridges, up and down, and as the host's
 * own manager's files
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "hook/host/dhcp_client.h"
#include "hook/host/lock_holder.h"
#include "hook/host/process.h"
#include "hook/bridge/bridge_export.h"
#include "hook/bridge/bridge_setup.h"
#include "hook/bridge/bridge_warning.h"
#include "hook/command/command.h"
#include "hook/show/host_view.h"
#include "hook/show/output.h"
#include "hook/watch/gather.h"
#include "xml/policy_read.h"
#include "netcore/cleanup.h"
#include "netcore/kernel/kernel.h"

static int bridge_failed(const char *name, const struct error *err)
{
	output_line(stderr, "onebridge bridge: %s: %s", name, err->text);
	return EXIT_FAILED;
}

/* A policy with mistakes is not acted upon. */
static int find_in_policy(const char *name, struct policy *policy,
			  const struct policy_bridge **ret, struct error *err)
{
	_cleanup_(problems_clear) struct problems problems = {};

	policy_load(policy, &problems);
	if (problems.count)
		return error_set(err, EINVAL, "the policy is broken: %.*s",
				 (int)strcspn(problems.text, "\n"), problems.text);
	*ret = policy_find_bridge(policy, name);
	if (*ret)
		return 0;
	return error_set(err, ENOENT,
			 "the policy in " POLICY_FOLDER " has no such bridge; add "
			 "<bridge name='…'/> to it");
}

static void print_warning(const char *text, void *data)
{
	output_line(stderr, "onebridge bridge: %s: %s", (const char *)data, text);
}

/* Whoever waits longer is to know what for. */
static void wait_for_others(const char *name)
{
	struct state_id id = state_id(STATE_BRIDGE, name);
	char command[16] = "";
	pid_t pid;

	if (!lock_holder_wait(&id, &pid))
		return;
	if (pid)
		process_command(pid, command);
	if (*command)
		output_line(stderr,
			    "onebridge bridge: %s: waiting for process %d (%s), which is "
			    "working on this bridge",
			    name, (int)pid, command);
	else
		output_line(stderr,
			    "onebridge bridge: %s: waiting for another process, which is "
			    "working on this bridge",
			    name);
}

static int bridge_up(struct net *net, const char *name, const char *value)
{
	_cleanup_(policy_clear) struct policy policy = {};
	const struct policy_bridge *bridge;
	struct error err;

	if (find_in_policy(name, &policy, &bridge, &err) < 0)
		return bridge_failed(name, &err);
	bridge_warning_find(net, bridge, print_warning, (void *)name);
	wait_for_others(name);
	return bridge_setup_up(net, bridge, &err) < 0 ? bridge_failed(name, &err)
						      : EXIT_DONE;
}

/* --- down, unless there are guests */

static bool is_in_plan(const struct plan *plan, const struct link_ref *dev)
{
	for (size_t i = 0; i < plan->count; i++)
		if (link_ref_same(&plan->steps[i].dev, dev))
			return true;
	return false;
}

/* Adds "vnet0 (web)" to the names. */
static void add_port_name(const struct link *port, const struct evidence *evidence,
			  char *names, size_t size)
{
	struct port_owner owner = {.name = NULL};
	size_t used = strlen(names);
	char shown[200] = "";

	if (port->kind == LINK_TAP)
		owner = tap_owner(port, evidence);
	if (owner.name)
		text_show(owner.name, shown, sizeof(shown));
	snprintf(names + used, size - used, "%s%s%s%s%s", used ? ", " : "",
		 port->ref.name, *shown ? " (" : "", shown, *shown ? ")" : "");
}

/* Names the ports that up has not brought there; none: "". */
static int name_guest_ports(struct net *net, const char *bridge, const struct plan *plan,
			    char *names, size_t size, struct error *err)
{
	_cleanup_(link_list_clear) struct link_list list = {};
	_cleanup_(evidence_clear) struct evidence evidence = {};
	const struct link *link;
	int r = net->ops->look_all(net->self, NULL, &list, err);

	names[0] = '\0';
	link = r == 0 ? link_list_find(&list, bridge) : NULL;
	if (link)
		r = gather_evidence(true, &evidence, err);
	for (size_t i = 0; r >= 0 && link && i < list.count; i++) {
		const struct link *port = &list.links[i];

		if (port->master.ifindex == link->ref.ifindex &&
		    !is_in_plan(plan, &port->ref))
			add_port_name(port, &evidence, names, size);
	}
	return r < 0 ? r : 0;
}

static int refuse_guests(struct net *net, const char *name, struct error *err)
{
	_cleanup_(state_clear) struct state state = {};
	char names[1024];
	int r = bridge_setup_state(name, &state, err);

	r = r ? r : name_guest_ports(net, name, &state.plan, names, sizeof(names), err);
	if (r != 0 || !*names)
		return r < 0 ? r : 0;
	return error_set(err, EBUSY,
			 "others are on it: %s; end them first, or cut them off with "
			 "--force",
			 names);
}

static int bridge_down(struct net *net, const char *name, const char *force)
{
	struct error err;
	int r = force ? 0 : refuse_guests(net, name, &err);

	if (r == 0)
		wait_for_others(name);
	r = r < 0 ? r : bridge_setup_down(net, name, &err);
	if (r == 1)
		r = error_set(&err, ENOENT,
			      "it was not brought up by this command; there is nothing "
			      "to give back");
	return r < 0 ? bridge_failed(name, &err) : EXIT_DONE;
}

/* --- export */

static int bridge_print(struct net *net, const char *name, const char *manager)
{
	_cleanup_(policy_clear) struct policy policy = {};
	const struct policy_bridge *bridge;
	struct error err;

	if (find_in_policy(name, &policy, &bridge, &err) < 0 ||
	    bridge_export(net, bridge, export_format_find(manager), stdout, &err) < 0)
		return bridge_failed(name, &err);
	return fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
}

/* --- the commands */

typedef int bridge_action(struct net *net, const char *name, const char *value);

static int with_kernel(const struct command *command, const struct arguments *arguments,
		       bridge_action *action)
{
	const char *name = arguments->operands[0];
	struct net net = {};
	struct error err;
	int status;

	if (!text_is_ifname(name))
		return command_wrong_usage(command, "'%s' is not a valid bridge name",
					   name);
	if (kernel_open(&net, &err) < 0)
		return bridge_failed(name, &err);
	net.dhcp = &dhcp_clients;
	status = action(&net, name, arguments->value[0]);
	kernel_close(&net);
	return status;
}

static int up_run(const struct command *command, struct arguments *arguments)
{
	return with_kernel(command, arguments, bridge_up);
}

static int down_run(const struct command *command, struct arguments *arguments)
{
	return with_kernel(command, arguments, bridge_down);
}

static int export_run(const struct command *command, struct arguments *arguments)
{
	return with_kernel(command, arguments, bridge_print);
}

static const struct command_option down_options[] = {
	{"force", NULL, "even if guests or other ports are on it"},
};

static const struct command_option export_options[] = {
	{"for", "MANAGER", "which manager the files are for", export_format_names,
	 .required = true},
};

static const struct command bridge_commands[] = {
	{.name = "onebridge bridge up",
	 .operands = "NAME",
	 .help = "Make this bridge of the policy, or change it into what the policy says.",
	 .operands_min = 1,
	 .operands_max = 1,
	 .run = up_run},
	{.name = "onebridge bridge down",
	 .operands = "NAME",
	 .help = "Undo what up did to this bridge and its uplink.",
	 .options = down_options,
	 .option_count = ARRAY_SIZE(down_options),
	 .operands_min = 1,
	 .operands_max = 1,
	 .run = down_run},
	{.name = "onebridge bridge export",
	 .operands = "NAME",
	 .help = "Print the files with which the host's network manager makes this bridge "
		 "at boot.",
	 .options = export_options,
	 .option_count = ARRAY_SIZE(export_options),
	 .operands_min = 1,
	 .operands_max = 1,
	 .run = export_run},
};

const struct command command_bridge = {
	.name = "onebridge bridge",
	.help = "Make, undo and export the policy's own bridges.",
	.commands =
		(const struct command *const[]){&bridge_commands[0], &bridge_commands[1],
						&bridge_commands[2], NULL},
};
