/* libvirt_ask.h - asks libvirt for its running guests, and gives up in time */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sys/types.h>

#include "hook/libvirt/libvirt_guests.h"
#include "xml/guest.h"

/* How much of an answer there is. */
enum libvirt_answer { LIBVIRT_ALL, LIBVIRT_LATE /* some */, LIBVIRT_AWAY /* none */ };

/* A question that is under way, in a process of its own: a daemon that hangs, and a
 * client library that dies, harm nobody else. */
struct libvirt_ask {
	pid_t pid;
	int fd;           /* where the answer comes from */
	int64_t deadline; /* ms of the monotonic clock */
};

/* 0 or -errno; the caller ends with libvirt_ask_finish(). */
int libvirt_ask_start(const struct libvirt_question *question, struct libvirt_ask *ret,
		      struct error *err);

/* Waits for the answer, and reads it. ret belongs to the caller. enum libvirt_answer, or
 * -ENOMEM. */
int libvirt_ask_finish(struct libvirt_ask *ask, struct guest **ret, size_t *ret_count,
		       struct error *err);

/* Ends a question without waiting. */
void libvirt_ask_drop(struct libvirt_ask *ask);
