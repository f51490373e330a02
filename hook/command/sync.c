/* sync.c - onebridge sync: compares every running guest with the policy, and mends what
 * differs
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "hook/command/check_report.h"
#include "hook/command/command.h"
#include "hook/guest/tap_state.h"
#include "hook/show/output.h"
#include "hook/watch/ended_guests.h"
#include "hook/watch/gather.h"
#include "hook/watch/mend.h"

enum { SYNC_DRY_RUN, SYNC_JSON };

struct sync {
	const struct arguments *arguments;
	struct check_report *report;
	bool *found; /* by operand: a guest is called so */
	struct mend mend;
};

static void sync_clear(struct sync *sync)
{
	mend_clear(&sync->mend);
	free(sync->found);
}

/* --- which guests */

static bool is_called(const struct guest *guest, const char *tap, const char *word)
{
	return (guest->name && !strcmp(guest->name, word)) ||
	       (guest->uuid && !strcmp(guest->uuid, word)) || (tap && !strcmp(tap, word));
}

/* All, or those that the operands name. */
static bool sync_chooses(void *data, const struct guest *guest, const char *tap)
{
	struct sync *sync = data;
	bool chosen = sync->arguments->operand_count == 0;

	for (size_t i = 0; i < sync->arguments->operand_count; i++)
		if (is_called(guest, tap, sync->arguments->operands[i]))
			chosen = sync->found[i] = true;
	return chosen;
}

/* --- what is found */

static void report_guest(void *data, const struct guest *guest, const char *source)
{
	const struct sync *sync = data;

	check_report_guest(sync->report, guest, source);
}

static void report_verdict(void *data, const struct verdict *verdict)
{
	const struct sync *sync = data;

	check_report_verdict(sync->report, verdict);
}

static void report_port(void *data, const char *name, const struct plan *plan,
			const struct error *err)
{
	const struct sync *sync = data;

	check_report_port(sync->report, name, plan, err);
}

static void report_error(void *data, struct error *err)
{
	const struct sync *sync = data;
	const char *name = sync->mend.task.guest.name;

	if (name)
		error_within(err, "guest '%s'", name);
	check_report_error(sync->report, err->text);
}

static const struct mend_ops sync_ops = {.chooses = sync_chooses,
					 .guest = report_guest,
					 .verdict = report_verdict,
					 .port = report_port,
					 .error = report_error};

static void sync_failed(struct sync *sync, struct error *err)
{
	report_error(sync, err);
	sync->mend.failed = true;
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

static void note_libvirt_away(const struct kept_taps *kept)
{
	for (size_t i = 0; i < kept->count; i++)
		if (kept->all[i].id.kind == STATE_GUEST) {
			output_line(stderr, "onebridge sync: libvirt does not answer; "
					    "its guests are compared with their states, "
					    "not with the policy");
			return;
		}
}

/* --- all of it */

static void clear_up(struct sync *sync, const struct kept_guests *kept,
		     const struct evidence *evidence, int answer)
{
	struct net *net = &sync->mend.task.net;

	if (sync->mend.dry_run || sync->arguments->operand_count)
		return;
	if (answer == LIBVIRT_ALL)
		ended_guests_undo(net, kept, evidence, NULL, NULL);
	tap_state_clear_dead(net);
}

static void sync_all(struct sync *sync)
{
	_cleanup_(evidence_clear) struct evidence evidence = {};
	_cleanup_(kept_guests_clear) struct kept_guests kept = {};
	struct error err;
	int answer;

	kept_guests_list(&kept);
	answer = gather_evidence(true, &evidence, &err);
	if (answer < 0)
		return sync_failed(sync, &err);
	clear_up(sync, &kept, &evidence, answer);
	if (answer != LIBVIRT_ALL)
		note_libvirt_away(&evidence.kept);
	mend_guests(&sync->mend, &evidence, answer);
	report_missing(sync);
}

/* One with errors changes nothing. */
static void sync_by_policy(struct sync *sync)
{
	struct task *task = &sync->mend.task;

	task_read_policy(task);
	if (!task->problems.count)
		return sync_all(sync);
	check_report_policy(sync->report, task->policy, &task->problems);
	sync->mend.failed = true;
}

static int sync_status(const struct mend *mend)
{
	if (mend->failed)
		return EXIT_FAILED;
	return mend->drift && mend->dry_run ? EXIT_DRIFT : EXIT_DONE;
}

static int sync_run(const struct command *command, struct arguments *arguments)
{
	_cleanup_(sync_clear) struct sync sync = {
		.arguments = arguments,
		.report = check_report_new(stdout, command->name,
					   arguments->value[SYNC_JSON]),
		.found = calloc(arguments->operand_count + 1, sizeof(bool)),
		.mend = {.ops = &sync_ops,
			 .data = &sync,
			 .dry_run = arguments->value[SYNC_DRY_RUN]},
	};
	struct error err;

	if (!sync.found || !sync.report)
		return EXIT_FAILED;
	if (geteuid() != 0 && !sync.mend.dry_run) {
		error_set(&err, EPERM, "run it as root, or with --dry-run");
		sync_failed(&sync, &err);
	} else if (mend_open(&sync.mend, &err) < 0) {
		sync_failed(&sync, &err);
	} else {
		sync_by_policy(&sync);
	}
	return check_report_end(sync.report) < 0 ? EXIT_FAILED : sync_status(&sync.mend);
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
