/* check.c - onebridge check: the hook's verdicts; it changes nothing */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>

#include "hook/host/dhcp_client.h"
#include "hook/bridge/bridge_setup.h"
#include "hook/bridge/bridge_warning.h"
#include "hook/command/check_report.h"
#include "hook/command/command.h"
#include "hook/command/offline.h"
#include "hook/libvirt/libvirt_guests.h"
#include "hook/guest/own_script.h"
#include "hook/guest/setup.h"
#include "hook/watch/gather.h"
#include "netcore/kernel/kernel.h"
#include "xml/domain.h"
#include "xml/domain_length.h"
#include "xml/policy_read.h"

enum { CHECK_POLICY, CHECK_JSON, CHECK_CONNECT, CHECK_DOMAIN, CHECK_ALL, CHECK_OFFLINE };

struct check {
	struct check_report *report;
	struct task task;
	struct offline offline;
	bool is_offline;
	const char *source;
	bool failed;
};

static void check_failed(struct check *check, const char *text)
{
	check_report_error(check->report, text);
	check->failed = true;
}

static void report_warning(const char *text, void *data)
{
	check_report_warning(data, text);
}

static int check_bridge_here(struct check *check, const struct policy_bridge *bridge,
			     struct plan *plan, struct error *err)
{
	_cleanup_(state_clear) struct state state = {};

	bridge_setup_state(bridge->name, &state, NULL); /* none, or not ours to read */
	return bridge_setup_plan(&check->task.net, bridge, &state.plan, plan, err);
}

/* What a bridge lacks on this host is no mistake of the policy's. */
static void check_bridge(struct check *check, const struct policy_bridge *bridge)
{
	_cleanup_(plan_clear) struct plan plan = {};
	struct error err;
	int r;

	if (check->is_offline)
		r = offline_bridge_plan(bridge, &plan, &err);
	else
		r = check_bridge_here(check, bridge, &plan, &err);
	check_report_bridge(check->report, bridge, &plan, r < 0 ? &err : NULL);
	if (!check->is_offline)
		bridge_warning_find(&check->task.net, bridge, report_warning,
				    check->report);
}

static void check_map(struct check *check, const struct policy_map *map)
{
	const struct policy *policy = check->task.policy;
	struct error err;
	struct link link;
	int r;

	check_report_map(check->report, map);
	if (check->is_offline || policy_find_bridge(policy, map->to))
		return;
	r = net_find(&check->task.net, map->to, &link, &err);
	if (r == 0 && link.kind == LINK_BRIDGE)
		return;
	error_set(&err, ENODEV, "there is no bridge %s on this host", map->to);
	check_report_warning(check->report, err.text);
}

/* What was done for it, so that what the policy no longer says can be told; only root
 * sees that. */
static void look_at_done(struct check *check, struct state *state)
{
	const char *uuid = check->task.guest.uuid;
	struct state_id id;
	struct error unseen;

	if (!uuid || check->is_offline)
		return;
	id = state_id(STATE_GUEST, uuid);
	if (state_peek(&id, state, &unseen) == 0)
		check->task.done = &state->plan;
}

static void check_guest(struct check *check, struct guest *guest)
{
	_cleanup_(verdicts_clear) struct verdicts verdicts = {};
	_cleanup_(state_clear) struct state state = {};
	struct error err;

	own_script_find(guest);
	if (guest->stage == GUEST_DEFINED)
		guest_forget_chosen(guest);
	check_report_guest(check->report, guest, check->source);
	check->task.guest = *guest;
	check->task.arrived = !check->is_offline && setup_is_incoming(&check->task);
	check->offline.guest = guest;
	look_at_done(check, &state);
	if (task_decide(&check->task, MOMENT_LIVE, NULL, &verdicts, &err) < 0)
		check_failed(check, err.text);
	for (size_t i = 0; i < verdicts.count; i++) {
		if (check->is_offline)
			offline_plan_finish(&verdicts.items[i].plan);
		check_report_verdict(check->report, &verdicts.items[i]);
		if (verdict_result(&verdicts.items[i], &err) < 0)
			check->failed = true;
	}
	check->task.guest = (struct guest){};
	check->task.done = NULL;
}

/* All of a file, or, where it is longer, one byte more than is read of a document. */
static char *read_whole(FILE *in, size_t *ret_length)
{
	size_t room = DOMAIN_XML_MAX + 1;
	char *text = in ? malloc(room) : NULL;

	if (!text)
		return NULL;
	*ret_length = fread(text, 1, room, in);
	if (!ferror(in))
		return text;
	free(text);
	return NULL;
}

/* lines: of the file, before this document. */
static void check_document(struct check *check, const char *text, size_t length,
			   unsigned lines)
{
	_cleanup_(guest_clear) struct guest guest = {};
	struct error err;
	unsigned line;

	if (domain_read_lines(text, length, &guest, &line, &err) == 0)
		return check_guest(check, &guest);
	if (line)
		error_within(&err, "%s:%u", check->source, lines + line);
	else
		error_within(&err, "%s", check->source);
	check_failed(check, err.text);
}

static unsigned count_lines(const char *text, size_t length)
{
	unsigned lines = 0;

	for (size_t i = 0; i < length; i++)
		lines += text[i] == '\n';
	return lines;
}

