/* libvirt_daemon.h - whether libvirt's daemon has seen the hook, and may run it */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/doctor/host_files.h"

/* The daemon that a denial in the audit log is about, by the name of its profile. */
const char *libvirt_daemon_denied(const char *denial);

/* Fills in daemon, daemon_started, hook_ran, denial, helper_denial and
 * libvirt_may_run_helper. */
void libvirt_daemon_look(struct host_files *files);
