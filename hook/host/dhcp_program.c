/* dhcp_program.c - the DHCP clients that are known, a program and IP version a row */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/host/dhcp_program.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "netcore/cleanup.h"

enum { BOTH = DHCP_IPV4 | DHCP_IPV6 };

static const struct dhcp_program programs[] = {
	{"dhclient",
	 "dhclient",
	 DHCP_IPV4,
	 {"-nw", "-pf", "/run/dhclient.%s.pid", "-lf", "/run/dhclient.%s.leases", "%s"}},
	{"dhclient-6",
	 "dhclient",
	 DHCP_IPV6,
	 {"-6", "-nw", "-pf", "/run/dhclient6.%s.pid", "-lf", "/run/dhclient6.%s.leases",
	  "%s"}},
	{"dhcpcd", "dhcpcd", BOTH, {"-b", "-q", "%s"}},
	{"dhcpcd-4", "dhcpcd", DHCP_IPV4, {"-4", "-b", "-q", "%s"}},
	{"dhcpcd-6", "dhcpcd", DHCP_IPV6, {"-6", "-b", "-q", "%s"}},
	{"udhcpc", "udhcpc", DHCP_IPV4, {"-b", "-p", "/run/udhcpc.%s.pid", "-i", "%s"}},
	{"udhcpc6",
	 "udhcpc6",
	 DHCP_IPV6,
	 {"-b", "-p", "/run/udhcpc6.%s.pid", "-i", "%s"}},
	{"systemd-networkd", "systemd-network", BOTH, {}, "systemd-networkd", "networkd"},
	{"NetworkManager",
	 "NetworkManager",
	 BOTH,
	 {},
	 "NetworkManager",
	 "networkmanager"},
	{"connmand", "connmand", BOTH, {}, "ConnMan"},
};

const struct dhcp_program dhcpcd_manager = {"dhcpcd", "dhcpcd", BOTH, {}, "dhcpcd"};

const struct dhcp_program *dhcp_program_named(const char *name, size_t length)
{
	for (size_t i = 0; i < ARRAY_SIZE(programs); i++)
		if (strlen(programs[i].name) == length &&
		    !memcmp(programs[i].name, name, length))
			return &programs[i];
	return NULL;
}

const struct dhcp_program *dhcp_program_of(const char *command, unsigned versions)
{
	const struct dhcp_program *first = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(programs); i++) {
		if (strcmp(programs[i].command, command) != 0)
			continue;
		if (programs[i].versions == versions)
			return &programs[i];
		first = first ? first : &programs[i];
	}
	return first;
}

static bool find_file(const char *name, char *ret, size_t size)
{
	static const char *const folders[] = {"/usr/sbin", "/sbin", "/usr/bin", "/bin"};

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		snprintf(ret, size, "%s/%s", folders[i], name);
		if (access(ret, X_OK) == 0)
			return true;
	}
	return false;
}

bool dhcp_program_find(const struct dhcp_program *program, bool with_applet, char *ret,
		       size_t size)
{
	bool is_applet = !strncmp(program->command, "udhcpc", strlen("udhcpc"));

	return find_file(program->command, ret, size) ||
	       (with_applet && is_applet && find_file("busybox", ret, size));
}

const struct dhcp_program *dhcp_program_installed(void)
{
	char path[64];

	for (size_t i = 0; i < ARRAY_SIZE(programs); i++)
		if (programs[i].arguments[0] &&
		    dhcp_program_find(&programs[i], false, path, sizeof(path)))
			return &programs[i];
	return NULL;
}
