/* watch_log.c - what the watcher finds, a line each in the system's log */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/watch/watch_log.h"

#include <string.h>
#include <syslog.h>

#include "hook/guest/describe.h"
#include "netcore/log.h"
#include "netcore/plan_text.h"
#include "netcore/text.h"

enum { STEPS_TEXT = 700 /* of a line; what is more is counted */ };

/* What we print is in systemd's journal already, with what goes to syslog. */
void watch_log(int priority, const char *text)
{
	log_line(priority, text);
	if (getenv("JOURNAL_STREAM"))
		return;
	printf("%s\n", text);
	fflush(stdout);
}

/* "vnet0/7 isolated off -> on, vnet0/7 link down -> up" */
static void print_steps(const struct plan *plan, char *ret, size_t size)
{
	size_t length = 0;

	*ret = '\0';
	for (size_t i = 0; i < plan->count; i++) {
		char line[STEP_TEXT];

		step_print(&plan->steps[i], line);
		if (length + strlen(line) + 32 > size) {
			snprintf(ret + length, size - length, ", and %zu more",
				 plan->count - i);
			return;
		}
		length += (size_t)snprintf(ret + length, size - length, "%s%s",
					   i ? ", " : "", line);
	}
}

static void log_within(const struct guest *guest, int priority, struct error *err)
{
	if (guest->name)
		error_within(err, "guest '%s'", guest->name);
	watch_log(priority, err->text);
}

static void log_once(struct port_notes *notes, const struct guest *guest,
		     struct error *err)
{
	if (guest->name)
		error_within(err, "guest '%s'", guest->name);
	if (port_notes_may_say(notes, err->text))
		watch_log(LOG_WARNING, err->text);
}

static void log_cut_off(const struct guest *guest, struct error *err, const char *steps)
{
	size_t length = strlen(err->text);

	snprintf(err->text + length, sizeof(err->text) - length,
		 "; its port is cut off: %s", steps);
	log_within(guest, LOG_WARNING, err);
}

void watch_log_verdict(struct port_notes *notes, const struct guest *guest,
		       const struct verdict *verdict)
{
	char steps[STEPS_TEXT];
	struct error err;
	int r = verdict_result(verdict, &err);

	print_steps(&verdict->plan, steps, sizeof(steps));
	if (r < 0 && *steps)
		return log_cut_off(guest, &err, steps);
	if (r < 0)
		return log_once(notes, guest, &err);
	error_set(&err, 0, "mending: %s", steps);
	describe_within(&err, verdict->nic, verdict->rule);
	log_within(guest, LOG_NOTICE, &err);
}

void watch_log_port(struct port_notes *notes, const struct guest *guest, const char *name,
		    const struct plan *plan, const struct error *err)
{
	char steps[STEPS_TEXT];
	struct error line;

	print_steps(plan, steps, sizeof(steps));
	error_set(&line, 0, "%s%s", err ? "" : "mending: ", err ? err->text : steps);
	error_within(&line, "%s, by its state", name);
	if (err)
		log_once(notes, guest, &line);
	else
		log_within(guest, LOG_NOTICE, &line);
}

void watch_log_error(struct port_notes *notes, const struct guest *guest,
		     struct error *err)
{
	log_once(notes, guest, err);
}

void watch_log_problems(const struct problems *problems)
{
	_cleanup_(cleanup_free) char *text = strdup(problems->text ? problems->text : "");
	char *rest = text, *line;

	while ((line = strsep(&rest, "\n")) && *line)
		watch_log(LOG_ERR, line);
	watch_log(LOG_ERR, "the policy has errors; nothing is changed until they are "
			   "corrected");
}