static void check_file(struct check *check, const char *path)
{
	bool is_stdin = !strcmp(path, "-");
	_cleanup_(cleanup_file) FILE *in =
		is_stdin ? fdopen(dup(STDIN_FILENO), "r") : fopen(path, "re");
	size_t length = 0, at = 0;
	_cleanup_(cleanup_free) char *text = read_whole(in, &length);
	struct error err;

	check->source = is_stdin ? "stdin" : path;
	if (!text) {
		error_set(&err, errno,
			  "%s: %s; give it a guest's XML, as virsh dumpxml prints it",
			  check->source, strerror(errno));
		return check_failed(check, err.text);
	}
	do {
		size_t used = domain_length(text + at, length - at);

		check_document(check, text + at, used, count_lines(text, at));
		at += used;
	} while (at < length);
}

static void check_xml(const char *name, const char *xml, bool elsewhere, void *data)
{
	_cleanup_(guest_clear) struct guest guest = {};
	struct check *check = data;
	struct error err;

	if (domain_read_text(xml, strlen(xml), &guest, &err) == 0)
		return check_guest(check, &guest);
	error_within(&err, "guest '%s'", name);
	check_failed(check, err.text);
}

static void check_guests(struct check *check, const struct arguments *arguments)
{
	const char *uri = arguments->value[CHECK_CONNECT];
	bool all = arguments->value[CHECK_ALL];
	struct error err;

	for (size_t i = 0; i < arguments->operand_count; i++)
		check_file(check, arguments->operands[i]);
	if (!all && arguments->repeated_count == 0)
		return;
	check->source = uri ? uri : "libvirt";
	if (libvirt_guests_read(uri, all ? NULL : arguments->repeated,
				arguments->repeated_count, check_xml, check, &err) < 0)
		check_failed(check, err.text);
}

static void read_policy(const char *file, struct policy *policy,
			struct problems *problems)
{
	if (file)
		policy_read_file(file, policy, problems);
	else
		policy_read_folder(POLICY_FOLDER, policy, problems);
	policy_read_finish(policy, problems);
}

static int open_host(struct check *check, struct error *err)
{
	if (check->is_offline) {
		check->offline.policy = check->task.policy;
		check->task.net = offline_net(&check->offline);
		return 0;
	}
	if (kernel_open(&check->task.net, err) < 0)
		return -err->number;
	check->task.net.dhcp = &dhcp_clients;
	return 0;
}

static void close_host(struct check *check)
{
	if (check->is_offline)
		offline_clear(&check->offline);
	else
		kernel_close(&check->task.net);
}

static int run(const struct arguments *arguments)
{
	_cleanup_(problems_clear) struct problems problems = {};
	_cleanup_(policy_clear) struct policy files = {};
	struct check check = {
		.task = {.policy = &files, .simulate = true, .may_own = gather_may_own},
		.is_offline = arguments->value[CHECK_OFFLINE],
		.report = check_report_new(stdout, "onebridge check",
					   arguments->value[CHECK_JSON])};
	struct error err;

	if (!check.report)
		return EXIT_FAILED;
	read_policy(arguments->value[CHECK_POLICY], &files, &problems);
	if (files.file_count == 0 && problems.count == 0)
		check.task.policy = &builtin_policy;
	check_report_policy(check.report, check.task.policy, &problems);
	check.failed = problems.count > 0;
	if (!check.failed && open_host(&check, &err) < 0)
		check_failed(&check, err.text);
	for (size_t i = 0; !check.failed && i < check.task.policy->bridge_count; i++)
		check_bridge(&check, &check.task.policy->bridges[i]);
	for (size_t i = 0; !check.failed && i < check.task.policy->map_count; i++)
		check_map(&check, &check.task.policy->maps[i]);
	if (!check.failed)
		check_guests(&check, arguments);
	close_host(&check);
	if (check_report_end(check.report) < 0)
		check.failed = true;
	return check.failed ? EXIT_FAILED : EXIT_DONE;
}

static const struct command_option check_options[] = {
	[CHECK_POLICY] = {"policy", "FILE",
			  "use this policy file alone, not " POLICY_FOLDER},
	[CHECK_JSON] = {"json", NULL, "print a JSON document"},
	[CHECK_CONNECT] = {"connect", "URI",
			   "the libvirt to ask; with --domain or --all"},
	[CHECK_DOMAIN] = {"domain", "NAME", "check this guest of libvirt's",
			  .repeated = true},
	[CHECK_ALL] = {"all", NULL, "check all guests of libvirt's", .alternative = true},
	[CHECK_OFFLINE] = {"offline", NULL,
			   "from the files alone, as if each bridge were there and could "
			   "do what is asked",
			   .alternative = true},
};

static int check_run(const struct command *command, struct arguments *arguments)
{
	if (arguments->value[CHECK_CONNECT] && !arguments->value[CHECK_ALL] &&
	    !arguments->value[CHECK_DOMAIN])
		return command_wrong_usage(command,
					   "--connect URI needs --domain NAME or --all");
	if (arguments->value[CHECK_OFFLINE] && arguments->value[CHECK_DOMAIN])
		return command_wrong_usage(command,
					   "--offline and --domain exclude each other");
	return run(arguments);
}

const struct command command_check = {
	.name = "onebridge check",
	.operands = "[FILE|-]...",
	.operands_max = INT_MAX,
	.help = "Print what the policy would do with these guests. Without any, check the "
		"policy alone.",
	.options = check_options,
	.option_count = ARRAY_SIZE(check_options),
	.run = check_run,
};
