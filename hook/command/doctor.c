/* doctor.c - onebridge doctor: what keeps guests off the network; it changes nothing */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "hook/command/command.h"
#include "hook/doctor/doctor_print.h"
#include "hook/show/output.h"
#include "hook/watch/gather.h"
#include "netcore/kernel/kernel.h"

enum { DOCTOR_JSON };

static int look(struct evidence *evidence, struct facts *facts, struct error *err)
{
	struct net net = {};
	int answer = gather_evidence(true, evidence, err), r;

	if (answer < 0)
		return answer;
	r = kernel_open(&net, err);
	if (r < 0)
		return r;
	r = facts_look(&net, evidence, answer == LIBVIRT_ALL, facts, err);
	kernel_close(&net);
	return r;
}

static int print_all(const struct arguments *arguments, const struct facts *facts,
		     const struct findings *findings)
{
	int r;

	if (arguments->value[DOCTOR_JSON]) {
		r = doctor_print_json(stdout, facts, findings);
	} else {
		doctor_print_unseen(stderr, facts);
		r = doctor_print_text(stdout, findings);
	}
	if (r == 0 && fflush(stdout) == 0)
		return findings->count ? EXIT_FAILED : EXIT_DONE;
	perror("onebridge doctor");
	return EXIT_FAILED;
}

static int doctor_run(const struct command *command, struct arguments *arguments)
{
	_cleanup_(evidence_clear) struct evidence evidence = {};
	_cleanup_(facts_clear) struct facts facts = {};
	_cleanup_(findings_clear) struct findings findings = {};
	struct error err;

	if (look(&evidence, &facts, &err) < 0) {
		output_line(stderr, "%s: %s", command->name, err.text);
		return EXIT_FAILED;
	}
	checks_run(&facts, &findings);
	return print_all(arguments, &facts, &findings);
}

static const struct command_option doctor_options[] = {
	[DOCTOR_JSON] = {"json", NULL, "print a JSON document"},
};

const struct command command_doctor = {
	.name = "onebridge doctor",
	.help = "Find what keeps guests off the network, and print the evidence and the "
		"command that mends it.",
	.options = doctor_options,
	.option_count = ARRAY_SIZE(doctor_options),
	.run = doctor_run,
};
