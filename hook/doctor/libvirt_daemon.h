/* libvirt_daemon.h - whether libvirt's daemon has seen the hook, and may run it */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/doctor/host_files.h"

/* Fills in daemon, daemon_started, hook_ran and denial. */
void libvirt_daemon_look(struct host_files *files);
