/* own_script.c - libvirt's <script> that is onebridge-ifup: it acts for the hook */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/own_script.h"

#include <stdlib.h>
#include <string.h>

#include "hook/guest/own_tap.h"
#include "netcore/cleanup.h"

static bool is_own_file(const char *path)
{
	_cleanup_(cleanup_free) char *real = realpath(path, NULL);
	const char *name = strrchr(real ? real : path, '/');

	return name && !strcmp(name, "/onebridge-ifup");
}

void own_script_find(struct guest *guest)
{
	for (size_t i = 0; i < guest->nic_count; i++) {
		struct nic *nic = &guest->nics[i];

		nic->own_script = nic->script && is_own_file(nic->script);
	}
}

bool own_script_acts(const struct nic *nic)
{
	return nic->own_script && !own_tap_wanted(nic);
}
