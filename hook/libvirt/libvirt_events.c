/* libvirt_events.c - a lasting connection to libvirt that says which guests have changed
 *
 * To connect to a daemon that hangs never ends. So another process tries first, and ours
 * connects once that has succeeded; from then on libvirt's keepalive messages end what
 * takes too long.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/libvirt/libvirt_events.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/types.h>

#include "hook/libvirt/libvirt_open.h"

enum {
	ALIVE_SECONDS = 5, /* between two keepalive messages … */
	ALIVE_MISSED = 2,  /* … of which so many may be missed */
	TRY_MS = 3000,
	PAUSE_MIN_MS = 250,
	PAUSE_MAX_MS = 60000,
};

struct libvirt_events {
	const char *uri;
	libvirt_changed changed;
	void *data;
	virConnectPtr connection;
	struct loop_source timer, answer;
	struct libvirt_ask ask; /* the process that tries */
	bool asking, closed;
	int pause; /* ms, before the next try */
};

/* --- whether there is a daemon */

static bool pid_file_lives(const char *path)
{
	_cleanup_(cleanup_file) FILE *file = fopen(path, "re");
	int pid = 0;

	if (!file || fscanf(file, "%d", &pid) != 1 || pid <= 0)
		return false;
	return kill(pid, 0) == 0 || errno == EPERM;
}

static bool daemon_runs(void)
{
	return pid_file_lives("/run/libvirtd.pid") ||
	       pid_file_lives("/run/virtqemud.pid");
}

/* --- what it says */

static void tell_domain(virDomainPtr domain, const struct libvirt_events *events)
{
	char uuid[VIR_UUID_STRING_BUFLEN];

	if (virDomainGetUUIDString(domain, uuid) == 0)
		events->changed(uuid, events->data);
}

static int on_lifecycle(virConnectPtr connection, virDomainPtr domain, int event,
			int detail, void *data)
{
	if (event == VIR_DOMAIN_EVENT_STARTED || event == VIR_DOMAIN_EVENT_SUSPENDED ||
	    event == VIR_DOMAIN_EVENT_RESUMED || event == VIR_DOMAIN_EVENT_STOPPED)
		tell_domain(domain, data);
	return 0;
}

static void on_device(virConnectPtr connection, virDomainPtr domain, const char *alias,
		      void *data)
{
	tell_domain(domain, data);
}

/* libvirt calls each as the type that goes with its event. Compilers warn of its own
 * VIR_DOMAIN_EVENT_CALLBACK(), which casts at once. */
#define CALLBACK(function)                                                               \
	((virConnectDomainEventGenericCallback)(void (*)(void))(function))

static const struct {
	int id;
	virConnectDomainEventGenericCallback call;
} event_rows[] = {
	{VIR_DOMAIN_EVENT_ID_LIFECYCLE, CALLBACK(on_lifecycle)},
	{VIR_DOMAIN_EVENT_ID_DEVICE_ADDED, CALLBACK(on_device)},
	{VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED, CALLBACK(on_device)},
};

/* --- connecting */

/* It cannot be closed from its own callback. */
static void on_close(virConnectPtr connection, int reason, void *data)
{
	struct libvirt_events *events = data;

	events->closed = true;
	events->pause = PAUSE_MIN_MS;
	loop_set_timer(&events->timer, 0);
}

static void drop_connection(struct libvirt_events *events)
{
	if (!events->connection)
		return;
	virConnectUnregisterCloseCallback(events->connection, on_close);
	virConnectClose(events->connection);
	events->connection = NULL;
	events->closed = false;
}

static void try_later(struct libvirt_events *events)
{
	loop_set_timer(&events->timer, events->pause);
	events->pause =
		events->pause * 2 < PAUSE_MAX_MS ? events->pause * 2 : PAUSE_MAX_MS;
}

static bool subscribe(struct libvirt_events *events)
{
	virConnectPtr connection = events->connection;

	virConnectSetKeepAlive(connection, ALIVE_SECONDS, ALIVE_MISSED);
	if (virConnectRegisterCloseCallback(connection, on_close, events, NULL) < 0)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(event_rows); i++)
		if (virConnectDomainEventRegisterAny(connection, NULL, event_rows[i].id,
						     event_rows[i].call, events,
						     NULL) < 0)
			return false;
	return true;
}

static void connect_now(struct libvirt_events *events)
{
	events->connection = libvirt_open_silently(events->uri);
	if (!events->connection || !subscribe(events)) {
		drop_connection(events);
		return try_later(events);
	}
	events->pause = PAUSE_MIN_MS;
	events->changed(NULL, events->data);
}

/* It has ended, or its time is up. */
static void finish_try(void *data)
{
	struct libvirt_events *events = data;
	struct guest *none = NULL;
	size_t count = 0;
	struct error err;
	int answer;

	loop_remove_fd(&events->answer);
	events->asking = false;
	answer = libvirt_ask_finish(&events->ask, &none, &count, &err);
	free(none);
	loop_set_timer(&events->timer, -1);
	if (answer == LIBVIRT_ALL)
		connect_now(events);
	else
		try_later(events);
}

static void start_try(struct libvirt_events *events)
{
	const struct libvirt_question question = {
		.uri = events->uri, .chosen = true, .ms = TRY_MS};
	struct error err;

	if (!daemon_runs() || libvirt_ask_start(&question, &events->ask, &err) < 0)
		return try_later(events);
	events->asking = true;
	if (loop_add_fd(events->ask.fd, &events->answer, &err) < 0)
		return finish_try(events);
	loop_set_timer(&events->timer, TRY_MS);
}

static void on_try(void *data)
{
	struct libvirt_events *events = data;

	if (events->asking)
		return finish_try(events);
	if (events->closed)
		drop_connection(events);
	if (!events->connection)
		start_try(events);
}

struct libvirt_events *libvirt_events_start(const char *uri, libvirt_changed changed,
					    void *data, struct error *err)
{
	struct libvirt_events *events = calloc(1, sizeof(*events));

	if (!events) {
		error_set(err, ENOMEM, "no memory");
		return NULL;
	}
	*events = (struct libvirt_events){.uri = uri,
					  .changed = changed,
					  .data = data,
					  .timer = {on_try, events},
					  .answer = {finish_try, events},
					  .pause = PAUSE_MIN_MS};
	if (loop_add_timer(&events->timer, err) < 0) {
		free(events);
		return NULL;
	}
	loop_set_timer(&events->timer, 0);
	return events;
}

void libvirt_events_end(struct libvirt_events *events)
{
	if (!events)
		return;
	loop_remove_timer(&events->timer);
	if (events->asking) {
		loop_remove_fd(&events->answer);
		libvirt_ask_drop(&events->ask);
	}
	drop_connection(events);
	free(events);
}

bool libvirt_events_may_ask(struct libvirt_events *events)
{
	bool runs = daemon_runs();

	if (runs && !events->connection && !events->asking)
		loop_set_timer(&events->timer, 0);
	return runs;
}
