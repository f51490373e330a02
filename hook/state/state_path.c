/* state_path.c - where a state's files are, in this version's layout and in the first's
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/state/state_path.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "netcore/array.h"

enum { UUID_LENGTH = 36 };

static const struct {
	const char *folder, *old_prefix;
} kinds[] = {
	[STATE_GUEST] = {"guest", ""},          [STATE_TAP] = {"tap", ""},
	[STATE_BRIDGE] = {"bridge", "bridge:"}, [STATE_UPLINK] = {"uplink", "vlans:"},
	[STATE_HOST] = {"host", "host:"},
};

bool state_path_is_file(const char *path)
{
	struct stat seen;

	return stat(path, &seen) == 0 && S_ISREG(seen.st_mode);
}

/* A user who can write a state can have root undo what never was done. */
int state_path_check(struct error *err)
{
	struct stat seen;

	if (stat(STATE_FOLDER, &seen) < 0)
		return 0;
	if (seen.st_uid != 0 && seen.st_uid != geteuid())
		return error_set(err, EPERM,
				 STATE_FOLDER
				 " is owned by uid %u; run: chown root " STATE_FOLDER,
				 seen.st_uid);
	if (seen.st_mode & (S_IWGRP | S_IWOTH))
		return error_set(err, EPERM,
				 STATE_FOLDER
				 " is writable by users other than root "
				 "(mode %04o); run: chmod go-w " STATE_FOLDER,
				 seen.st_mode & 07777);
	return 0;
}

FILE *state_path_read(const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct stat seen;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &seen) < 0 || S_ISREG(seen.st_mode))
		return fdopen(fd, "r");
	close(fd);
	errno = EINVAL;
	return NULL;
}

uint64_t state_path_netns(void)
{
	struct stat seen;

	return stat("/proc/self/ns/net", &seen) == 0 ? seen.st_ino : 0;
}

/* Whether the state in that file is of another network namespace; 0: it is not known
 * which. */
static bool path_is_foreign(const char *path, uint64_t here)
{
	_cleanup_(cleanup_file) FILE *in = state_path_read(path);
	uint64_t netns;
	char end;

	return in && fscanf(in, "onebridge %*u netns %" SCNu64 "%c", &netns, &end) == 2 &&
	       end == '\n' && netns && here && netns != here;
}

/* The folder of states of that kind where another namespace has the plain one's name. */
static void path_in_netns(enum state_kind kind, const char *name,
			  char ret[STATE_PATH_TEXT])
{
	snprintf(ret, STATE_PATH_TEXT, STATE_FOLDER "/netns/%" PRIu64 "/%s/%s",
		 state_path_netns(), kinds[kind].folder, name);
}

void state_path_find(const struct state_id *id, char ret[STATE_PATH_TEXT])
{
	path_in_netns(id->kind, id->name, ret);
	if (access(ret, F_OK) == 0)
		return;
	snprintf(ret, STATE_PATH_TEXT, STATE_FOLDER "/%s/%s", kinds[id->kind].folder,
		 id->name);
	if (path_is_foreign(ret, state_path_netns()))
		path_in_netns(id->kind, id->name, ret);
}

void state_path_beside(const struct state_id *id, const char *folder,
		       char ret[STATE_PATH_TEXT])
{
	snprintf(ret, STATE_PATH_TEXT, STATE_FOLDER "/%s/%s-%s", folder,
		 kinds[id->kind].folder, id->name);
}

/* A TAP may have the name of one of today's folders: see make_way(). */
void state_path_old(const struct state_id *id, const char *suffix,
		    char ret[STATE_PATH_TEXT])
{
	snprintf(ret, STATE_PATH_TEXT, STATE_FOLDER "/:%s", id->name);
	if (id->kind == STATE_TAP && !*suffix && state_path_is_file(ret))
		return;
	snprintf(ret, STATE_PATH_TEXT, STATE_FOLDER "/%s%s%s", kinds[id->kind].old_prefix,
		 id->name, suffix);
}

/* The first layout's state of a TAP that is called as the folder is to be. */
static int make_way(const char *folder)
{
	char aside[STATE_PATH_TEXT + 1];

	if (!state_path_is_file(folder))
		return 0;
	snprintf(aside, sizeof(aside), STATE_FOLDER "/:%s",
		 folder + sizeof(STATE_FOLDER));
	if (rename(folder, aside) < 0 && errno != ENOENT)
		return -1;
	return mkdir(folder, 0700) < 0 && errno != EEXIST ? -1 : 0;
}

static int make_folders(const char *path)
{
	const char *end = path + sizeof(STATE_FOLDER) - 1, *top = end;
	char folder[STATE_PATH_TEXT];

	for (; end; end = strchr(end + 1, '/')) {
		snprintf(folder, sizeof(folder), "%.*s", (int)(end - path), path);
		if (mkdir(folder, 0700) < 0 && errno != EEXIST)
			return -1;
		if (end != top && make_way(folder) < 0)
			return -1;
	}
	return 0;
}

int state_path_open(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd >= 0 || (errno != ENOENT && errno != ENOTDIR) || make_folders(path) < 0)
		return fd;
	return open(path, flags | O_CLOEXEC, 0600);
}

int state_path_rename(const char *from, const char *to)
{
	if (rename(from, to) == 0)
		return 0;
	if ((errno != ENOENT && errno != ENOTDIR) || make_folders(to) < 0 ||
	    rename(from, to) < 0)
		return -errno;
	return 0;
}

static int add_id(enum state_kind kind, const char *name, struct state_id **ids,
		  size_t *count)
{
	if (!array_grow(ids, *count, sizeof(**ids)))
		return -ENOMEM;
	(*ids)[(*count)++] = state_id(kind, name);
	return 0;
}

/* What a name of the first layout is of: the kind, and its name in it; NULL: nothing. */
static const char *read_old_name(enum state_kind kind, const char *name)
{
	const char *prefix = kinds[kind].old_prefix;
	char path[STATE_PATH_TEXT];

	if (kind == STATE_TAP && *name == ':')
		return name + 1;
	if (strncmp(name, prefix, strlen(prefix)) != 0)
		return NULL;
	snprintf(path, sizeof(path), STATE_FOLDER "/%.50s", name);
	name += strlen(prefix);
	if (strchr(name, ':') || !state_path_is_file(path) ||
	    (strlen(name) == UUID_LENGTH) != (kind == STATE_GUEST))
		return NULL;
	return name;
}

static int list_folder(const char *folder, enum state_kind kind, bool old,
		       struct state_id **ids, size_t *count)
{
	_cleanup_(cleanup_dir) DIR *dir = opendir(folder);
	struct dirent *entry;

	if (!dir)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
	while ((entry = readdir(dir))) {
		const char *name = entry->d_name;

		if (!strcmp(name, ".") || !strcmp(name, ".."))
			continue;
		if (old)
			name = read_old_name(kind, name);
		if (name && strlen(name) < STATE_NAME_TEXT &&
		    add_id(kind, name, ids, count) < 0)
			return -ENOMEM;
	}
	return 0;
}

int state_path_list(enum state_kind kind, struct state_id **ids, size_t *count)
{
	char here[STATE_PATH_TEXT], plain[STATE_PATH_TEXT];
	int r;

	path_in_netns(kind, "", here);
	snprintf(plain, sizeof(plain), STATE_FOLDER "/%s", kinds[kind].folder);
	r = list_folder(here, kind, false, ids, count);
	if (r < 0)
		return r;
	r = list_folder(plain, kind, false, ids, count);
	if (r < 0)
		return r;
	return list_folder(STATE_FOLDER, kind, true, ids, count);
}
