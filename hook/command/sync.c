/* sync.c - onebridge sync: compares every running guest with the policy, and mends what
 * differs
 *
 * libvirt says what its guests' NICs are, and QEMU's command line those of hand-run ones.
 * While libvirt is away, its guests' ports are given back what their states say.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "hook/bridge/bridge_setup.h"
#include "hook/command/check_report.h"
#include "hook/command/command.h"
#include "hook/guest/attach.h"
#include "hook/guest/own_script.h"
#include "hook/guest/setup.h"
#include "hook/host/account.h"
#include "hook/host/dhcp_client.h"
#include "hook/host/process.h"
#include "hook/show/output.h"
#include "hook/watch/gather.h"
#include "netcore/apply.h"
#include "netcore/drift.h"
#include "netcore/kernel/kernel.h"

enum { SYNC_DRY_RUN, SYNC_JSON };

struct sync {
	const struct arguments *arguments;
	struct check_report *report;
	struct task task;
	const char *source; /* of the guest at hand */
	bool *found;        /* by operand: a guest is called so */
	bool dry_run, drift, failed;
	bool shown; /* the guest at hand has been reported */
};

static void sync_clear(struct sync *sync)
{
	task_clear(&sync->task);
	free(sync->found);
}

static void sync_failed(struct sync *sync, struct error *err)
{
	const char *name = sync->task.guest.name;

	if (name)
		error_within(err, "guest '%s'", name);
	check_report_error(sync->report, err->text);
	sync->failed = true;
}

/* --- which guests */

static bool is_called(const struct guest *guest, const char *tap, const char *word)
{
	return (guest->name && !strcmp(guest->name, word)) ||
	       (guest->uuid && !strcmp(guest->uuid, word)) || (tap && !strcmp(tap, word));
}

/* All, or those that the operands name. */
static bool is_chosen(struct sync *sync, const struct guest *guest, const char *tap)
{
	bool chosen = sync->arguments->operand_count == 0;

	for (size_t i = 0; i < sync->arguments->operand_count; i++)
		if (is_called(guest, tap, sync->arguments->operands[i]))
			chosen = sync->found[i] = true;
	return chosen;
}

static void report_missing(struct sync *sync)
{
	struct error err;

	for (size_t i = 0; i < sync->arguments->operand_count; i++) {
		if (sync->found[i])
			continue;
		error_set(&err, ENOENT,
			  "no running guest is called '%s'; onebridge show lists them",
			  sync->arguments->operands[i]);
		sync_failed(sync, &err);
	}
}

static void show_guest(struct sync *sync, const struct guest *guest)
{
	if (!sync->shown)
		check_report_guest(sync->report, guest, sync->source);
	sync->shown = true;
}

/* --- by the policy */

/* Its bridge is created first, so that its steps are not known in a dry run. */
static bool bridge_is_to_come(const struct verdict *verdict)
{
	return verdict->kind == VERDICT_ATTACH && verdict->reason[0];
}

/* A reject without steps is enforced already. */
static bool is_in_sync(const struct verdict *verdict)
{
	struct error ignored;

	if (verdict->plan.count || bridge_is_to_come(verdict))
		return false;
	return verdict->kind == VERDICT_REJECT || verdict_result(verdict, &ignored) == 0;
}

static void mend_nic(struct sync *sync, const struct state_id *id,
		     const struct verdict *verdict)
{
	struct error err;

	if (is_in_sync(verdict))
		return;
	show_guest(sync, &sync->task.guest);
	check_report_verdict(sync->report, verdict);
	if (verdict->plan.count || bridge_is_to_come(verdict))
		sync->drift = true;
	else
		sync->failed = true;
	if (verdict->plan.count && !sync->dry_run &&
	    setup_repair_nic(&sync->task, id, verdict, &err) < 0)
		sync_failed(sync, &err);
}

/* Those that were mended, looked at again. */
static void verify_mended(struct sync *sync, const struct verdicts *mended)
{
	_cleanup_(verdicts_clear) struct verdicts verdicts = {};
	struct error err;

	if (task_decide(&sync->task, MOMENT_LIVE, NULL, &verdicts, &err) < 0)
		return sync_failed(sync, &err);
	for (size_t i = 0; i < verdicts.count; i++)
		if (mended->items[i].plan.count && verdicts.items[i].plan.count &&
		    verdict_verify(&verdicts.items[i], &err) < 0)
			sync_failed(sync, &err);
}

