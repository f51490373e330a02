/* bond.h - the options of a bond, as its files in sysfs have them */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { BOND_VALUE_TEXT = 260 /* 16 addresses */ };

struct bond_option {
	const char *name;           /* the file's */
	const char *networkmanager; /* what they call it; NULL: they cannot set it */
	const char *netplan;
	const char *initial; /* a new bond's; NULL: it is always told */
};

enum { BOND_OPTIONS = 27 };
extern const struct bond_option bond_options[BOND_OPTIONS];

struct bond {
	/* By the option's place: "active-backup", "192.0.2.1,192.0.2.2". Empty: it is as
	 * in a new bond, or the kernel does not have it. */
	char value[BOND_OPTIONS][BOND_VALUE_TEXT];
};

/* False: it could not be read. */
bool bond_read(const char *device, struct bond *ret);
