/* attach.c - a task's plan, written down and done */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/attach.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>

#include "hook/bridge/host_needs.h"
#include "hook/bridge/uplink_vlans.h"
#include "hook/guest/describe.h"
#include "hook/state/commit.h"
#include "netcore/apply.h"
#include "netcore/log.h"

/* Puts NIC and rule before an error about their TAP. */
static int blame_nic(const struct task *task, struct error *err)
{
	for (size_t i = 0; err->device[0] && i < task->guest.nic_count; i++) {
		const struct nic *nic = &task->guest.nics[i];

		_cleanup_(verdict_clear) struct verdict verdict = {};

		if (!nic->target || strcmp(nic->target, err->device) != 0)
			continue;
		verdict = task_judge(task, nic, MOMENT_LIVE);
		return describe_within(err, nic, verdict.rule);
	}
	return -err->number;
}

int task_commit(struct task *task, const struct state_file *file, struct state *state,
		struct plan *plan, struct error *err)
{
	int r = plan_make_taps(&task->net, plan, err);

	if (r < 0)
		return blame_nic(task, err);
	if (!state->guest && task->guest.name) {
		state->guest = strdup(task->guest.name);
		if (!state->guest)
			return error_set(err, ENOMEM, "no memory");
	}
	r = host_needs_commit(&task->net, file, state, plan, err);
	return r < 0 ? blame_nic(task, err) : 0;
}

static bool attaches_to(const struct task *task, const struct policy_bridge *bridge)
{
	for (size_t i = 0; i < task->guest.nic_count; i++) {
		_cleanup_(verdict_clear) struct verdict verdict =
			task_judge(task, &task->guest.nics[i], MOMENT_LIVE);

		if (verdict.kind == VERDICT_ATTACH &&
		    task_bridge(task, &verdict) == bridge)
			return true;
	}
	return false;
}

static int sync_uplinks(struct task *task, struct error *err)
{
	for (size_t i = 0; i < task->policy->bridge_count; i++) {
		const struct policy_bridge *bridge = &task->policy->bridges[i];
		int r;

		if (bridge->uplink.vlans != UPLINK_VLANS_SYNC ||
		    !attaches_to(task, bridge))
			continue;
		r = uplink_vlans_sync(&task->net, bridge->uplink.dev, err);
		if (r < 0)
			return error_within(err, "bridge %s (%s:%u)", bridge->name,
					    bridge->file, bridge->line);
	}
	return 0;
}

int task_sync_uplinks(struct task *task, bool stateless, struct error *err)
{
	int r = sync_uplinks(task, err);

	if (r == 0 || !stateless)
		return r;
	log_line(LOG_WARNING, err->text);
	return 0;
}

int task_attach(struct task *task, const struct state_file *file, struct state *state,
		struct plan *plan, struct error *err)
{
	struct error ignored;
	int r = task_commit(task, file, state, plan, err);

	if (r < 0)
		return r;
	r = task_verify(task, err);
	r = r < 0 ? r : task_sync_uplinks(task, !file, err);
	if (r >= 0)
		return 0;
	state_revert(&task->net, file, state, plan);
	host_trim(&task->net, &ignored);
	return r;
}
