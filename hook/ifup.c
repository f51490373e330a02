/* ifup.c - onebridge-ifup and onebridge-ifdown: QEMU's script= and downscript=
 *
 *	onebridge-ifup TAP
 *	onebridge-ifdown TAP
 *
 * One program, told apart by the name that it is called by, and also what
 * /etc/qemu-ifup, /etc/qemu-ifdown and libvirt's <script path=> may lead to. QEMU prints
 * what it says on stderr, and stops if ifup fails; libvirt does not start, or does not
 * plug.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <errno.h>
#include <string.h>
#include <sys/types.h>
#include <syslog.h>

#include "hook/host/account.h"
#include "hook/host/caller.h"
#include "hook/host/dhcp_client.h"
#include "hook/host/process.h"
#include "hook/guest/added_tap.h"
#include "hook/guest/attach.h"
#include "hook/guest/own_tap.h"
#include "hook/guest/setup.h"
#include "hook/guest/tap_state.h"
#include "hook/guest/teardown.h"
#include "hook/program.h"
#include "hook/bridge/bridge_setup.h"
#include "hook/bridge/host_needs.h"
#include "netcore/apply.h"
#include "netcore/kernel/kernel.h"
#include "netcore/log.h"

/* One TAP on its way up. */
struct ifup {
	struct task task;
	struct caller caller;
	struct link tap;
	struct state_file file;
	struct state state; /* what was done to it before, and is done now */
};

static void ifup_clear(struct ifup *ifup)
{
	state_close(&ifup->file);
	state_clear(&ifup->state);
	kernel_close(&ifup->task.net);
	task_clear(&ifup->task);
	caller_clear(&ifup->caller);
}

static int find_own_tap(struct net *net, const char *name, struct link *ret,
			struct error *err)
{
	int r = net_look(net, name, ret, err);

	if (r == 1)
		return error_set(err, ENODEV,
				 "there is no TAP device %s; QEMU creates it, or you (ip "
				 "tuntap add %s mode tap)",
				 name, text_for_shell(name).text);
	if (r == 0 && ret->kind != LINK_TAP)
		return error_set(err, EINVAL,
				 "%s is not a TAP device; set another name (ifname=)",
				 name);
	return r;
}

/* Whether the state is of a guest that had the TAP before: the next one inherits nothing.
 * libvirt runs this once a plug; of a guest that cannot be seen the holder tells. */
static bool is_left_over(const struct ifup *ifup)
{
	const struct state *state = &ifup->state;
	pid_t qemu = ifup->caller.qemu;

	if (ifup->caller.libvirt)
		return true;
	if (!qemu)
		return state->owner && !ifup->tap.carrier;
	return state->owner != qemu || !process_is(qemu, state->owner_start);
}

/* The state from before, if it is of this very TAP and guest; what is left over is
 * undone. */
static int take_over(struct ifup *ifup, struct error *err)
{
	const struct plan *plan = &ifup->state.plan;
	const struct link_ref *tap;
	int r = 0;

	if (ifup->caller.state.kind != STATE_TAP || plan->count == 0)
		return 0;
	tap = plan_find_device(plan, ifup->tap.ref.name);
	if (tap && link_ref_same(tap, &ifup->tap.ref) && !is_left_over(ifup))
		return 0;
	r = tap_state_undo(&ifup->task.net, &ifup->file, &ifup->state, err);
	state_clear(&ifup->state);
	state_close(&ifup->file);
	return r < 0 ? r : state_open(&ifup->caller.state, &ifup->file, err);
}

/* With CAP_NET_ADMIN alone, or as the root of a user namespace. */
static bool lacks_rights(int r)
{
	return r == -EACCES || r == -EPERM || r == -EROFS;
}

/* Where it may not be written, the port comes first. */
static int open_state(struct ifup *ifup, struct error *err)
{
	struct caller *caller = &ifup->caller;
	int r = task_open_state(&caller->state, &ifup->file, &ifup->state, err);

	if (r < 0 && (caller->libvirt || lacks_rights(r))) {
		log_line(LOG_WARNING, err->text);
		state_close(&ifup->file); /* what could not be read is not overwritten */
		return 0;
	}
	if (r >= 0)
		r = take_over(ifup, err);
	if (r < 0)
		return r;
	if (caller->qemu) {
		ifup->state.owner = caller->qemu;
		ifup->state.owner_start = process_start(caller->qemu);
	}
	ifup->state.held =
		!caller->qemu && caller->state.kind == STATE_TAP && ifup->tap.carrier;
	return 0;
}

/* What the state never got, or has no longer, needs no file. */
static void drop_empty(struct ifup *ifup)
{
	struct error err;

	if (ifup->file.lock >= 0 && ifup->caller.state.kind == STATE_TAP &&
	    ifup->state.plan.count == 0 && state_drop(&ifup->file, &err) < 0)
		log_line(LOG_WARNING, err.text);
}

static int plan_and_attach(struct ifup *ifup, struct error *err)
{
	const struct state_file *file = ifup->file.lock >= 0 ? &ifup->file : NULL;
	_cleanup_(plan_clear) struct plan plan = {};
	int r = task_plan(&ifup->task, MOMENT_START, NULL, &plan, err);

	if (r < 0)
		return r;
	return plan.count ? task_attach(&ifup->task, file, &ifup->state, &plan, err)
			  : task_sync_uplinks(&ifup->task, !file, err);
}

