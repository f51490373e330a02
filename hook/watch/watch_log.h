/* watch_log.h - what the watcher finds, a line each in the system's log */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/watch/mend.h"
#include "hook/watch/port_notes.h"

/* To the system's log; and, where that is not the log of what we print, to stdout. */
void watch_log(int priority, const char *text);

/* Each line says guest, NIC and rule, and the steps that mend it. What cannot be mended
 * is not said again and again, as notes remember. */
void watch_log_verdict(struct port_notes *notes, const struct guest *guest,
		       const struct verdict *verdict);
void watch_log_port(struct port_notes *notes, const struct guest *guest, const char *name,
		    const struct plan *plan, const struct error *err);
void watch_log_error(struct port_notes *notes, const struct guest *guest,
		     struct error *err);

/* What is wrong with the policy. */
void watch_log_problems(const struct problems *problems);
