/* state.c - what was done, kept until it is undone: a file a guest, TAP, bridge, uplink
 *
 * The lock file is removed before the lock is given up. So a process that gets a lock
 * looks whether the file that it locked is still there, and begins again if it is not.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/state/state.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "hook/state/state_path.h"

struct state_id state_id(enum state_kind kind, const char *name)
{
	struct state_id id = {.kind = kind};

	snprintf(id.name, sizeof(id.name), "%s", name);
	return id;
}

static bool is_locked_file(int fd, const char *path)
{
	struct stat ours, theirs = {};

	if (fstat(fd, &ours) < 0 || (stat(path, &theirs) < 0 && errno != ENOENT))
		return true; /* as far as can be seen */
	return ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
}

/* how: LOCK_EX, or LOCK_EX | LOCK_NB. -1 with errno. */
static int lock_state(const struct state_id *id, int how)
{
	char path[STATE_PATH_TEXT];

	state_path_beside(id, "lock", path);
	for (;;) {
		int fd = state_path_open(path, O_RDWR | O_CREAT), number;

		if (fd < 0)
			return -1;
		if (flock(fd, how) < 0) {
			number = errno;
			close(fd);
			errno = number;
			return -1;
		}
		if (is_locked_file(fd, path))
			return fd;
		close(fd);
	}
}

static int open_locked(const struct state_id *id, int how, struct state_file *ret,
		       struct error *err)
{
	int lock, r = state_path_check(err);

	if (r < 0)
		return r;
	lock = lock_state(id, how);
	if (lock < 0 && errno == EWOULDBLOCK)
		return 1;
	if (lock < 0)
		return error_set(err, errno,
				 "cannot lock the state of %s in " STATE_FOLDER
				 ": %s; make sure that it is writable and not full",
				 id->name, strerror(errno));
	*ret = state_unlocked(id);
	ret->lock = lock;
	return 0;
}

int state_open(const struct state_id *id, struct state_file *ret, struct error *err)
{
	return open_locked(id, LOCK_EX, ret, err);
}

int state_try_open(const struct state_id *id, struct state_file *ret, struct error *err)
{
	return open_locked(id, LOCK_EX | LOCK_NB, ret, err);
}

struct state_file state_unlocked(const struct state_id *id)
{
	struct state_file file = {.id = *id, .lock = -1};

	state_path_find(id, file.path);
	return file;
}

void state_close(struct state_file *file)
{
	char path[STATE_PATH_TEXT];

	if (file->lock >= 0) {
		state_path_beside(&file->id, "lock", path);
		if (is_locked_file(file->lock, path))
			unlink(path);
		close(file->lock);
	}
	*file = STATE_FILE_NONE;
}

static bool may_be_there(const char *path)
{
	return access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

bool state_exists(const struct state_id *id)
{
	struct state_file file = state_unlocked(id);
	char lock[STATE_PATH_TEXT], new[STATE_PATH_TEXT], old[STATE_PATH_TEXT];

	state_path_beside(id, "lock", lock);
	state_path_beside(id, "new", new);
	state_path_old(id, "", old);
	return may_be_there(file.path) || may_be_there(new) || may_be_there(lock) ||
	       state_path_is_file(old);
}

/* path: where it was looked for last. */
static FILE *open_state_stream(const struct state_file *file, char path[STATE_PATH_TEXT])
{
	FILE *in;

	memcpy(path, file->path, STATE_PATH_TEXT);
	in = state_path_read(path);
	if (in || (errno != ENOENT && errno != ENOTDIR))
		return in;
	state_path_old(&file->id, "", path);
	if (state_path_is_file(path))
		return state_path_read(path);
	errno = ENOENT;
	return NULL;
}

int state_load(const struct state_file *file, struct state *ret, struct error *err)
{
	char path[STATE_PATH_TEXT];
	_cleanup_(cleanup_file) FILE *in = open_state_stream(file, path);

	if (!in && errno == ENOENT)
		return 1;
	if (state_path_check(err) < 0)
		return -err->number;
	if (!in && errno == EINVAL)
		return error_set(err, EINVAL, "%s: it is not a regular file", path);
	if (!in)
		return error_set(err, errno, "%s: %s", path, strerror(errno));
	if (state_text_read(in, ret, err) < 0)
		return error_within(err, "%s", path);
	return 0;
}

int state_peek(const struct state_id *id, struct state *ret, struct error *err)
{
	struct state_file file = state_unlocked(id);

	return state_load(&file, ret, err);
}

bool state_is_incoming(const struct state_id *id)
{
	_cleanup_(state_clear) struct state state = {};
	struct error ignored;

	return state_peek(id, &state, &ignored) == 0 && state.incoming;
}

static int remove_state_file(const char *path, struct error *err)
{
	if (unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR)
		return 0;
	return error_set(err, errno, "cannot remove %s: %s", path, strerror(errno));
}

static int remove_old_layout(const struct state_id *id, struct error *err)
{
	static const char *const suffixes[] = {"", ":tmp", ":lock"};
	char path[STATE_PATH_TEXT];

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		int r = 0;

		state_path_old(id, suffixes[i], path);
		if (state_path_is_file(path))
			r = remove_state_file(path, err);
		if (r < 0)
			return r;
	}
	return 0;
}

