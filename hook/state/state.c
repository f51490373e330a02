/* state.c - what was done for a guest, kept until it is undone: a file a guest, a lock a
 * guest
 *
 * The lock file is taken away with the state. So whoever gets a lock looks whether the
 * file that he locked is still the one in the folder, and begins again if it is not.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/state/state.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "netcore/array.h"

struct path {
	char text[STATE_ID_TEXT + 8];
};

static struct path path_of(const char *id, const char *suffix)
{
	struct path path;

	snprintf(path.text, sizeof(path.text), "%s%s", id, suffix);
	return path;
}

static int folder_open(void)
{
	if (mkdir(STATE_FOLDER, 0700) < 0 && errno != EEXIST)
		return -1;
	return open(STATE_FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static bool same_file(int fd, int folder, const char *name)
{
	struct stat ours, theirs;

	return fstat(fd, &ours) == 0 && fstatat(folder, name, &theirs, 0) == 0 &&
	       ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
}

/* how: LOCK_EX, or LOCK_EX | LOCK_NB. */
static int lock_open(int folder, const char *id, int how)
{
	struct path path = path_of(id, ":lock");

	for (;;) {
		int fd = openat(folder, path.text, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		bool locked = fd >= 0 && flock(fd, how) == 0;

		if (locked && same_file(fd, folder, path.text))
			return fd;
		if (!locked) {
			int number = errno;

			cleanup_fd(&fd);
			errno = number;
			return -1;
		}
		close(fd);
	}
}

/* 1: somebody else has it, and how says not to wait. */
static int open_locked(const char *id, int how, struct state_file *ret, struct error *err)
{
	struct state_file file = STATE_FILE_NONE;

	file.folder = folder_open();
	if (file.folder >= 0)
		file.lock = lock_open(file.folder, id, how);
	if (file.lock < 0) {
		int number = errno;

		state_close(&file);
		if (number == EWOULDBLOCK)
			return 1;
		return error_set(err, number,
				 "cannot lock the guest's state in " STATE_FOLDER
				 ": %s; see that it is writable and not full",
				 strerror(number));
	}
	snprintf(file.id, sizeof(file.id), "%s", id);
	*ret = file;
	return 0;
}

int state_open(const char *id, struct state_file *ret, struct error *err)
{
	return open_locked(id, LOCK_EX, ret, err);
}

int state_try_open(const char *id, struct state_file *ret, struct error *err)
{
	return open_locked(id, LOCK_EX | LOCK_NB, ret, err);
}

int state_open_unlocked(const char *id, struct state_file *ret, struct error *err)
{
	struct state_file file = STATE_FILE_NONE;

	file.folder = open(STATE_FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (file.folder < 0 && errno == ENOENT)
		return 1;
	if (file.folder < 0)
		return error_set(err, errno, STATE_FOLDER ": %s", strerror(errno));
	snprintf(file.id, sizeof(file.id), "%s", id);
	*ret = file;
	return 0;
}

void state_close(struct state_file *file)
{
	cleanup_fd(&file->lock);
	cleanup_fd(&file->folder);
	*file = STATE_FILE_NONE;
}

bool state_exists(const char *id)
{
	static const char *const suffixes[] = {"", ":lock", ":tmp"};
	_cleanup_(cleanup_fd) int folder =
		open(STATE_FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (folder < 0)
		return errno != ENOENT;
	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++)
		if (faccessat(folder, path_of(id, suffixes[i]).text, F_OK, 0) == 0 ||
		    errno != ENOENT)
			return true;
	return false;
}

static FILE *state_stream(int folder, const char *id)
{
	int fd = openat(folder, id, O_RDONLY | O_CLOEXEC);
	FILE *in = fd < 0 ? NULL : fdopen(fd, "r");

	if (fd >= 0 && !in)
		close(fd);
	return in;
}

int state_load(const struct state_file *file, struct state *ret, struct error *err)
{
	_cleanup_(cleanup_file) FILE *in = state_stream(file->folder, file->id);
	int r;

	if (!in && errno == ENOENT)
		return 1;
	if (!in)
		return error_set(err, errno, STATE_FOLDER "/%s: %s", file->id,
				 strerror(errno));
	r = state_text_read(in, ret, err);
	return r < 0 ? error_within(err, STATE_FOLDER "/%s", file->id) : 0;
}

int state_save(const struct state_file *file, const struct state *state,
	       struct error *err)
{
	struct path tmp = path_of(file->id, ":tmp");
	int fd = openat(file->folder, tmp.text, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
			0600);
	_cleanup_(cleanup_file) FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	int r = out ? state_text_print(state, out) : -errno;

	if (r == 0 && renameat(file->folder, tmp.text, file->folder, file->id) < 0)
		r = -errno;
	if (r == 0)
		return 0;
	unlinkat(file->folder, tmp.text, 0);
	return error_set(err, -r,
			 "cannot write the guest's state to " STATE_FOLDER
			 "/%s: %s; see that it is writable and not full",
			 file->id, strerror(-r));
}

int state_drop(const struct state_file *file, struct error *err)
{
	static const char *const suffixes[] = {"", ":tmp", ":lock"};

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		struct path path = path_of(file->id, suffixes[i]);

		if (unlinkat(file->folder, path.text, 0) < 0 && errno != ENOENT)
			return error_set(err, errno,
					 "cannot remove " STATE_FOLDER "/%s: %s",
					 path.text, strerror(errno));
	}
	return 0;
}

bool state_id_is_tap(const char *id)
{
	return strlen(id) < IFNAMSIZ;
}

static int add_id(char (**ids)[STATE_ID_TEXT], size_t count, const char *id)
{
	if (!array_grow(ids, count, sizeof(**ids)))
		return -ENOMEM;
	snprintf((*ids)[count], sizeof(**ids), "%s", id);
	return 0;
}

static bool is_id(const char *name, const char *prefix)
{
	size_t length = strlen(prefix);

	return strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
	       !strncmp(name, prefix, length) && !strchr(name + length, ':') &&
	       strlen(name) < STATE_ID_TEXT;
}

int state_list(const char *prefix, char (**ret)[STATE_ID_TEXT], size_t *ret_count,
	       struct error *err)
{
	_cleanup_(cleanup_dir) DIR *dir = opendir(STATE_FOLDER);
	_cleanup_(cleanup_free) char(*ids)[STATE_ID_TEXT] = NULL;
	struct dirent *entry;
	size_t count = 0;

	if (!dir && errno != ENOENT)
		return error_set(err, errno, STATE_FOLDER ": %s", strerror(errno));
	while (dir && (entry = readdir(dir))) {
		if (!is_id(entry->d_name, prefix))
			continue;
		if (add_id(&ids, count, entry->d_name) < 0)
			return error_set(err, ENOMEM, "no memory");
		count++;
	}
	*ret = ids;
	ids = NULL;
	*ret_count = count;
	return 0;
}

static bool state_is_of(const char *id, const char *guest)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	struct error ignored;

	return state_open_unlocked(id, &file, &ignored) == 0 &&
	       state_load(&file, &state, &ignored) == 0 && state.guest &&
	       !strcmp(state.guest, guest);
}

int state_find(const char *guest, char ret[STATE_ID_TEXT], struct error *err)
{
	_cleanup_(cleanup_free) char(*ids)[STATE_ID_TEXT] = NULL;
	size_t count;
	int r = state_list("", &ids, &count, err);

	for (size_t i = 0; r == 0 && i < count; i++)
		if (!state_id_is_tap(ids[i]) && state_is_of(ids[i], guest)) {
			memcpy(ret, ids[i], STATE_ID_TEXT);
			return 0;
		}
	return r < 0 ? r : 1;
}
