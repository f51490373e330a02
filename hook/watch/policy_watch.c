/* policy_watch.c - tells when the policy's files may have changed
 *
 * The folders may be missing, or be replaced: then those above them are watched as well.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/watch/policy_watch.h"

#include <errno.h>
#include <libgen.h>
#include <string.h>
#include <sys/inotify.h>

enum {
	POLICY_EVENTS = IN_CLOSE_WRITE | IN_MOVE | IN_CREATE | IN_DELETE | IN_ATTRIB |
			IN_DELETE_SELF | IN_MOVE_SELF,
	FOLDER_EVENTS = IN_CREATE | IN_MOVED_TO,
};

/* The same folder again changes nothing. */
static void add_folders(struct policy_watch *watch)
{
	char above[] = POLICY_FOLDER;

	watch->above =
		inotify_add_watch(watch->fd, dirname(above), FOLDER_EVENTS | IN_ONLYDIR);
	inotify_add_watch(watch->fd, POLICY_FOLDER, POLICY_EVENTS | IN_ONLYDIR);
	inotify_add_watch(watch->fd, POLICY_FOLDER "/policy.d",
			  POLICY_EVENTS | IN_ONLYDIR);
}

int policy_watch_open(struct policy_watch *ret, struct error *err)
{
	struct policy_watch watch = {.fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK)};

	if (watch.fd < 0)
		return error_set(err, errno, "inotify: %s", strerror(errno));
	add_folders(&watch);
	*ret = watch;
	return 0;
}

void policy_watch_close(struct policy_watch *watch)
{
	cleanup_fd(&watch->fd);
}

static bool ends_in_xml(const char *name)
{
	size_t length = strlen(name);

	return length > 4 && !strcmp(name + length - 4, ".xml");
}

/* An editor makes other files beside it. */
static bool is_of_policy(const struct policy_watch *watch,
			 const struct inotify_event *event)
{
	static const char folder[] = POLICY_FOLDER;

	if (!event->len)
		return !(event->mask & IN_IGNORED);
	if (event->wd == watch->above)
		return !strcmp(event->name, strrchr(folder, '/') + 1);
	return ends_in_xml(event->name) || !strcmp(event->name, "policy.d");
}

bool policy_watch_read(struct policy_watch *watch)
{
	_Alignas(struct inotify_event) char bytes[16384];
	bool any = false;
	ssize_t length;

	while ((length = read(watch->fd, bytes, sizeof(bytes))) > 0)
		for (char *at = bytes; at < bytes + length;) {
			const struct inotify_event *event = (void *)at;

			any = any || is_of_policy(watch, event);
			at += sizeof(*event) + event->len;
		}
	if (any)
		add_folders(watch);
	return any;
}
