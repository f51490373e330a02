/* qemu_argv.c - QEMU's command line, option by option
 *
 * An option's argument is whatever comes next, even if it begins with a dash. Most
 * options take one, and of those that come to be almost all: so those that take none are
 * listed. No name has ever been both.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/qemu/qemu_argv.h"

#include <stdlib.h>
#include <string.h>

#include "netcore/cleanup.h"

/* What qemu-options.hx says of QEMU 2.0 to 10.0, sorted for bsearch(). */
static const char *const without_argument[] = {
	"S",
	"alt-grab",
	"async-teardown",
	"audio-help",
	"ctrl-grab",
	"curses",
	"daemonize",
	"enable-fips",
	"enable-hax",
	"enable-kvm",
	"enable-sync-profile",
	"full-screen",
	"h",
	"help",
	"jitdump",
	"localtime",
	"mem-prealloc",
	"no-acpi",
	"no-fd-bootchk",
	"no-frame",
	"no-hpet",
	"no-kvm",
	"no-kvm-irqchip",
	"no-kvm-pit",
	"no-kvm-pit-reinjection",
	"no-quit",
	"no-reboot",
	"no-shutdown",
	"no-user-config",
	"nodefaults",
	"nodefconfig",
	"nographic",
	"old-param",
	"only-migratable",
	"perfmap",
	"portrait",
	"preconfig",
	"rtc-td-hack",
	"s",
	"sdl",
	"semihosting",
	"show-cursor",
	"singlestep",
	"snapshot",
	"tdf",
	"usb",
	"version",
	"virtfs_synth",
	"win2k-hack",
	"xen-attach",
	"xen-create",
	"xen-domid-restrict",
};

static int name_is(const void *name, const void *item)
{
	return strcmp(name, *(const char *const *)item);
}

static bool takes_argument(const char *name)
{
	return !bsearch(name, without_argument, ARRAY_SIZE(without_argument),
			sizeof(*without_argument), name_is);
}

/* NULL: there is none left. */
static char *take(struct qemu_argv *argv)
{
	char *argument = argv->at;

	if (argument == argv->end)
		return NULL;
	argv->at += strlen(argument);
	if (argv->at < argv->end)
		argv->at++;
	return argument;
}

void qemu_argv_begin(char *text, size_t size, struct qemu_argv *ret)
{
	*ret = (struct qemu_argv){.at = text, .end = text + size};
	take(ret); /* the program */
}

bool qemu_argv_next(struct qemu_argv *argv, const char **ret_name, char **ret_argument)
{
	char *option = take(argv), *argument = NULL;

	while (option && *option != '-')
		option = take(argv);
	if (!option)
		return false;
	option += option[1] == '-' ? 2 : 1;
	if (takes_argument(option)) {
		argument = take(argv);
		if (!argument)
			return false;
	}
	*ret_name = option;
	*ret_argument = argument;
	return true;
}
