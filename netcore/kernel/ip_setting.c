/* ip_setting.c - a device's settings below /proc/sys/net */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/kernel/ip_setting.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "netcore/text.h"

enum { SETTING_PATH = 120 };

static void setting_path(const char *name, const char *device, char ret[SETTING_PATH])
{
	snprintf(ret, SETTING_PATH, "/proc/sys/net/%.4s/conf/%s/%s", name, device,
		 name + strlen("ipvN."));
}

/* 1: the kernel has no such setting, or what it has is no option: use_tempaddr of the
 * loopback device is -1. */
static int read_setting(const char *name, const char *device, uint32_t *ret,
			struct error *err)
{
	char path[SETTING_PATH], text[24] = "";
	_cleanup_(cleanup_file) FILE *in = NULL;

	setting_path(name, device, path);
	in = fopen(path, "re");
	if (!in && errno == ENOENT)
		return 1;
	errno = in ? EIO : errno; /* of an empty file */
	if (!in || !fgets(text, sizeof(text), in))
		return error_set(err, errno, "%s: %s", path, strerror(errno));
	text[strcspn(text, "\n")] = '\0';
	return text_read_number(text, 0, UINT32_MAX, ret) < 0 ? 1 : 0;
}

int ip_setting_read(void *self, uint64_t which, const char *device,
		    struct option_values *ret, struct error *err)
{
	struct error later;
	int result = 0;

	*ret = (struct option_values){};
	for (size_t i = 0; i < ip_settings.count; i++) {
		uint32_t number;
		int r;

		if (!(which >> i & 1))
			continue;
		r = read_setting(ip_settings.rows[i].name, device, &number,
				 result ? &later : err);
		if (r == 0)
			option_values_set(ret, i, number);
		result = r < 0 && result == 0 ? r : result;
	}
	return result;
}

int ip_setting_write(const struct step *step, struct error *err)
{
	_cleanup_(cleanup_fd) int fd = -1;
	char path[SETTING_PATH], text[24];

	setting_path(step->option->name, step->dev.name, path);
	snprintf(text, sizeof(text), "%u", (unsigned)step->to.number);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		return error_set(err, errno, "%s: %s", path, strerror(errno));
	return 0;
}
