/* onebridge.c - the admin's command */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>

#include "hook/command/command.h"
#include "netcore/cleanup.h"

static const struct command commands[] = {
	{"bridge", "up NAME | down [--force] NAME | export NAME --for MANAGER",
	 "make a bridge of the policy's, with its uplink, give back what that took,\n"
	 "      or print what makes it for good",
	 command_bridge},
	{"check",
	 "[--policy FILE] [--json] [FILE|-]…\n"
	 "                  [--connect URI] [--domain NAME]… [--all]",
	 "what the policy would do with these guests; without any, whether it is right",
	 command_check},
	{"options", "[--json]",
	 "every option of a port, or of a bridge, that a policy can set",
	 command_options},
	{"show", "[--json|--dot] [BRIDGE]",
	 "every bridge, its ports, and who is behind each", command_show},
};

static void print_help(FILE *out)
{
	fprintf(out, "One bridge policy for every guest NIC on a host.\n\n");
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(out, "  onebridge %s %s\n      %s\n", commands[i].name,
			commands[i].usage, commands[i].help);
	fprintf(out, "  onebridge --help\n  onebridge --version\n\n"
		     "See onebridge(8), onebridge-policy(5) and onebridge-hook(8).\n");
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i].name, name))
			return commands[i].run(argc - 1, argv + 1);
	if (!strcmp(name, "--help") || !strcmp(name, "-h")) {
		print_help(stdout);
		return EXIT_DONE;
	}
	if (!strcmp(name, "--version")) {
		printf("onebridge " ONEBRIDGE_VERSION "\n");
		return EXIT_DONE;
	}
	if (*name)
		fprintf(stderr, "onebridge: there is no command '%s'\n\n", name);
	print_help(stderr);
	return EXIT_USAGE;
}
