/* command.c - the commands of onebridge and their options, a row each */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/command/command.h"

#include <getopt.h>
#include <stdarg.h>
#include <string.h>

#include "hook/show/output.h"

/* "--for MANAGER" */
static void print_option(FILE *out, const struct command_option *option)
{
	fprintf(out, "--%s%s%s", option->name, option->value ? " " : "",
		option->value ? option->value : "");
}

/* " [--json | --dot] [BRIDGE]" */
static void print_arguments(FILE *out, const struct command *command)
{
	for (size_t i = 0; i < command->option_count; i++) {
		const struct command_option *option = &command->options[i];
		bool joined = i + 1 < command->option_count &&
			      command->options[i + 1].alternative;

		fprintf(out, option->alternative ? " | " : option->required ? " " : " [");
		print_option(out, option);
		fprintf(out, "%s%s", option->repeated ? "..." : "",
			joined || option->required ? "" : "]");
	}
	if (command->operands)
		fprintf(out, " %s", command->operands);
}

/* Each command that can be run, with what it does. */
static void print_commands(FILE *out, const struct command *command)
{
	for (size_t i = 0; command->commands && command->commands[i]; i++)
		print_commands(out, command->commands[i]);
	if (command->commands)
		return;
	fprintf(out, "  %s", command->name);
	print_arguments(out, command);
	fprintf(out, "\n      %s\n", command->help);
}

static void print_help(FILE *out, const struct command *command, bool is_root)
{
	if (command->commands) {
		fprintf(out, "%s\n\n", command->help);
		print_commands(out, command);
		if (is_root)
			fprintf(out, "  onebridge --help\n  onebridge --version\n");
		fprintf(out, "\nMore about one of them: onebridge COMMAND --help\n");
	} else {
		fprintf(out, "usage: %s", command->name);
		print_arguments(out, command);
		fprintf(out, "\n\n%s\n\n", command->help);
		for (size_t i = 0; i < command->option_count; i++) {
			fprintf(out, "  ");
			print_option(out, &command->options[i]);
			fprintf(out, "\n      %s\n", command->options[i].help);
		}
		fprintf(out, "  -h, --help\n      print this help\n");
	}
	fprintf(out, "\nSee onebridge(8), onebridge-policy(5) and onebridge-hook(8).\n");
}

int command_wrong_usage(const struct command *command, const char *format, ...)
{
	_cleanup_(cleanup_free) char *what = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&what, format, args) < 0)
		what = NULL;
	va_end(args);
	output_line(stderr, "%s: %s; see %s --help", command->name,
		    what ? what : "wrong usage", command->name);
	return EXIT_USAGE;
}

/* The names of its options, or of its sub-commands, ", " between them. */
static char *valid_words(const struct command *command)
{
	char *words = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&words, &size);

	if (!out)
		return NULL;
	for (size_t i = 0; command->commands && command->commands[i]; i++)
		fprintf(out, "%s%s", i ? ", " : "",
			strrchr(command->commands[i]->name, ' ') + 1);
	for (size_t i = 0; i < command->option_count; i++)
		fprintf(out, "--%s, ", command->options[i].name);
	if (!command->commands)
		fprintf(out, "--help");
	fclose(out);
	return words;
}

/* --- reading a command line */

static int wrong_option(const struct command *command, int answer, const char *word)
{
	_cleanup_(cleanup_free) char *words = valid_words(command);

	if (answer == ':')
		return command_wrong_usage(command, "%s needs a value", word);
	return command_wrong_usage(command, "'%s' is not an option here; valid: %s", word,
				   words ? words : "");
}

/* Whether the value is among the words, which have ", " between them. */
static bool is_among(const char *value, const char *words)
{
	size_t length = strlen(value);

	for (const char *word = words; length && (word = strstr(word, value));
	     word += length)
		if ((word == words || word[-1] == ' ') &&
		    (word[length] == ',' || !word[length]))
			return true;
	return false;
}

static int take_option(const struct command *command, size_t index,
		       struct arguments *arguments)
{
	const struct command_option *option = &command->options[index];

	if (option->value && option->words && !is_among(optarg, option->words()))
		return command_wrong_usage(command, "--%s: '%s' is not one of: %s",
					   option->name, optarg, option->words());
	if (option->repeated)
		arguments->repeated[arguments->repeated_count++] = optarg;
	arguments->value[index] = option->value ? optarg : "";
	return EXIT_DONE;
}

static int check_arguments(const struct command *command,
			   const struct arguments *arguments)
{
	for (size_t i = 0; i < command->option_count; i++) {
		const struct command_option *option = &command->options[i];

		if (option->required && !arguments->value[i])
			return command_wrong_usage(command, "--%s %s is required",
						   option->name, option->value);
		if (option->alternative && arguments->value[i] && arguments->value[i - 1])
			return command_wrong_usage(
				command, "--%s and --%s exclude each other",
				command->options[i - 1].name, option->name);
	}
	if ((int)arguments->operand_count < command->operands_min)
		return command_wrong_usage(command, "%s is required", command->operands);
	if ((int)arguments->operand_count > command->operands_max)
		return command_wrong_usage(command, "'%s' is too much",
					   arguments->operands[command->operands_max]);
	return EXIT_DONE;
}

static int command_run(const struct command *command, int argc, char **argv,
		       struct arguments *arguments)
{
	struct option words[COMMAND_OPTIONS + 2] = {{"help", no_argument, NULL, 'h'}};
	int answer, index, status = EXIT_DONE;

	for (size_t i = 0; i < command->option_count; i++)
		words[i + 1] =
			(struct option){command->options[i].name,
					command->options[i].value != NULL, NULL, 0};
	opterr = 0;
	while (!status && (answer = getopt_long(argc, argv, ":h", words, &index)) != -1) {
		if (answer == 'h') {
			print_help(stdout, command, false);
			return fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
		}
		if (answer != 0)
			return wrong_option(command, answer, argv[optind - 1]);
		status = take_option(command, (size_t)index - 1, arguments);
	}
	arguments->operands = argv + optind;
	arguments->operand_count = (size_t)(argc - optind);
	if (!status)
		status = check_arguments(command, arguments);
	return status ? status : command->run(command, arguments);
}

static const struct command *find_command(const struct command *const *commands,
					  const char *name)
{
	for (; *commands; commands++)
		if (!strcmp(strrchr((*commands)->name, ' ') + 1, name))
			return *commands;
	return NULL;
}

int command_main(const struct command *root, int argc, char **argv)
{
	_cleanup_(cleanup_free) char **repeated =
		calloc((size_t)argc + 1, sizeof(*repeated));
	struct arguments arguments = {.root = root, .repeated = repeated};
	const struct command *command = root, *next;

	while (command->commands) {
		const char *name = argc > 1 ? argv[1] : "--help";

		if (!strcmp(name, "--help") || !strcmp(name, "-h")) {
			print_help(argc > 1 ? stdout : stderr, command, command == root);
			return argc > 1 ? EXIT_DONE : EXIT_USAGE;
		}
		next = find_command(command->commands, name);
		if (!next) {
			_cleanup_(cleanup_free) char *words = valid_words(command);

			return command_wrong_usage(command,
						   "there is no command '%s'; valid: %s",
						   name, words ? words : "");
		}
		command = next;
		argc--;
		argv++;
	}
	return repeated ? command_run(command, argc, argv, &arguments) : EXIT_FAILED;
}
