/* command.h - the commands of onebridge and their options, a row each: getopt, the help,
 * the messages of wrong usage and the completion come from these rows
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "netcore/cleanup.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_DRIFT = 3 };
enum { COMMAND_OPTIONS = 8 /* of one command, at most */ };

struct arguments;

struct command_option {
	const char *name;  /* without "--" */
	const char *value; /* what it takes: "FILE"; NULL: nothing */
	const char *help;
	const char *(*words)(void); /* valid values, ", " between them; NULL: any */
	bool alternative;           /* to the option of the row before */
	bool required, repeated;
};

struct command {
	const char *name;     /* from "onebridge" on: "onebridge bridge up" */
	const char *operands; /* "NAME", "[BRIDGE]"; NULL: none */
	const char *help;
	const struct command_option *options;
	size_t option_count;
	int operands_min, operands_max;
	const struct command *const *commands; /* ends with NULL; NULL: run instead */
	int (*run)(const struct command *command, struct arguments *arguments);
};

/* A command line, read by the rows of its command. */
struct arguments {
	const struct command *root;
	const char *value[COMMAND_OPTIONS]; /* by row; a flag's: ""; NULL: not given */
	char **repeated;                    /* values of the repeated option */
	size_t repeated_count;
	char **operands;
	size_t operand_count;
};

/* Finds the command or sub-command that argv names, reads its arguments and runs it.
 * Returns the exit status. */
int command_main(const struct command *root, int argc, char **argv);

/* Reports wrong usage on stderr. Returns EXIT_USAGE. */
int command_wrong_usage(const struct command *command, const char *format, ...)
	_printf_(2, 3);

extern const struct command command_bridge, command_check, command_doctor, command_init,
	command_options, command_show, command_sync, command_tap, command_watch;
