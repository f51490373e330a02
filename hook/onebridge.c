/* onebridge.c - the admin's command */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>

#include "hook/command/command.h"
#include "hook/program.h"

static const struct command *const commands[] = {&command_bridge,  &command_check,
						 &command_doctor,  &command_init,
						 &command_options, &command_show,
						 &command_sync,    &command_tap,
						 &command_watch,   NULL};

static const struct command onebridge = {
	.name = "onebridge",
	.help = "One bridge policy for every guest NIC on a host.",
	.commands = commands,
};

int main(int argc, char **argv)
{
	program_open_streams();
	if (argc > 1 && !strcmp(argv[1], "--version"))
		return printf("onebridge " ONEBRIDGE_VERSION "\n") < 0;
	return command_main(&onebridge, argc, argv);
}
