/* doctor.c - onebridge doctor: what keeps guests off the network; it changes nothing */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/command/command.h"
#include "hook/command/doctor_look.h"
#include "hook/doctor/doctor_print.h"
#include "hook/show/output.h"

enum { DOCTOR_JSON };

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

	if (doctor_look(&doctor, &err) < 0) {
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
