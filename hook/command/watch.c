/* watch.c - onebridge watch: does what sync does, as things happen */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <unistd.h>

#include "hook/command/command.h"
#include "hook/show/output.h"
#include "hook/watch/watch.h"

static int watch_command(const struct command *command, struct arguments *arguments)
{
	struct error err;

	if (geteuid() != 0)
		error_set(&err, EPERM, "run it as root");
	else if (watch_run(&err) == 0)
		return EXIT_DONE;
	output_line(stderr, "%s: %s", command->name, err.text);
	return EXIT_FAILED;
}

const struct command command_watch = {
	.name = "onebridge watch",
	.help = "Compare running guests with the policy as things happen, and mend what "
		"differs, until SIGTERM.",
	.run = watch_command,
};
