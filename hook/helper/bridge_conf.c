/* bridge_conf.c - /etc/qemu/bridge.conf: whether anybody may join a bridge at all
 *
 * The syntax is QEMU's (parse_acl_file() in its qemu-bridge-helper.c): a word, a space or
 * a tab, and an argument to the end of the line; # begins a line that is a comment. QEMU
 * passes over an include that it cannot read and cuts a name that is too long, with the
 * lines that deny in it. Here whatever cannot be read or understood denies all.
 *
 * As deny wins wherever it stands, the order of the files does not matter: an include is
 * put behind those that are still to be read, and each is read once. So no loop is one.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/helper/bridge_conf.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "netcore/owner.h"
#include "netcore/text.h"

/* A file, and which line of which file includes it. */
struct conf_file {
	char *path;
	const char *includer; /* NULL: the first */
	unsigned line;
};

struct acl {
	const char *bridge;
	bool allowed;
	struct conf_file files[BRIDGE_CONF_FILES];
	size_t file_count;
};

/* Where a line is, for messages. */
struct place {
	const char *file;
	unsigned line;
};

static void acl_clear(struct acl *acl)
{
	for (size_t i = 0; i < acl->file_count; i++)
		free(acl->files[i].path);
}

void conf_text_clear(struct conf_text *text)
{
	free(text->bytes);
}

static int acl_include(struct acl *acl, const char *path, const struct place *place,
		       struct error *err)
{
	struct conf_file *file = &acl->files[acl->file_count];

	if (path[0] != '/')
		return error_set(err, EINVAL,
				 "include %s: it would depend on the caller's folder; "
				 "say a path that begins with /",
				 path);
	for (size_t i = 0; i < acl->file_count; i++)
		if (!strcmp(acl->files[i].path, path))
			return 0;
	if (acl->file_count == BRIDGE_CONF_FILES)
		return error_set(err, EINVAL,
				 "include %s: that would be more than %d files; put them "
				 "together",
				 path, BRIDGE_CONF_FILES);
	*file = (struct conf_file){
		.path = strdup(path), .includer = place->file, .line = place->line};
	if (!file->path)
		return error_set(err, ENOMEM, "no memory for its path");
	acl->file_count++;
	return 0;
}

/* Whether the line is about our bridge. */
static int names_bridge(const struct acl *acl, const char *name, struct error *err)
{
	if (!strcmp(name, "all"))
		return 1;
	if (!text_is_ifname(name))
		return error_set(err, EINVAL,
				 "'%s' cannot be a bridge's name; say one name of at "
				 "most 15 bytes, or all",
				 name);
	return !strcmp(name, acl->bridge);
}

static int acl_allow(struct acl *acl, const char *name, const struct place *place,
		     struct error *err)
{
	int r = names_bridge(acl, name, err);

	if (r == 1)
		acl->allowed = true;
	return r < 0 ? r : 0;
}

static int acl_deny(struct acl *acl, const char *name, const struct place *place,
		    struct error *err)
{
	int r = names_bridge(acl, name, err);

	if (r == 1)
		return error_set(err, EACCES,
				 "denied to everybody (deny %s); name another bridge, or "
				 "take that line out",
				 name);
	return r;
}

static const struct word {
	const char *name;
	int (*take)(struct acl *acl, const char *argument, const struct place *place,
		    struct error *err);
} words[] = {
	{"allow", acl_allow},
	{"deny", acl_deny},
	{"include", acl_include},
};

static const struct word *word_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i].name, name))
			return &words[i];
	return NULL;
}

/* As isspace() of the C locale. */
static const char white[] = " \t\n\v\f\r";

static char *trim(char *text)
{
	size_t length;

	text += strspn(text, white);
	length = strlen(text);
	while (length > 0 && strchr(white, text[length - 1]))
		length--;
	text[length] = '\0';
	return text;
}

static int acl_take_line(struct acl *acl, char *line, const struct place *place,
			 struct error *err)
{
	const struct word *word;
	char *argument;

	line = trim(line);
	if (*line == '#' || *line == '\0')
		return 0;
	argument = line + strcspn(line, " \t");
	if (*argument)
		*argument++ = '\0';
	argument = trim(argument);
	word = word_find(line);
	if (!word || !*argument)
		return error_set(err, EINVAL,
				 "'%s%s%s' is not understood; say allow NAME, deny NAME "
				 "or include /FILE, where NAME may be all",
				 line, *argument ? " " : "", argument);
	return word->take(acl, argument, place, err);
}

static int acl_take_text(struct acl *acl, const char *file, struct conf_text *text,
			 struct error *err)
{
	struct place place = {.file = file};
	char *rest = text->bytes, *line;
	int r = 0;

	if (strlen(text->bytes) != text->length)
		return error_set(err, EINVAL, "%s: there is a NUL byte in it; remove it",
				 file);
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		place.line++;
		if (strlen(line) > BRIDGE_CONF_LINE)
			r = error_set(err, EINVAL, "the line is over %d bytes long",
				      BRIDGE_CONF_LINE);
		else
			r = acl_take_line(acl, line, &place, err);
	}
	return r < 0 ? error_within(err, "%s:%u", file, place.line) : 0;
}

