/* show.c - onebridge show: the bridges, their ports, and who is behind each */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hook/command/command.h"
#include "hook/show/host_view.h"
#include "hook/show/host_warning.h"
#include "hook/show/output.h"
#include "hook/show/show_dot.h"
#include "hook/show/show_json.h"
#include "hook/show/show_table.h"
#include "hook/watch/gather.h"
#include "netcore/kernel/kernel.h"
#include "netcore/cleanup.h"

enum form { FORM_TABLE, FORM_JSON, FORM_DOT };

/* Says that there is no such bridge, and which there are. */
static void report_no_bridge(const struct link_list *list, const char *name)
{
	const char *why =
		link_list_find(list, name) ? "is not a bridge" : "does not exist";
	_cleanup_(cleanup_free) char *names = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&names, &size);

	for (size_t i = 0; out && i < list->count; i++)
		if (list->links[i].kind == LINK_BRIDGE)
			fprintf(out, "%s%s", ftell(out) ? ", " : "",
				list->links[i].ref.name);
	if (out)
		fclose(out);
	output_line(stderr, "onebridge show: '%s' %s; %s%s", name, why,
		    size ? "bridges on this host: " : "this host has no bridge",
		    names ? names : "");
}

static int print_table(const struct host_view *view)
{
	const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");
	bool terminal = isatty(STDOUT_FILENO);
	struct show_look look = {
		.terminal = terminal,
		.colours = terminal && !(no_colour && *no_colour) && term &&
			   strcmp(term, "dumb") != 0,
	};

	if (view->bridge_count)
		return show_table(stdout, view, &look);
	printf("this host has no bridge; to make one: ip link add br0 type bridge && "
	       "ip link set br0 up\n");
	return 0;
}

static int print_view(const struct host_view *view, enum form form)
{
	int r = -1;

	switch (form) {
	case FORM_TABLE:
		r = print_table(view);
		break;
	case FORM_JSON:
		r = show_json(stdout, view);
		break;
	case FORM_DOT:
		r = show_dot(stdout, view);
		break;
	}
	if (r == 0 && fflush(stdout) == 0)
		return EXIT_DONE;
	perror("onebridge show");
	return EXIT_FAILED;
}

static void note(const char *text)
{
	output_line(stderr, "onebridge show: %s", text);
}

static void note_warning(const char *text, void *data)
{
	(void)data;
	output_line(stderr, "onebridge show: warning: %s", text);
}

static int cannot_show(const struct error *err)
{
	note(err->text);
	return EXIT_FAILED;
}

static int gather(struct evidence *ret, struct error *err)
{
	int answer = gather_evidence(true, ret, err);

	if (answer == LIBVIRT_LATE)
		note("libvirt did not answer within 1 s; the output lacks what it knows");
	return answer < 0 ? answer : 0;
}

/* As its state says, which the hook has written. */
static bool has_arrived(const struct port_owner *owner)
{
	_cleanup_(state_clear) struct state state = {};
	struct state_id id;
	struct error unreadable;

	if (!owner->uuid)
		return false;
	id = state_id(STATE_GUEST, owner->uuid);
	return state_peek(&id, &state, &unreadable) == 0 && state.incoming;
}

static void find_behind(struct host_view *view, const struct evidence *evidence)
{
	size_t unknown = 0;

	for (size_t i = 0; i < view->bridge_count; i++)
		for (size_t j = 0; j < view->bridges[i].port_count; j++) {
			struct port_view *port = &view->bridges[i].ports[j];

			if (port->link->kind == LINK_TAP)
				port->owner = tap_owner(port->link, evidence);
			port->arrived = has_arrived(&port->owner);
			unknown += port->owner.kind == OWNER_UNKNOWN;
		}
	if (unknown)
		note("root is required to see the owners of all TAP devices");
}

static bool has_taps(const struct host_view *view)
{
	for (size_t i = 0; i < view->bridge_count; i++)
		for (size_t j = 0; j < view->bridges[i].port_count; j++)
			if (view->bridges[i].ports[j].link->kind == LINK_TAP)
				return true;
	return false;
}

static int read_links(struct link_list *ret, struct error *err)
{
	struct net net = {};
	int r = kernel_open(&net, err);

	if (r < 0)
		return r;
	r = net.ops->look_all(net.self, NULL, ret, err);
	kernel_close(&net);
	return r;
}

static int show(const char *name, enum form form)
{
	_cleanup_(link_list_clear) struct link_list list = {};
	_cleanup_(evidence_clear) struct evidence evidence = {};
	_cleanup_(host_view_clear) struct host_view view = {};
	const struct link *bridge = NULL;
	struct error err;

	if (read_links(&list, &err) < 0)
		return cannot_show(&err);
	if (name)
		bridge = link_list_find(&list, name);
	if (name && (!bridge || bridge->kind != LINK_BRIDGE)) {
		report_no_bridge(&list, name);
		return EXIT_FAILED;
	}
	if (host_view_make(&list, bridge, &view, &err) < 0)
		return cannot_show(&err);
	if (has_taps(&view) && gather(&evidence, &err) < 0)
		return cannot_show(&err);
	find_behind(&view, &evidence);
	if (form != FORM_JSON)
		host_warning_find(&view, note_warning, NULL);
	return print_view(&view, form);
}

enum { SHOW_JSON, SHOW_DOT };

static const struct command_option show_options[] = {
	[SHOW_JSON] = {"json", NULL, "print a JSON document"},
	[SHOW_DOT] = {"dot", NULL, "print a picture in Graphviz's language",
		      .alternative = true},
};

static int show_run(const struct command *command, struct arguments *arguments)
{
	enum form form = FORM_TABLE;

	if (arguments->value[SHOW_JSON])
		form = FORM_JSON;
	if (arguments->value[SHOW_DOT])
		form = FORM_DOT;
	setlocale(LC_CTYPE, ""); /* libsmartcols asks it what can be printed */
	return show(arguments->operands[0], form);
}

const struct command command_show = {
	.name = "onebridge show",
	.operands = "[BRIDGE]",
	.operands_max = 1,
	.help = "Show every bridge, or one, with its ports and the owner of each.",
	.options = show_options,
	.option_count = ARRAY_SIZE(show_options),
	.run = show_run,
};