static int attach(struct ifup *ifup, struct error *err)
{
	int r = open_state(ifup, err);

	if (r < 0)
		return r;
	ifup->task.incoming = ifup->state.incoming;
	if (ifup->task.guest.elsewhere && ifup->state.plan.count == 0)
		setup_note_incoming(&ifup->task, &ifup->state);
	r = plan_and_attach(ifup, err);
	drop_empty(ifup);
	return r;
}

static int ifup_run(const char *name, struct ifup *ifup, struct error *err)
{
	struct task *task = &ifup->task;
	struct caller *caller = &ifup->caller;
	int r = kernel_open(&task->net, err);

	if (r < 0)
		return r;
	r = find_own_tap(&task->net, name, &ifup->tap, err);
	if (r < 0)
		return r;
	r = caller_find(&ifup->tap, getppid(), caller, err);
	if (r < 0)
		return r;
	if (caller->libvirt && own_tap_is_marked(&ifup->tap))
		return 0; /* the hook made it, and plugs it at the start */
	if (added_tap_is(&ifup->tap))
		return 0; /* it is wired, until `onebridge tap del` */
	tap_state_clear_dead(&task->net);
	task_read_policy(task);
	task->now = true;
	task->create_bridge = bridge_setup_create;
	task->logs = true;
	task->net.dhcp = &dhcp_clients;
	task->guest = caller->guest;
	caller->guest = (struct guest){};
	r = account_name(&task->guest, caller->user, caller->group, task->policy, err);
	r = r < 0 ? r : attach(ifup, err);
	return r < 0 ? caller_within(caller, &task->guest, err) : 0;
}

static int ifup(const char *name, struct error *err)
{
	_cleanup_(ifup_clear) struct ifup ifup = {.file = STATE_FILE_NONE};

	return ifup_run(name, &ifup, err);
}

/* It is kept: it may be read another time. */
static int cannot_read(const char *name, const struct error *broken, struct error *err)
{
	return error_set(err, broken->number,
			 "%s; take the TAP out of its bridge yourself (ip link set %s "
			 "nomaster down), and remove that file",
			 broken->text, text_for_shell(name).text);
}

static int undo(const char *name, const struct state_file *file, struct error *err)
{
	_cleanup_(state_clear) struct state state = {};
	struct error broken;
	struct net net = {};
	bool left; /* nothing but a lock, by a process that was killed */
	int r = state_load(file, &state, &broken);

	if (r < 0)
		return cannot_read(name, &broken, err);
	if (state.added.on)
		return 0; /* `onebridge tap del` undoes it */
	left = r == 1;
	r = kernel_open(&net, err);
	if (r < 0)
		return error_within(err, "%s", name);
	if (left)
		r = file->lock >= 0 ? state_drop(file, err) : 0;
	else
		r = tap_state_undo(&net, file, &state, err);
	r = r < 0 ? r : host_trim(&net, err);
	kernel_close(&net);
	return r < 0 ? error_within(err, "%s", name) : 0;
}

static int ifdown(const char *name, struct error *err)
{
	struct state_id id = state_id(STATE_TAP, name);
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;

	if (!state_exists(&id) && !host_needs_recorded())
		return 0;
	file = teardown_open(&id);
	return undo(name, &file, err);
}

typedef int tap_action(const char *tap, struct error *err);

static tap_action *find_action(const char *called_as)
{
	static const struct {
		const char *ending;
		tap_action *run;
	} actions[] = {{"ifup", ifup}, {"ifdown", ifdown}};

	for (size_t i = 0; i < ARRAY_SIZE(actions); i++) {
		size_t length = strlen(actions[i].ending), all = strlen(called_as);

		if (all >= length && !strcmp(called_as + all - length, actions[i].ending))
			return actions[i].run;
	}
	return NULL;
}

static int run_action(tap_action *action, const char *tap, struct error *err)
{
	int r;

	if (!text_is_ifname(tap))
		return error_set(err, EINVAL,
				 "'%s' is not a valid device name; give the name of a "
				 "TAP device",
				 tap);
	r = action(tap, err);
	if ((r == -EACCES || r == -EPERM) && geteuid() != 0)
		return error_within(err, "run it as root, or with CAP_NET_ADMIN");
	return r;
}

int main(int argc, char **argv)
{
	static const struct program program = {
		.prefix = "onebridge",
		.usage = "onebridge-ifup TAP\n"
			 "       onebridge-ifdown TAP\n"
			 "QEMU runs these (script=, downscript=); see onebridge-ifup(8)",
		.status = 1,
		.priority = LOG_ERR,
	};
	tap_action *action = argc > 0 ? find_action(argv[0]) : NULL;
	struct error err;

	program_open_streams();
	if (!action || argc != 2 || argv[1][0] == '-')
		return program_usage(&program, argc == 2 ? argv[1] : NULL);
	program_limit_time(&program, "%s:", argv[1]);
	return program_end(&program, run_action(action, argv[1], &err), &err);
}
