/* libvirt_daemon.h - whether libvirt's daemon has seen the hook */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/doctor/host_files.h"

/* Fills in daemon, daemon_started and hook_ran. */
void libvirt_daemon_look(struct host_files *files);
