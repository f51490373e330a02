/* state.c - what was done for a guest, kept until it is undone: a file a guest, a lock a
 * guest
 *
 * The lock file is taken away with the state. So whoever gets a lock looks whether the
 * file that he locked is still the one in the folder, and begins again if it is not.
 */
#include "netcore/state.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "netcore/plan_text.h"

static const char header[] = "onebridge 1";

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

static int lock_open(int folder, const char *id)
{
	struct path path = path_of(id, ".lock");

	for (;;) {
		int fd = openat(folder, path.text, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		bool locked = fd >= 0 && flock(fd, LOCK_EX) == 0;

		if (locked && same_file(fd, folder, path.text))
			return fd;
		cleanup_fd(&fd);
		if (!locked)
			return -1;
	}
}

int state_open(const char *id, struct state_file *ret, struct error *err)
{
	struct state_file file = STATE_FILE_NONE;

	file.folder = folder_open();
	if (file.folder >= 0)
		file.lock = lock_open(file.folder, id);
	if (file.lock < 0) {
		int number = errno;

		state_close(&file);
		return error_set(err, number,
				 "cannot lock the guest's state in " STATE_FOLDER
				 ": %s; see that it is writable and not full",
				 strerror(number));
	}
	snprintf(file.id, sizeof(file.id), "%s", id);
	*ret = file;
	return 0;
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
	static const char *const suffixes[] = {"", ".lock", ".tmp"};
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

void state_clear(struct state *state)
{
	free(state->guest);
	plan_clear(&state->plan);
	*state = (struct state){};
}

/* The guest's name from the file's first two lines; NULL: it is no state of ours. */
static char *read_head(FILE *in)
{
	_cleanup_(cleanup_free) char *line = NULL;
	size_t room = 0;
	char *guest;

	if (getline(&line, &room, in) < 0 || strncmp(line, header, strlen(header)) != 0 ||
	    line[strlen(header)] != '\n')
		return NULL;
	if (getline(&line, &room, in) < 0 || strncmp(line, "guest ", 6) != 0)
		return NULL;
	guest = strdup(line + 6);
	if (guest)
		guest[strcspn(guest, "\n")] = '\0';
	if (guest && text_unshow(guest) < 0) {
		free(guest);
		return NULL;
	}
	return guest;
}

static int read_steps(FILE *in, struct plan *plan, struct error *err)
{
	_cleanup_(cleanup_free) char *text = NULL;
	size_t room = 0;

	if (getdelim(&text, &room, '\0', in) < 0)
		return ferror(in) ? error_set(err, errno, "%s", strerror(errno)) : 0;
	return plan_read(text, plan, err);
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
	_cleanup_(state_clear) struct state state = {};
	int r;

	if (!in && errno == ENOENT)
		return 1;
	if (!in)
		return error_set(err, errno, STATE_FOLDER "/%s: %s", file->id,
				 strerror(errno));
	state.guest = read_head(in);
	if (!state.guest)
		return error_set(err, EINVAL,
				 STATE_FOLDER "/%s: it does not begin with '%s'",
				 file->id, header);
	r = read_steps(in, &state.plan, err);
	if (r < 0)
		return error_within(err, STATE_FOLDER "/%s", file->id);
	*ret = state;
	state = (struct state){};
	return 0;
}

static int state_write(FILE *out, const struct state *state)
{
	char guest[1024];

	text_show(state->guest, guest, sizeof(guest));
	if (fprintf(out, "%s\nguest %s\n", header, guest) < 0 ||
	    plan_print(&state->plan, out) < 0 || fflush(out) != 0)
		return -errno;
	return 0;
}

int state_save(const struct state_file *file, const struct state *state,
	       struct error *err)
{
	struct path tmp = path_of(file->id, ".tmp");
	int fd = openat(file->folder, tmp.text, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
			0600);
	_cleanup_(cleanup_file) FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	int r = out ? state_write(out, state) : -errno;

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
	static const char *const suffixes[] = {"", ".tmp", ".lock"};

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		struct path path = path_of(file->id, suffixes[i]);

		if (unlinkat(file->folder, path.text, 0) < 0 && errno != ENOENT)
			return error_set(err, errno,
					 "cannot remove " STATE_FOLDER "/%s: %s",
					 path.text, strerror(errno));
	}
	return 0;
}

static void cleanup_dir(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

static bool state_is_of(int folder, const char *id, const char *guest)
{
	_cleanup_(cleanup_file) FILE *in = state_stream(folder, id);
	_cleanup_(cleanup_free) char *name = in ? read_head(in) : NULL;

	return name && !strcmp(name, guest);
}

int state_find(const char *guest, char ret[STATE_ID_TEXT], struct error *err)
{
	_cleanup_(cleanup_dir) DIR *dir = opendir(STATE_FOLDER);
	struct dirent *entry;

	if (!dir)
		return errno == ENOENT ? 1
				       : error_set(err, errno, STATE_FOLDER ": %s",
						   strerror(errno));
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.' || strlen(entry->d_name) >= STATE_ID_TEXT ||
		    !state_is_of(dirfd(dir), entry->d_name, guest))
			continue;
		strcpy(ret, entry->d_name);
		return 0;
	}
	return 1;
}
