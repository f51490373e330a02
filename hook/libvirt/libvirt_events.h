/* libvirt_events.h - a lasting connection to libvirt that says which guests have changed
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/libvirt/libvirt_ask.h"
#include "hook/libvirt/loop.h"

struct libvirt_events;

/* uuid: of a guest that has started, stopped for a while, gone on, or got or lost a
 * device. NULL: libvirt answers again, and what has happened meanwhile is not known. */
typedef void (*libvirt_changed)(const char *uuid, void *data);

/* Goes on trying until libvirt answers, with growing pauses; loop_start() has been
 * called. NULL, with err: no memory. */
struct libvirt_events *libvirt_events_start(const char *uri, libvirt_changed changed,
					    void *data, struct error *err);
void libvirt_events_end(struct libvirt_events *events);

/* Whether its daemon runs, so that it is worth asking; tries to connect at once if so. To
 * connect anyway would start a daemon that systemd starts on demand, and that the admin
 * has stopped. */
bool libvirt_events_may_ask(struct libvirt_events *events);
