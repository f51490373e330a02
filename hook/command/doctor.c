/* doctor.c - onebridge doctor: what keeps guests off the network; it changes nothing */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/command/command.h"
#include "hook/command/doctor_drift.h"
#include "hook/doctor/doctor_print.h"
#include "hook/show/output.h"
#include "hook/watch/gather.h"

enum { DOCTOR_JSON };

/* All that facts are made of, and live by. */
struct doctor {
	struct evidence evidence;
	struct doctor_drift drift;
	struct facts facts;
};

static void doctor_clear(struct doctor *doctor)
{
	facts_clear(&doctor->facts);
	doctor_drift_clear(&doctor->drift);
	evidence_clear(&doctor->evidence);
}

static int look(struct doctor *doctor, struct error *err)
{
	struct task *task = &doctor->drift.mend.task;
	int answer = gather_evidence(true, &doctor->evidence, err), r;

	if (answer < 0)
		return answer;
	r = doctor_drift_look(&doctor->drift, &doctor->evidence, err);
	if (r < 0)
		return r;
	doctor->facts.evidence = &doctor->evidence;
	doctor->facts.policy = task->policy;
	doctor->facts.has_policy = task->policy != &builtin_policy;
	doctor->facts.problem = task->problems.count ? task->problems.text : NULL;
	doctor->facts.drifts = doctor->drift.all;
	doctor->facts.drift_count = doctor->drift.count;
	doctor->facts.libvirt_answers = answer == LIBVIRT_ALL;
	return facts_look(&task->net, &doctor->facts, err);
}

static int print_findings(const struct arguments *arguments, const struct facts *facts,
			  const struct findings *findings)
{
	const char *word = arguments->operands[0];
	int r;

	if (arguments->value[DOCTOR_JSON]) {
		r = doctor_print_json(stdout, facts, findings, word);
	} else {
		doctor_print_unseen(stderr, facts);
		r = doctor_print_text(stdout, facts, findings, word);
	}
	if (r == 0 && fflush(stdout) == 0)
		return findings->count ? EXIT_FAILED : EXIT_DONE;
	perror("onebridge doctor");
	return EXIT_FAILED;
}

static int doctor_run(const struct command *command, struct arguments *arguments)
{
	_cleanup_(doctor_clear) struct doctor doctor = {};
	_cleanup_(findings_clear) struct findings findings = {};
	struct error err;

	if (look(&doctor, &err) < 0) {
		output_line(stderr, "%s: %s", command->name, err.text);
		return EXIT_FAILED;
	}
	checks_run(&doctor.facts, &findings);
	if (arguments->operands[0] &&
	    !path_keep_findings(&doctor.facts, &findings, arguments->operands[0])) {
		output_line(stderr,
			    "%s: no running guest or TAP is called '%s'; onebridge show "
			    "lists them",
			    command->name, arguments->operands[0]);
		return EXIT_FAILED;
	}
	return print_findings(arguments, &doctor.facts, &findings);
}

static const struct command_option doctor_options[] = {
	[DOCTOR_JSON] = {"json", NULL, "print a JSON document"},
};

const struct command command_doctor = {
	.name = "onebridge doctor",
	.operands = "[GUEST|TAP]",
	.operands_max = 1,
	.help = "Find what keeps guests off the network, and print the evidence and the "
		"command that mends it; with a guest or TAP, draw its path, hop by hop.",
	.options = doctor_options,
	.option_count = ARRAY_SIZE(doctor_options),
	.run = doctor_run,
};