static int write_state(const struct state *state, const char *path)
{
	int fd = state_path_open(path, O_WRONLY | O_CREAT | O_TRUNC);
	_cleanup_(cleanup_file) FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	struct state written = *state;

	if (!out)
		return -errno;
	written.netns = state_path_netns();
	return state_text_print(&written, out);
}

int state_save(const struct state_file *file, const struct state *state,
	       struct error *err)
{
	char path[STATE_PATH_TEXT];
	int r;

	state_path_beside(&file->id, "new", path);
	r = write_state(state, path);
	r = r < 0 ? r : state_path_rename(path, file->path);
	if (r >= 0)
		return remove_old_layout(&file->id, err);
	unlink(path);
	return error_set(err, -r,
			 "cannot write the state to %s: %s; make sure that " STATE_FOLDER
			 " is writable and not full",
			 file->path, strerror(-r));
}

int state_drop(const struct state_file *file, struct error *err)
{
	char path[STATE_PATH_TEXT];
	int r = remove_state_file(file->path, err);

	if (r < 0)
		return r;
	state_path_beside(&file->id, "new", path);
	r = remove_state_file(path, err);
	if (r < 0)
		return r;
	r = remove_old_layout(&file->id, err);
	if (r < 0)
		return r;
	state_path_beside(&file->id, "lock", path);
	return remove_state_file(path, err);
}

void state_set_aside(const struct state_file *file, struct error *err)
{
	char from[STATE_PATH_TEXT], to[STATE_PATH_TEXT];
	memcpy(from, file->path, sizeof(from));
	if (access(from, F_OK) < 0)
		state_path_old(&file->id, "", from);
	state_path_beside(&file->id, "unreadable", to);
	if (state_path_rename(from, to) == 0)
		error_within(err, "kept as %s", to);
}

int state_list(enum state_kind kind, struct state_id **ret, size_t *ret_count,
	       struct error *err)
{
	_cleanup_(cleanup_free) struct state_id *ids = NULL;
	size_t count = 0;
	int r = state_path_list(kind, &ids, &count);

	if (r < 0)
		return error_set(err, -r, STATE_FOLDER ": %s", strerror(-r));
	*ret = ids;
	ids = NULL;
	*ret_count = count;
	return 0;
}

static bool state_is_of(const struct state_id *id, const char *guest)
{
	_cleanup_(state_clear) struct state state = {};
	struct error ignored;

	return state_peek(id, &state, &ignored) == 0 && state.guest &&
	       !strcmp(state.guest, guest);
}

int state_find(const char *guest, struct state_id *ret, struct error *err)
{
	_cleanup_(cleanup_free) struct state_id *ids = NULL;
	size_t count;
	int r = state_list(STATE_GUEST, &ids, &count, err);

	if (r < 0)
		return r;
	for (size_t i = 0; i < count; i++)
		if (state_is_of(&ids[i], guest)) {
			*ret = ids[i];
			return 0;
		}
	return 1;
}
