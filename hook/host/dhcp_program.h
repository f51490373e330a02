/* dhcp_program.h - the DHCP clients that are known, a program and IP version a row */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { DHCP_IPV4 = 1, DHCP_IPV6 = 2 };

struct dhcp_program {
	const char *name;    /* as a step has it: "dhclient-6" */
	const char *command; /* what the kernel calls its process */
	unsigned versions;   /* DHCP_IPV4, DHCP_IPV6 */
	/* How it is started, as Debian's ifupdown does, so that its files are the same
	 * ones; %s is the device. None: it cannot be, … */
	const char *arguments[9];
	const char *manager; /* … for this manages all devices: "systemd-networkd" */
	const char *export_word; /* of `onebridge bridge export --for`; NULL: none */
};

/* NULL: not known. */
const struct dhcp_program *dhcp_program_named(const char *name, size_t length);

/* The row of a process that the kernel calls so: that with these versions, or, where none
 * has just these, the first. NULL: not known. */
const struct dhcp_program *dhcp_program_of(const char *command, unsigned versions);

/* Where it is installed. False: nowhere. with_applet: busybox does, for a program that it
 * has as an applet. */
bool dhcp_program_find(const struct dhcp_program *program, bool with_applet, char *ret,
		       size_t size);

/* The first that is installed. NULL: none. */
const struct dhcp_program *dhcp_program_installed(void);

/* dhcpcd, where one process of it serves all devices. */
extern const struct dhcp_program dhcpcd_manager;
