/* compare.c - what the policy says of every guest's port, and whether it is so */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/watch/compare.h"

#include <errno.h>
#include <string.h>

#include "hook/watch/mend.h"

static const char *const forward_words[] = {
	[FORWARD_NONE] = NULL,
	[FORWARD_NAT] = "nat",
	[FORWARD_ROUTE] = "route",
	[FORWARD_OPEN] = "open",
};

struct comparison {
	struct task task; /* its policy alone */
	struct port_rules rules;
	bool failed;
};

static void comparison_clear(struct comparison *comparison)
{
	task_clear(&comparison->task);
	port_rules_clear(&comparison->rules);
}

static bool compare_chooses(void *data, const struct guest *guest, const char *tap)
{
	return true;
}

static void pass_guest(void *data, const struct guest *guest, const char *source)
{
}

static void pass_verdict(void *data, const struct verdict *verdict)
{
}

static void pass_port(void *data, const char *name, const struct plan *plan,
		      const struct error *err)
{
}

static void pass_error(void *data, struct error *err)
{
}

static void copy_route(const struct verdict *verdict, struct port_rule *port)
{
	const struct route *route = &verdict->rule->route;

	port->routed = verdict->kind == VERDICT_ROUTE;
	if (!port->routed)
		return;
	port->forward = forward_words[route->forward];
	snprintf(port->uplink, sizeof(port->uplink), "%s", route->dev);
}

int compare_note(struct port_rules *rules, const struct mend_result *result)
{
	const struct verdict *verdict = result->verdict;
	const struct rule *rule = verdict ? verdict->rule : NULL;
	struct port_rule port = {.guest = result->guest->name,
				 .by_state = !verdict,
				 .filters = !verdict,
				 .in_sync = result->in_sync};

	snprintf(port.device, sizeof(port.device), "%s", result->device);
	if (rule) {
		port.name = rule->name;
		port.file = (char *)rule->file;
		port.line = rule->line;
		port.filters = attach_filters(&rule->attach);
		port.rejected = verdict->kind == VERDICT_REJECT;
		copy_route(verdict, &port);
	}
	return port_rules_add(rules, &port);
}

static void add_result(void *data, const struct mend_result *result)
{
	struct comparison *comparison = data;

	if (compare_note(&comparison->rules, result) < 0)
		comparison->failed = true;
}

static const struct mend_ops compare_ops = {.chooses = compare_chooses,
					    .guest = pass_guest,
					    .verdict = pass_verdict,
					    .port = pass_port,
					    .error = pass_error};

int compare_with(const struct policy *policy, const struct evidence *evidence, int answer,
		 void (*compared)(void *data, const struct mend_result *result),
		 void *data, struct error *err)
{
	struct mend_ops ops = compare_ops;
	_cleanup_(mend_clear) struct mend mend = {
		.ops = &ops, .data = data, .dry_run = true};
	int r = mend_open(&mend, err);

	if (r < 0)
		return r;
	ops.compared = compared;
	mend.task.policy = policy;
	mend_guests(&mend, evidence, answer);
	return 0;
}

int compare_ports(const struct evidence *evidence, int answer, struct port_rules *ret,
		  struct error *err)
{
	_cleanup_(comparison_clear) struct comparison comparison = {};
	struct task *task = &comparison.task;
	int r;

	task_read_policy(task);
	if (task->problems.count)
		return error_set(err, EINVAL,
				 "the policy has errors; list them (onebridge check)");
	r = compare_with(task->policy, evidence, answer, add_result, &comparison, err);
	if (r < 0)
		return r;
	if (comparison.failed)
		return error_set(err, ENOMEM, "no memory for the ports");
	*ret = comparison.rules;
	comparison.rules = (struct port_rules){};
	return 0;
}
