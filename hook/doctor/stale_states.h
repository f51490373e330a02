/* stale_states.h - states that nobody has use for any more */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/doctor/host_files.h"

/* Adds those that cannot be read, and those of guests that are gone. Of libvirt's guests
 * that is known only where it answers. */
void stale_states_look(const struct evidence *evidence, bool libvirt_answers,
		       struct host_files *files);
