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

static void log_within(int priority, const struct guest *guest, struct error *err)
{
	if (guest->name)
		error_within(err, "guest '%s'", guest->name);
	watch_log(priority, err->text);
}

void watch_log_verdict(const struct guest *guest, const struct verdict *verdict)
{
	char steps[STEPS_TEXT];
	struct error err;

	print_steps(&verdict->plan, steps, sizeof(steps));
	if (verdict_result(verdict, &err) == 0) {
		error_set(&err, 0, "mending: %s", steps);
		describe_within(&err, verdict->nic, verdict->rule);
	} else if (*steps) {
		size_t length = strlen(err.text);

		snprintf(err.text + length, sizeof(err.text) - length,
			 "; its port is cut off: %s", steps);
	}
	log_within(verdict->kind == VERDICT_ATTACH ? LOG_NOTICE : LOG_WARNING, guest,
		   &err);
}

void watch_log_port(const struct guest *guest, const char *name, const struct plan *plan,
		    const struct error *err)
{
	char steps[STEPS_TEXT];
	struct error line;

	print_steps(plan, steps, sizeof(steps));
	error_set(&line, 0, "%s%s", err ? "" : "mending: ", err ? err->text : steps);
	error_within(&line, "%s, by its state", name);
	log_within(err ? LOG_WARNING : LOG_NOTICE, guest, &line);
}

void watch_log_error(const struct guest *guest, struct error *err)
{
	log_within(LOG_WARNING, guest, err);
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
