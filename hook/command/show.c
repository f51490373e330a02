/* show.c - onebridge show: the bridges, their ports, and who is behind each */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "hook/command/command.h"
#include "hook/command/doctor_look.h"
#include "hook/doctor/doctor_print.h"
#include "hook/command/show_watch.h"
#include "hook/command/snapshot.h"
#include "hook/show/host_view.h"
#include "hook/show/host_warning.h"
#include "hook/show/output.h"
#include "hook/show/show_dot.h"
#include "hook/show/show_html.h"
#include "hook/show/show_json.h"
#include "hook/show/show_metrics.h"
#include "hook/show/show_table.h"
#include "netcore/cleanup.h"

enum form { FORM_TABLE, FORM_JSON, FORM_DOT, FORM_HTML, FORM_METRICS };

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

	if (host_view_group_count(view))
		return show_table(stdout, view, &look);
	printf("this host has no bridge; to make one: ip link add br0 type bridge && "
	       "ip link set br0 up\n");
	return 0;
}

/* --- as a page, with what doctor finds */

static struct show_finding *copy_findings(const struct findings *findings)
{
	struct show_finding *all = calloc(findings->count + 1, sizeof(*all));

	for (size_t i = 0; all && i < findings->count; i++) {
		all[i].check = findings->all[i].check->name;
		all[i].evidence = findings->all[i].evidence;
		finding_what(&findings->all[i], all[i].what);
		finding_remedy(&findings->all[i], all[i].remedy);
	}
	return all;
}

/* "onebridge on kvm1, 2026-11-26 14:50:11 UTC" */
static void make_title(char *ret, size_t size)
{
	char host[256] = "", now[32] = "";
	time_t seconds = time(NULL);
	struct tm utc;

	gethostname(host, sizeof(host) - 1);
	if (gmtime_r(&seconds, &utc))
		strftime(now, sizeof(now), "%F %T UTC", &utc);
	snprintf(ret, size, "onebridge on %s, %s", host, now);
}

static int print_page(const struct host_view *view)
{
	_cleanup_(doctor_clear) struct doctor doctor = {};
	_cleanup_(findings_clear) struct findings findings = {};
	_cleanup_(cleanup_free) struct show_finding *all = NULL;
	char title[320];
	struct error err;

	if (doctor_look(&doctor, &err) < 0) {
		output_line(stderr, "onebridge show: %s", err.text);
		return -1;
	}
	checks_run(&doctor.facts, &findings);
	doctor_print_unseen(stderr, &doctor.facts);
	all = copy_findings(&findings);
	if (!all)
		return -1;
	make_title(title, sizeof(title));
	return show_html(stdout, title, view,
			 &(struct show_findings){all, findings.count});
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
	case FORM_HTML:
		r = print_page(view);
		break;
	case FORM_METRICS:
		r = show_metrics(stdout, view);
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

static void note_unknown(const struct snapshot *snapshot)
{
	if (snapshot->late)
		note("libvirt did not answer within 1 s; the output lacks what it knows");
	if (snapshot->hidden)
		note("root is required to see the owners of all TAP devices");
	if (snapshot->unknown.number)
		note(snapshot->unknown.text);
}

static int show(const char *name, enum form form)
{
	_cleanup_(snapshot_clear) struct snapshot snapshot = {};
	struct error err;
	int r = snapshot_take(name, &snapshot, &err);

	if (r < 0)
		return cannot_show(&err);
	if (r == SNAPSHOT_NO_BRIDGE) {
		report_no_bridge(&snapshot.links, name);
		return EXIT_FAILED;
	}
	note_unknown(&snapshot);
	if (form == FORM_TABLE || form == FORM_DOT)
		host_warning_find(&snapshot.view, note_warning, NULL);
	return print_view(&snapshot.view, form);
}

/* Over what is there on a terminal, else below it. */
static int redraw(const struct snapshot *snapshot)
{
	if (isatty(STDOUT_FILENO))
		fputs("\033[H\033[2J\033[3J", stdout);
	host_warning_find(&snapshot->view, note_warning, NULL);
	return print_view(&snapshot->view, FORM_TABLE);
}

enum { SHOW_JSON, SHOW_DOT, SHOW_HTML, SHOW_METRICS, SHOW_WATCH };

static const struct command_option show_options[] = {
	[SHOW_JSON] = {"json", NULL, "print a JSON document"},
	[SHOW_DOT] = {"dot", NULL, "print a picture in Graphviz's language",
		      .alternative = true},
	[SHOW_HTML] = {"html", NULL, "print a page for a browser, with what doctor finds",
		       .alternative = true},
	[SHOW_METRICS] = {"metrics", NULL, "print metrics for Prometheus",
			  .alternative = true},
	[SHOW_WATCH] = {"watch", NULL,
			"stay, and show it anew when it changes; with --json, an event "
			"a line"},
};

static int show_run(const struct command *command, struct arguments *arguments)
{
	enum form form = FORM_TABLE;

	if (arguments->value[SHOW_JSON])
		form = FORM_JSON;
	if (arguments->value[SHOW_DOT])
		form = FORM_DOT;
	if (arguments->value[SHOW_HTML])
		form = FORM_HTML;
	if (arguments->value[SHOW_METRICS])
		form = FORM_METRICS;
	if (arguments->value[SHOW_WATCH] && form > FORM_JSON)
		return command_wrong_usage(command,
					   "--watch goes with --json, or with neither");
	setlocale(LC_CTYPE, ""); /* libsmartcols asks it what can be printed */
	if (arguments->value[SHOW_WATCH])
		return show_watch(arguments->operands[0],
				  form == FORM_JSON ? show_watch_events : redraw);
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
