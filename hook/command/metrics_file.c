/* metrics_file.c - the file that the watcher keeps for Prometheus */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/command/metrics_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>

#include "hook/command/snapshot.h"
#include "hook/show/show_metrics.h"

static void print_count(FILE *out, const char *name, const char *help, uint64_t count)
{
	fprintf(out,
		"# HELP onebridge_%s %s\n# TYPE onebridge_%s counter\n"
		"onebridge_%s %" PRIu64 "\n",
		name, help, name, name, count);
}

static int print_metrics(FILE *out, const struct watch_counts *counts, struct error *err)
{
	_cleanup_(snapshot_clear) struct snapshot snapshot = {};
	int r = snapshot_take(NULL, &snapshot, err);

	if (r < 0)
		return r;
	show_metrics(out, &snapshot.view);
	print_count(out, "mended_total", "Ports that the watcher has mended.",
		    counts->mended);
	print_count(out, "fights_total",
		    "Ports that the watcher has left to another program.",
		    counts->fights);
	return 0;
}

static int file_failed(const char *file, struct error *err)
{
	return error_set(err, errno ? errno : EIO, "%s: %s", file, strerror(errno));
}

int metrics_file_write(const char *file, const struct watch_counts *counts,
		       struct error *err)
{
	_cleanup_(cleanup_file) FILE *out = NULL;
	char path[PATH_MAX];
	int fd, r;

	if (snprintf(path, sizeof(path), "%s.new", file) >= (int)sizeof(path))
		return error_set(err, ENAMETOOLONG, "%s: the path is too long", file);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
	out = fd < 0 ? NULL : fdopen(fd, "w");
	if (!out)
		return file_failed(path, err);
	r = print_metrics(out, counts, err);
	if (r < 0)
		return r;
	if (fflush(out) != 0 || rename(path, file) < 0)
		return file_failed(file, err);
	return 0;
}