static int acl_take_file(struct acl *acl, const struct conf_file *file, conf_reader *read,
			 struct error *err)
{
	_cleanup_(conf_text_clear) struct conf_text text = {};
	int r = read(file->path, &text, err);

	if (r < 0 && file->includer)
		return error_within(err, "%s:%u", file->includer, file->line);
	return r < 0 ? r : acl_take_text(acl, file->path, &text, err);
}

int bridge_conf_allow(const char *path, const char *bridge, conf_reader *read,
		      struct error *err)
{
	_cleanup_(acl_clear) struct acl acl = {.bridge = bridge};
	int r = 0;

	acl.files[0].path = strdup(path);
	if (!acl.files[0].path)
		return error_set(err, ENOMEM, "no memory for the path %s", path);
	acl.file_count = 1;
	for (size_t i = 0; r == 0 && i < acl.file_count; i++)
		r = acl_take_file(&acl, &acl.files[i], read, err);
	if (r == 0 && !acl.allowed)
		r = error_set(err, EACCES,
			      "%s: no line allows it; allow it there (allow %s)", path,
			      bridge);
	return r;
}

/* Whoever may write it may give himself any bridge. */
static int check_owner(const char *path, int fd, mode_t type, struct error *err)
{
	struct stat status;

	if (fstat(fd, &status) < 0)
		return error_set(err, errno, "%s: cannot be examined: %s", path,
				 strerror(errno));
	if ((status.st_mode & S_IFMT) != type)
		return error_set(err, EINVAL, "%s: is not a %s; replace or remove it",
				 path, type == S_IFDIR ? "directory" : "regular file");
	if (!owner_is_root(&status))
		return error_set(err, EPERM, "%s: is owned by uid %u; run: chown root %s",
				 path, status.st_uid, text_for_shell(path).text);
	if (status.st_mode & (S_IWGRP | S_IWOTH))
		return error_set(err, EPERM,
				 "%s: is writable by users other than root (mode %04o); "
				 "run: chmod go-w %s",
				 path, status.st_mode & 07777, text_for_shell(path).text);
	return 0;
}

/* The folder that a path leads to, and where its last part begins. */
static char *parent_of(const char *path, const char **ret_name)
{
	const char *slash = strrchr(path, '/');

	*ret_name = slash ? slash + 1 : path;
	return slash ? strndup(path, (size_t)(*ret_name - path)) : strdup(".");
}

/* O_NONBLOCK: nobody waits for a FIFO to be written to. The file is looked up in the very
 * folder that is examined. */
static int open_checked(const char *path, int *ret, struct error *err)
{
	const int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
	_cleanup_(cleanup_fd) int folder = -1, fd = -1;
	_cleanup_(cleanup_free) char *parent = NULL;
	const char *name;
	int r;

	parent = parent_of(path, &name);
	if (!parent)
		return error_set(err, ENOMEM, "%s: no memory for its folder", path);
	folder = open(parent, O_PATH | O_DIRECTORY | O_CLOEXEC);
	fd = folder < 0 ? -1 : openat(folder, name, flags);
	if (fd < 0)
		return error_set(err, errno,
				 "%s: cannot be opened: %s; it has to be there, and "
				 "readable for the caller",
				 path, strerror(errno));
	r = check_owner(parent, folder, S_IFDIR, err);
	if (r < 0)
		return r;
	r = check_owner(path, fd, S_IFREG, err);
	if (r < 0)
		return r;
	*ret = fd;
	fd = -1;
	return 0;
}

/* One byte more is room for the NUL, or for what is too much. */
static int read_text(const char *path, int fd, struct conf_text *text, struct error *err)
{
	ssize_t got;

	text->bytes = malloc(BRIDGE_CONF_BYTES + 1);
	if (!text->bytes)
		return error_set(err, ENOMEM, "%s: no memory for its text", path);
	while ((got = read(fd, text->bytes + text->length,
			   BRIDGE_CONF_BYTES + 1 - text->length)) > 0)
		text->length += (size_t)got;
	if (got < 0)
		return error_set(err, errno, "%s: cannot be read: %s", path,
				 strerror(errno));
	if (text->length > BRIDGE_CONF_BYTES)
		return error_set(err, EFBIG, "%s: is longer than %d bytes; shorten it",
				 path, BRIDGE_CONF_BYTES);
	text->bytes[text->length] = '\0';
	return 0;
}

int bridge_conf_read_file(const char *path, struct conf_text *ret, struct error *err)
{
	_cleanup_(conf_text_clear) struct conf_text text = {};
	_cleanup_(cleanup_fd) int fd = -1;
	int r = open_checked(path, &fd, err);

	if (r < 0)
		return r;
	r = read_text(path, fd, &text, err);
	if (r < 0)
		return r;
	*ret = text;
	text = (struct conf_text){};
	return 0;
}
