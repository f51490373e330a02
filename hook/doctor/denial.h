/* denial.h - what a security module has forbidden, as far as it is still of now */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/doctor/host_files.h"

/* libvirt's daemon that the denial is about, by the name of its profile. */
const char *denial_daemon(const struct denial *denial);

/* Fills in hook_denial, helper_denial and libvirt_may_run_helper; all else of files is
 * known. A log keeps what was mended long ago: a denial counts only where nothing that
 * decides has changed since. */
void denials_look(struct host_files *files);
