/* libvirt_status.c - libvirt's running guests, by the files that the system's daemon
 * keeps of them
 *
 * NAME.xml beside NAME.pid, renamed into place: virDomainObjSave() in libvirt's
 * domain_conf.c.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/host/libvirt_status.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "hook/host/libvirt_pid.h"
#include "hook/host/process.h"
#include "netcore/array.h"
#include "netcore/cleanup.h"

void libvirt_statuses_clear(struct libvirt_statuses *statuses)
{
	for (size_t i = 0; i < statuses->count; i++)
		guest_clear(&statuses->all[i].guest);
	free(statuses->all);
	*statuses = (struct libvirt_statuses){};
}

static bool is_xml(const char *name)
{
	size_t length = strlen(name);

	return length > 4 && name[0] != '.' && !strcmp(name + length - 4, ".xml");
}

/* Whether it is of a guest, and one that runs. */
static bool status_runs(const struct domain_status *status)
{
	return status->guest.name && status->guest.uuid && status->pid > 0 &&
	       process_start(status->pid);
}

static bool add_status(int folder, const char *name, struct libvirt_statuses *statuses)
{
	_cleanup_(cleanup_fd) int fd =
		openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct domain_status status = {};
	struct error unread;

	if (fd < 0 || domain_read_status(fd, &status, &unread) < 0)
		return true;
	if (!status_runs(&status)) {
		guest_clear(&status.guest);
		return true;
	}
	if (!array_grow(&statuses->all, statuses->count, sizeof(*statuses->all))) {
		guest_clear(&status.guest);
		return false;
	}
	statuses->all[statuses->count++] = status;
	return true;
}

int libvirt_statuses_read(struct libvirt_statuses *ret, struct error *err)
{
	_cleanup_(libvirt_statuses_clear) struct libvirt_statuses statuses = {};
	_cleanup_(cleanup_dir) DIR *dir = opendir(LIBVIRT_PIDS);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (is_xml(entry->d_name) &&
		    !add_status(dirfd(dir), entry->d_name, &statuses))
			return error_set(err, ENOMEM, "no memory for the guests");
	*ret = statuses;
	statuses = (struct libvirt_statuses){};
	return 0;
}
