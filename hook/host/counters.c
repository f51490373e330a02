/* counters.c - what each device of this network namespace has received and sent
 *
 * A device's line in /proc/net/dev: "vnet0:" and 16 numbers, dev_seq_printf_stats() in
 * net/core/net-procfs.c. One read for all of them, while others change nothing of a line.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/host/counters.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "netcore/array.h"

#define SIDE "%" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64

static bool read_line(const char *line, struct counters *ret)
{
	struct counter_side *received = &ret->received, *sent = &ret->sent;

	return sscanf(line, " %15[^:]: " SIDE " %*u %*u %*u %*u " SIDE, ret->device,
		      &received->bytes, &received->packets, &received->errors,
		      &received->dropped, &sent->bytes, &sent->packets, &sent->errors,
		      &sent->dropped) == 9;
}

int counters_read(struct counters_list *ret, struct error *err)
{
	_cleanup_(cleanup_file) FILE *in = fopen("/proc/net/dev", "re");
	_cleanup_(counters_clear) struct counters_list list = {};
	char line[512];

	if (!in)
		return error_set(err, errno, "/proc/net/dev: %s", strerror(errno));
	while (fgets(line, sizeof(line), in)) {
		struct counters counters = {};

		if (!read_line(line, &counters))
			continue;
		if (!array_grow(&list.all, list.count, sizeof(*list.all)))
			return error_set(err, ENOMEM, "no memory for the counters");
		list.all[list.count++] = counters;
	}
	*ret = list;
	list = (struct counters_list){};
	return 0;
}

void counters_clear(struct counters_list *list)
{
	free(list->all);
	*list = (struct counters_list){};
}

const struct counters *counters_find(const struct counters_list *list, const char *device)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->all[i].device, device))
			return &list->all[i];
	return NULL;
}
