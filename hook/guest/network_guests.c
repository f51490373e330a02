/* network_guests.c - the running guests of a bridge that libvirt has made anew
 *
 * A hook must not ask libvirt for them, which waits for the hook.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/guest/network_guests.h"

#include <string.h>
#include <syslog.h>

#include "hook/guest/own_script.h"
#include "hook/host/kept_taps.h"
#include "hook/host/libvirt_status.h"
#include "netcore/apply.h"
#include "netcore/log.h"

static void log_failed(const char *guest, struct error *err)
{
	if (guest)
		error_within(err, "guest '%s'", guest);
	log_line(LOG_WARNING, err->text);
}

/* --- by the policy */

static bool belongs_on(const struct task *task, const struct nic *nic, const char *bridge)
{
	_cleanup_(verdict_clear) struct verdict verdict =
		task_judge(task, nic, MOMENT_LIVE);
	const char *name = verdict_bridge(&verdict);

	return verdict.kind != VERDICT_IGNORE && name && !strcmp(name, bridge);
}

/* Lets the task have those NICs only. The array stays the guest's. */
static void choose_nics(struct task *task, struct guest *guest, const char *bridge)
{
	struct nic *nics = guest->nics;
	size_t chosen = 0;

	task->guest = *guest;
	for (size_t i = 0; i < guest->nic_count; i++) {
		struct nic nic = nics[i];

		if (!belongs_on(task, &nic, bridge))
			continue;
		nics[i] = nics[chosen];
		nics[chosen++] = nic;
	}
	task->guest.nic_count = chosen;
}

static void put_back_guest(struct task *task, struct guest *guest, const char *bridge)
{
	struct error err;

	guest->stage = GUEST_SETTLED;
	own_script_find(guest);
	choose_nics(task, guest, bridge);
	if (task->guest.nic_count && setup_repair(task, &err) < 0)
		log_failed(guest->name, &err);
	task->guest = (struct guest){};
}

/* --- by the state */

static void put_back_kept(struct task *task, const struct kept_tap *kept,
			  const char *bridge)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	_cleanup_(plan_clear) struct plan plan = {};
	struct error err;
	int r = kept_tap_drift(&task->net, kept, &file, &state, &plan, &err);
	const char *name = port_drift_bridge(&state.plan, &kept->tap);

	if (!name || strcmp(name, bridge) != 0)
		return;
	if (r == 0)
		r = plan_apply(&task->net, &plan, &err);
	if (r < 0)
		log_failed(kept->guest, &err);
}

static const struct domain_status *find_status(const struct libvirt_statuses *statuses,
					       const char *uuid)
{
	for (size_t i = 0; i < statuses->count; i++)
		if (!strcmp(statuses->all[i].guest.uuid, uuid))
			return &statuses->all[i];
	return NULL;
}

/* --- all of them */

void network_guests_put_back(struct task *task, const char *bridge)
{
	_cleanup_(libvirt_statuses_clear) struct libvirt_statuses statuses = {};
	_cleanup_(kept_taps_clear) struct kept_taps kept = {};
	struct error err;

	if (libvirt_statuses_read(&statuses, &err) < 0 || kept_taps_read(&kept, &err) < 0)
		return log_failed(NULL, &err);
	for (size_t i = 0; i < statuses.count; i++)
		if (!statuses.all[i].migrating)
			put_back_guest(task, &statuses.all[i].guest, bridge);
	for (size_t i = 0; i < kept.count; i++)
		if (kept.all[i].id.kind == STATE_TAP ||
		    !find_status(&statuses, kept.all[i].id.name))
			put_back_kept(task, &kept.all[i], bridge);
}

bool network_guests_have(const struct guest *guest, const struct nic *nic)
{
	_cleanup_(libvirt_statuses_clear) struct libvirt_statuses statuses = {};
	const struct domain_status *status = NULL;
	struct error err;

	if (guest->uuid && libvirt_statuses_read(&statuses, &err) == 0)
		status = find_status(&statuses, guest->uuid);
	for (size_t i = 0; status && i < status->guest.nic_count; i++) {
		const struct nic *other = &status->guest.nics[i];

		if (nic->has_mac && other->has_mac &&
		    !memcmp(nic->mac, other->mac, MAC_BYTES))
			return true;
	}
	return false;
}