static void sync_guest(struct sync *sync, const struct state_id *id)
{
	_cleanup_(verdicts_clear) struct verdicts verdicts = {};
	struct error err;

	sync->shown = false;
	if (task_decide(&sync->task, MOMENT_LIVE, NULL, &verdicts, &err) < 0)
		return sync_failed(sync, &err);
	for (size_t i = 0; i < verdicts.count; i++)
		mend_nic(sync, id, &verdicts.items[i]);
	if (sync->shown && !sync->dry_run)
		verify_mended(sync, &verdicts);
	if (!sync->dry_run && task_sync_uplinks(&sync->task, false, &err) < 0)
		sync_failed(sync, &err);
}

static void sync_virsh_guests(struct sync *sync, const struct evidence *evidence)
{
	sync->source = "libvirt";
	for (size_t i = 0; i < evidence->guest_count; i++) {
		struct guest *guest = &evidence->guests[i];
		struct state_id id;

		if (!guest->uuid || !is_chosen(sync, guest, NULL))
			continue;
		id = state_id(STATE_GUEST, guest->uuid);
		guest->stage = GUEST_SETTLED;
		own_script_find(guest);
		sync->task.guest = *guest;
		sync_guest(sync, &id);
		sync->task.guest = (struct guest){};
	}
}

/* --- hand-run guests */

/* The guest as onebridge-ifup or the bridge helper would be told of it, with that NIC. */
static struct guest hand_run_guest(const struct guest *guest, struct nic *nic)
{
	struct guest one = {.nics = nic, .nic_count = 1};

	nic->number = 0;
	if (nic_is_ethernet(nic)) {
		one.origin = ORIGIN_QEMU_IFUP;
		one.stage = GUEST_BY_HAND;
		one.name = guest->name;
		one.uuid = guest->uuid;
		return one;
	}
	one.origin = ORIGIN_BRIDGE_HELPER;
	one.stage = GUEST_OF_USER;
	nic->has_mac = nic->has_guess = false;
	nic->alias = nic->model = NULL;
	return one;
}

/* What no rule is for, and was not set up by onebridge, is somebody else's. */
static bool may_govern(const struct sync *sync, const struct nic *nic,
		       const struct state_id *id)
{
	const struct policy *policy = sync->task.policy;

	if (policy == &builtin_policy)
		return state_exists(id);
	return match_nic(policy, &sync->task.guest, nic).rule;
}

static void sync_hand_run_nic(struct sync *sync, const struct holder *holder,
			      const struct process *process, struct nic nic)
{
	struct state_id id = state_id(STATE_TAP, nic.target);
	struct guest *guest = &sync->task.guest;
	struct error err;

	*guest = hand_run_guest(&holder->guest, &nic);
	sync->task.owner = holder->pid;
	if (account_name(guest, process->user, process->group, sync->task.policy, &err) <
	    0)
		sync_failed(sync, &err);
	else if (may_govern(sync, &nic, &id))
		sync_guest(sync, &id);
	free(guest->user);
	free(guest->group);
	*guest = (struct guest){};
	sync->task.owner = 0;
}

static void sync_holder(struct sync *sync, const struct holder *holder)
{
	const struct guest *guest = &holder->guest;
	struct process process;
	struct error ended;
	char source[32];

	if (!holder->is_qemu || holder->is_libvirts || !holder->is_here ||
	    process_read(holder->pid, &process, &ended) < 0)
		return;
	snprintf(source, sizeof(source), "QEMU %d", (int)holder->pid);
	sync->source = source;
	for (size_t i = 0; i < guest->nic_count; i++) {
		const struct nic *nic = &guest->nics[i];

		if (nic->target && is_chosen(sync, guest, nic->target))
			sync_hand_run_nic(sync, holder, &process, *nic);
	}
	sync->source = NULL;
}

/* --- by the state */

static void mend_port(struct sync *sync, const struct state *state, const char *name,
		      const struct plan *plan, const struct error *err)
{
	struct error failed;

	sync->shown = false;
	sync->task.guest = (struct guest){.name = state->guest};
	show_guest(sync, &sync->task.guest);
	check_report_port(sync->report, name, plan, err);
	if (err)
		sync->failed = true;
	else
		sync->drift = true;
	if (!err && !sync->dry_run && plan_apply(&sync->task.net, plan, &failed) < 0)
		sync_failed(sync, &failed);
	sync->task.guest = (struct guest){};
}

