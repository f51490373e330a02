/* tap.c - onebridge tap: TAPs for programs that run no script */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "hook/bridge/bridge_setup.h"
#include "hook/command/command.h"
#include "hook/guest/added_tap.h"
#include "hook/host/account.h"
#include "hook/host/dhcp_client.h"
#include "hook/show/output.h"
#include "netcore/kernel/kernel.h"

enum { TAP_GUEST, TAP_UUID, TAP_MAC, TAP_OWNER, TAP_QUEUES };
enum { DEL_FORCE };
enum {
	GUEST_NAME_MAX = 255, /* bytes; the state's text holds as many */
	QUEUES_MAX = 256,     /* MAX_TAP_QUEUES in drivers/net/tun.c */
};

static int tap_failed(const struct command *command, const char *name,
		      const struct error *err)
{
	output_line(stderr, "%s: %s: %s", command->name, name, err->text);
	return EXIT_FAILED;
}

/* An altname or a pattern of the kernel's ("tap%d") would make another device. */
static int check_name(const struct command *command, const char *name)
{
	if (text_is_ifname(name) && !strchr(name, '%'))
		return EXIT_DONE;
	return command_wrong_usage(
		command,
		"'%s' is not a valid device name; it has 1 to 15 bytes, "
		"without '/', ':', '%%' or white space",
		name);
}

static int read_given(const struct command *command, const struct arguments *arguments,
		      struct added_tap *tap)
{
	const char *const *value = arguments->value;

	tap->guest = (char *)value[TAP_GUEST];
	if (!tap->guest[0] || strlen(tap->guest) > GUEST_NAME_MAX)
		return command_wrong_usage(command, "--guest: 1 to %d bytes are expected",
					   GUEST_NAME_MAX);
	if (value[TAP_UUID] && text_read_uuid(value[TAP_UUID], tap->added.uuid) < 0)
		return command_wrong_usage(command, "--uuid: '%s' is not a UUID",
					   value[TAP_UUID]);
	tap->added.has_mac = value[TAP_MAC] != NULL;
	if (value[TAP_MAC] && text_read_mac(value[TAP_MAC], tap->added.mac) < 0)
		return command_wrong_usage(command, "--mac: '%s' is not a MAC address",
					   value[TAP_MAC]);
	if (value[TAP_QUEUES] &&
	    text_read_number(value[TAP_QUEUES], 1, QUEUES_MAX, &tap->queues) < 0)
		return command_wrong_usage(command,
					   "--queues: '%s' is not a number from 1 to %d",
					   value[TAP_QUEUES], QUEUES_MAX);
	return EXIT_DONE;
}

static int check_root(struct error *err)
{
	return geteuid() == 0 ? 0 : error_set(err, EPERM, "run it as root");
}

static int tap_add(struct task *task, struct added_tap *tap, const char *owner,
		   struct error *err)
{
	int r = check_root(err);

	if (r < 0)
		return r;
	tap->has_owner = owner != NULL;
	r = owner ? account_find(owner, &tap->added.user, &tap->added.group, err) : 0;
	if (r < 0)
		return r;
	r = kernel_open(&task->net, err);
	if (r < 0)
		return r;
	task_read_policy(task);
	task->net.dhcp = &dhcp_clients;
	r = added_tap_add(task, tap, err);
	kernel_close(&task->net);
	return r;
}

static int add_run(const struct command *command, struct arguments *arguments)
{
	_cleanup_(task_clear) struct task task = {
		.now = true, .logs = true, .create_bridge = bridge_setup_create};
	struct added_tap tap = {
		.name = arguments->operands[0], .queues = 1, .added.on = true};
	struct error err;
	int status = check_name(command, tap.name);

	if (status == EXIT_DONE)
		status = read_given(command, arguments, &tap);
	if (status != EXIT_DONE)
		return status;
	if (tap_add(&task, &tap, arguments->value[TAP_OWNER], &err) < 0)
		return tap_failed(command, tap.name, &err);
	if (puts(tap.name) >= 0 && fflush(stdout) == 0)
		return EXIT_DONE;
	error_set(&err, errno, "it is connected, but its name cannot be printed: %s",
		  strerror(errno));
	return tap_failed(command, tap.name, &err);
}

static int tap_del(const char *name, bool force, struct error *err)
{
	struct net net = {};
	int r = check_root(err);

	if (r < 0)
		return r;
	r = kernel_open(&net, err);
	if (r < 0)
		return r;
	r = added_tap_del(&net, name, force, err);
	kernel_close(&net);
	return r;
}

static int del_run(const struct command *command, struct arguments *arguments)
{
	const char *name = arguments->operands[0];
	struct error err;
	int status = check_name(command, name);

	if (status != EXIT_DONE)
		return status;
	if (tap_del(name, arguments->value[DEL_FORCE], &err) < 0)
		return tap_failed(command, name, &err);
	return EXIT_DONE;
}

static const struct command_option add_options[] = {
	[TAP_GUEST] = {"guest", "NAME", "the guest whose NIC it is", .required = true},
	[TAP_UUID] = {"uuid", "UUID", "the guest's UUID"},
	[TAP_MAC] = {"mac", "MAC", "the NIC's MAC address, as the guest has it"},
	[TAP_OWNER] = {"owner", "USER",
		       "the user who may open the TAP device, by name or number"},
	[TAP_QUEUES] = {"queues", "N", "how many queues the NIC has; default 1"},
};

static const struct command_option del_options[] = {
	[DEL_FORCE] = {"force", NULL, "also while a program has it open"},
};

static const struct command tap_commands[] = {
	{.name = "onebridge tap add",
	 .operands = "NAME",
	 .help = "Make this TAP device, or take the one that is there, and connect it as "
		 "the policy says for the NIC of that guest.",
	 .options = add_options,
	 .option_count = ARRAY_SIZE(add_options),
	 .operands_min = 1,
	 .operands_max = 1,
	 .run = add_run},
	{.name = "onebridge tap del",
	 .operands = "NAME",
	 .help = "Undo what add did: delete the TAP device that it made, or give back the "
		 "one that it took.",
	 .options = del_options,
	 .option_count = ARRAY_SIZE(del_options),
	 .operands_min = 1,
	 .operands_max = 1,
	 .run = del_run},
};

const struct command command_tap = {
	.name = "onebridge tap",
	.help = "TAP devices for programs that run no script, such as Firecracker.",
	.commands =
		(const struct command *const[]){&tap_commands[0], &tap_commands[1], NULL},
};
