/* network_setup.c - what is done when a network of libvirt's starts, ends, or gets a port
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/network_setup.h"

#include "hook/bridge/bridge_setup.h"
#include "hook/guest/network_guests.h"

/* When the daemon restarts, libvirt tells of the ports of running guests once more, and
 * nothing is to be refused any more. */
int network_setup_port(struct task *task, const struct network *network,
		       struct error *err)
{
	_cleanup_(plan_clear) struct plan none = {}, plan = {};
	struct error refused;
	int r;

	if (task->guest.nic_count == 0)
		return 0;
	r = task_plan(task, MOMENT_PREPARE, &none, &plan, &refused);
	if (r == 0 || network_guests_have(&task->guest, &task->guest.nics[0]))
		return 0;
	*err = refused;
	return task->guest.name ? error_within(err, "guest '%s'", task->guest.name) : r;
}

static int set_options(struct task *task, const struct network *network,
		       struct error *err)
{
	const struct policy_bridge *bridge =
		policy_find_bridge(task->policy, network->bridge);
	int r;

	if (!bridge || !network_makes_bridge(network) || task->problems.count)
		return 0;
	r = bridge_setup_up(&task->net, bridge, err);
	return r < 0 ? error_within(err, "bridge %s (%s:%u)", bridge->name, bridge->file,
				    bridge->line)
		     : 0;
}

int network_setup_started(struct task *task, const struct network *network,
			  struct error *err)
{
	int r;

	if (!network->bridge)
		return 0;
	r = set_options(task, network, err);
	network_guests_put_back(task, network->bridge);
	return r;
}

int network_setup_stopped(struct task *task, const struct network *network,
			  struct error *err)
{
	int r;

	if (!network_makes_bridge(network))
		return 0;
	r = bridge_setup_down(&task->net, network->bridge, err);
	return r < 0 ? error_within(err, "bridge %s", network->bridge) : 0;
}