/* The lock is held, so that no hook undoes meanwhile what is put back. */
static void sync_kept_tap(struct sync *sync, const struct kept_tap *kept)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	_cleanup_(plan_clear) struct plan plan = {};
	struct error err;
	int r = state_open(&kept->id, &file, &err);

	if (r == 0)
		r = state_load(&file, &state, &err);
	if (r < 0)
		return sync_failed(sync, &err);
	r = port_drift(&sync->task.net, &state.plan, &kept->tap, &plan, &err);
	if (r < 0 || plan.count)
		mend_port(sync, &state, kept->tap.name, &plan, r < 0 ? &err : NULL);
}

static bool has_guest_state(const struct kept_taps *kept)
{
	for (size_t i = 0; i < kept->count; i++)
		if (kept->all[i].id.kind == STATE_GUEST)
			return true;
	return false;
}

static void sync_states(struct sync *sync, const struct kept_taps *kept)
{
	sync->source = "libvirt does not answer";
	if (has_guest_state(kept))
		output_line(stderr,
			    "onebridge sync: libvirt does not answer; its guests "
			    "are compared with their states, not with the policy");
	for (size_t i = 0; i < kept->count; i++) {
		const struct kept_tap *tap = &kept->all[i];
		char name[STATE_NAME_TEXT];
		struct guest guest = {.name = tap->guest, .uuid = name};

		snprintf(name, sizeof(name), "%s", tap->id.name);
		if (tap->id.kind == STATE_GUEST && is_chosen(sync, &guest, tap->tap.name))
			sync_kept_tap(sync, tap);
	}
}

/* --- all of it */

static void sync_all(struct sync *sync)
{
	_cleanup_(evidence_clear) struct evidence evidence = {};
	struct error err;
	int answer = gather_evidence(false, &evidence, &err);

	if (answer < 0)
		return sync_failed(sync, &err);
	if (answer == LIBVIRT_ALL)
		sync_virsh_guests(sync, &evidence);
	else
		sync_states(sync, &evidence.kept);
	for (size_t i = 0; i < evidence.holders.count; i++)
		sync_holder(sync, &evidence.holders.all[i]);
	report_missing(sync);
}

/* One with errors changes nothing. */
static void sync_by_policy(struct sync *sync)
{
	struct task *task = &sync->task;

	task_read_policy(task);
	if (!task->problems.count)
		return sync_all(sync);
	check_report_policy(sync->report, task->policy, &task->problems);
	sync->failed = true;
}

static int sync_status(const struct sync *sync)
{
	if (sync->failed)
		return EXIT_FAILED;
	return sync->drift && sync->dry_run ? EXIT_DRIFT : EXIT_DONE;
}

static int sync_run(const struct command *command, struct arguments *arguments)
{
	bool dry_run = arguments->value[SYNC_DRY_RUN];
	_cleanup_(sync_clear) struct sync sync = {
		.arguments = arguments,
		.report = check_report_new(stdout, command->name,
					   arguments->value[SYNC_JSON]),
		.task = {.enforce = true,
			 .create_bridge = dry_run ? NULL : bridge_setup_create},
		.found = calloc(arguments->operand_count + 1, sizeof(bool)),
		.dry_run = dry_run,
	};
	struct error err;

	if (!sync.found || !sync.report)
		return EXIT_FAILED;
	if (geteuid() != 0 && !sync.dry_run) {
		error_set(&err, EPERM, "run it as root, or with --dry-run");
		sync_failed(&sync, &err);
	} else if (kernel_open(&sync.task.net, &err) < 0) {
		sync_failed(&sync, &err);
	} else {
		sync.task.net.dhcp = &dhcp_clients;
		sync_by_policy(&sync);
	}
	kernel_close(&sync.task.net);
	return check_report_end(sync.report) < 0 ? EXIT_FAILED : sync_status(&sync);
}

static const struct command_option sync_options[] = {
	[SYNC_DRY_RUN] = {"dry-run", NULL,
			  "change nothing; exit with 3 if anything differs"},
	[SYNC_JSON] = {"json", NULL, "print a JSON document"},
};

const struct command command_sync = {
	.name = "onebridge sync",
	.operands = "[GUEST]...",
	.operands_max = INT_MAX,
	.help = "Compare running guests with the policy, print what differs, and mend it. "
		"GUEST is a name, a UUID or, of a hand-run guest, a TAP device.",
	.options = sync_options,
	.option_count = ARRAY_SIZE(sync_options),
	.run = sync_run,
};
