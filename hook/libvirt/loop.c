/* loop.c - libvirt's own event loop, which takes descriptors and timers of others as well
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/libvirt/loop.h"

#include <errno.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

static int loop_error(struct error *err, const char *what)
{
	return error_set(err, EIO, "libvirt's event loop: cannot %s: %s", what,
			 virGetLastErrorMessage());
}

int loop_start(struct error *err)
{
	return virEventRegisterDefaultImpl() < 0 ? loop_error(err, "start") : 0;
}

int loop_turn(struct error *err)
{
	return virEventRunDefaultImpl() < 0 ? loop_error(err, "go on") : 0;
}

static void on_fd(int watch, int fd, int events, void *opaque)
{
	const struct loop_source *source = opaque;

	source->call(source->data);
}

int loop_add_fd(int fd, struct loop_source *source, struct error *err)
{
	source->id =
		virEventAddHandle(fd,
				  VIR_EVENT_HANDLE_READABLE | VIR_EVENT_HANDLE_HANGUP |
					  VIR_EVENT_HANDLE_ERROR,
				  on_fd, source, NULL);
	return source->id < 0 ? loop_error(err, "take a descriptor") : 0;
}

void loop_remove_fd(struct loop_source *source)
{
	virEventRemoveHandle(source->id);
}

/* Timers of libvirt's come again and again. */
static void on_time(int timer, void *opaque)
{
	const struct loop_source *source = opaque;

	virEventUpdateTimeout(timer, -1);
	source->call(source->data);
}

int loop_add_timer(struct loop_source *source, struct error *err)
{
	source->id = virEventAddTimeout(-1, on_time, source, NULL);
	return source->id < 0 ? loop_error(err, "take a timer") : 0;
}

void loop_remove_timer(struct loop_source *source)
{
	virEventRemoveTimeout(source->id);
}

void loop_set_timer(struct loop_source *source, int ms)
{
	virEventUpdateTimeout(source->id, ms);
}
