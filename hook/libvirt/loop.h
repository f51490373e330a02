/* loop.h - libvirt's own event loop, which takes descriptors and timers of others as well
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"

/* What is called when something is to be read, or the time has come; it must live as long
 * as the loop knows of it. */
struct loop_source {
	void (*call)(void *data);
	void *data;
	int id; /* the loop's */
};

/* Once, before any connection to libvirt that is to have events. 0 or -errno. */
int loop_start(struct error *err);

/* Waits for something, and calls for all that has come to pass. */
int loop_turn(struct error *err);

int loop_add_fd(int fd, struct loop_source *source, struct error *err);
void loop_remove_fd(struct loop_source *source);

/* A timer that is off. */
int loop_add_timer(struct loop_source *source, struct error *err);

void loop_remove_timer(struct loop_source *source);

/* Calls once, in ms; -1: never. */
void loop_set_timer(struct loop_source *source, int ms);
