/* command.h - the commands of onebridge, a row each */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct command {
	const char *name;
	const char *usage; /* what goes behind the name */
	const char *help;  /* one line */
	int (*run)(int argc,
		   char **argv); /* argv[0]: its name; returns the exit status */
};

int command_bridge(int argc, char **argv);
int command_check(int argc, char **argv);
int command_options(int argc, char **argv);
int command_show(int argc, char **argv);
