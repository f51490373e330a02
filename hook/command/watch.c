/* watch.c - onebridge watch: does what sync does, as things happen */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <syslog.h>
#include <unistd.h>

#include "hook/command/command.h"
#include "hook/command/metrics_file.h"
#include "hook/show/output.h"
#include "hook/watch/watch.h"
#include "hook/watch/watch_log.h"

enum { WATCH_KEEP, WATCH_METRICS };

/* It is tried again the next time. */
static void write_metrics(void *data, const struct watch_counts *counts)
{
	struct error err;

	if (metrics_file_write(data, counts, &err) < 0)
		watch_log(LOG_WARNING, err.text);
}

static int watch_command(const struct command *command, struct arguments *arguments)
{
	const char *file = arguments->value[WATCH_METRICS];
	const struct watch_task task = {write_metrics, (char *)file,
					METRICS_SECONDS * 1000};
	struct error err;

	if (geteuid() != 0)
		error_set(&err, EPERM, "run it as root");
	else if (watch_run(arguments->value[WATCH_KEEP], file ? &task : NULL, &err) == 0)
		return EXIT_DONE;
	output_line(stderr, "%s: %s", command->name, err.text);
	return EXIT_FAILED;
}

static const struct command_option watch_options[] = {
	[WATCH_KEEP] = {"keep", NULL,
			"leave running guests as they are when the policy changes"},
	[WATCH_METRICS] = {"metrics", "FILE",
			   "keep this file with metrics for Prometheus"},
};

const struct command command_watch = {
	.name = "onebridge watch",
	.help = "Compare running guests with the policy as things happen, and mend what "
		"differs, until SIGTERM.",
	.options = watch_options,
	.option_count = ARRAY_SIZE(watch_options),
	.run = watch_command,
};
