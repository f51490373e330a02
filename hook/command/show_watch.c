/* show_watch.c - onebridge show --watch: stays, and shows what changes */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/command/show_watch.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "hook/command/command.h"
#include "hook/show/output.h"
#include "hook/show/show_json.h"
#include "netcore/array.h"
#include "netcore/kernel/listen.h"

enum {
	LISTEN_BYTES = 4 << 20,
	GATHER_DELAY_MS = 200, /* for what else happens */
	REFRESH_MS = 10000,    /* of what the kernel does not tell: owners, the policy */
};

/* --- events */

/* A port as it was shown last. */
struct shown_port {
	char bridge[IFNAMSIZ], device[IFNAMSIZ];
	char *text; /* as JSON */
};

struct shown_ports {
	struct shown_port *all;
	size_t count;
};

static void shown_ports_clear(struct shown_ports *ports)
{
	for (size_t i = 0; i < ports->count; i++)
		free(ports->all[i].text);
	free(ports->all);
	*ports = (struct shown_ports){};
}

static bool add_shown(struct shown_ports *ports, const struct bridge_view *bridge,
		      const struct port_view *port)
{
	struct shown_port shown = {.text = show_json_port_text(bridge, port)};

	snprintf(shown.bridge, IFNAMSIZ, "%s",
		 bridge->link ? bridge->link->ref.name : "");
	snprintf(shown.device, IFNAMSIZ, "%s", port->link->ref.name);
	if (!shown.text || !array_grow(&ports->all, ports->count, sizeof(shown))) {
		free(shown.text);
		return false;
	}
	ports->all[ports->count++] = shown;
	return true;
}

static bool list_ports(const struct host_view *view, struct shown_ports *ret)
{
	for (size_t i = 0; i < host_view_group_count(view); i++) {
		const struct bridge_view *group = host_view_group(view, i);

		for (size_t j = 0; j < group->port_count; j++)
			if (!add_shown(ret, group, &group->ports[j]))
				return false;
	}
	return true;
}

static const struct shown_port *find_shown(const struct shown_ports *ports,
					   const struct shown_port *port)
{
	for (size_t i = 0; i < ports->count; i++)
		if (!strcmp(ports->all[i].device, port->device) &&
		    !strcmp(ports->all[i].bridge, port->bridge))
			return &ports->all[i];
	return NULL;
}

static void print_event(const char *word, const struct shown_port *port)
{
	struct json_object *event = json_document();

	json_add_text(event, "event", word);
	json_add_text(event, "bridge", port->bridge[0] ? port->bridge : NULL);
	json_object_object_add(event, "port", json_tokener_parse(port->text));
	printf("%s\n", json_object_to_json_string_ext(event, JSON_C_TO_STRING_PLAIN));
	json_object_put(event);
}

static void print_changes(const struct shown_ports *before, const struct shown_ports *now,
			  const char *word)
{
	for (size_t i = 0; i < before->count; i++)
		if (!find_shown(now, &before->all[i]))
			print_event("left", &before->all[i]);
	for (size_t i = 0; i < now->count; i++) {
		const struct shown_port *port = &now->all[i];
		const struct shown_port *was = find_shown(before, port);

		if (!was)
			print_event(word, port);
		else if (strcmp(was->text, port->text) != 0)
			print_event("changed", port);
	}
}

int show_watch_events(const struct snapshot *snapshot)
{
	static struct shown_ports before;
	static const char *word = "present";
	_cleanup_(shown_ports_clear) struct shown_ports now = {};
	struct shown_ports last = before;

	if (!list_ports(&snapshot->view, &now))
		return EXIT_FAILED;
	print_changes(&before, &now, word);
	before = now;
	now = last;
	word = "joined";
	return fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
}

/* --- staying */

/* What a frame has taught a bridge is not shown. */
static void hear_change(const struct listen_change *change, void *data)
{
	if (change->kind != LISTEN_ENTRY || !change->learnt)
		*(bool *)data = true;
}

static void wait_for_change(int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	bool changed = false;

	while (!changed && poll(&poll_fd, 1, REFRESH_MS) > 0)
		listen_read(fd, hear_change, &changed);
	if (!changed)
		return;
	poll(NULL, 0, GATHER_DELAY_MS);
	listen_read(fd, hear_change, &changed);
}

static int draw_once(const char *bridge, int (*draw)(const struct snapshot *snapshot),
		     bool first)
{
	_cleanup_(snapshot_clear) struct snapshot snapshot = {};
	struct error err;
	int r = snapshot_take(bridge, &snapshot, &err);

	if (r == SNAPSHOT_NO_BRIDGE && first)
		error_set(&err, ENODEV, "there is no bridge %s", bridge);
	else if (r >= 0)
		return draw(&snapshot);
	output_line(stderr, "onebridge show: %s", err.text);
	return EXIT_FAILED;
}

int show_watch(const char *bridge, int (*draw)(const struct snapshot *snapshot))
{
	_cleanup_(cleanup_fd) int fd = -1;
	struct error err;
	int status;

	if (listen_open(LISTEN_BYTES, &fd, &err) < 0) {
		output_line(stderr, "onebridge show: %s", err.text);
		return EXIT_FAILED;
	}
	for (status = draw_once(bridge, draw, true); status == EXIT_DONE;
	     status = draw_once(bridge, draw, false))
		wait_for_change(fd);
	return status;
}
