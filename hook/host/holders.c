/* holders.c - the processes that hold TAPs open, and who they are, from /proc alone
 *
 * libvirt starts a QEMU as anybody may. What tells them apart is that libvirt keeps the
 * PIDs of its guests, the system's daemon below /run/libvirt and a user's own below his
 * runtime folder.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/host/holders.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>

#include "hook/host/libvirt_pid.h"
#include "hook/host/process.h"
#include "hook/qemu/qemu_args.h"
#include "netcore/array.h"

struct user {
	uid_t id;
	char name[64];
};

/* One look through /proc. */
struct scan {
	struct holders holders;
	struct user user; /* the last that was asked for: a crowd of QEMUs has one */
};

static void holder_clear(struct holder *holder)
{
	free(holder->user);
	guest_clear(&holder->guest);
	free(holder->taps);
}

void holders_clear(struct holders *holders)
{
	names_clear(&holders->by_tap);
	for (size_t i = 0; i < holders->count; i++)
		holder_clear(&holders->all[i]);
	free(holders->all);
	*holders = (struct holders){};
}

/* --- who it is */

static char *user_name(struct user *last, uid_t id)
{
	const struct passwd *known;

	if (last->name[0] && last->id == id)
		return strdup(last->name);
	known = getpwuid(id);
	last->id = id;
	snprintf(last->name, sizeof(last->name), "%s", known ? known->pw_name : "");
	if (!known)
		snprintf(last->name, sizeof(last->name), "%u", id);
	return strdup(last->name);
}

/* --- which guest */

/* By the name that it was called by: qemu-system-x86_64, qemu-kvm, kvm. */
static bool is_qemu(const char *args, size_t size)
{
	static const char *const names[] = {"qemu-kvm", "kvm", "qemu"};
	size_t length = strnlen(args, size);
	const char *slash = memrchr(args, '/', length);
	const char *name = slash ? slash + 1 : args;

	if (length == size) /* no NUL at its end */
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(name, names[i]))
			return true;
	return !strncmp(name, "qemu-system-", strlen("qemu-system-"));
}

static bool is_libvirts(const struct holder *holder, uid_t user)
{
	const char *name = holder->guest.name;
	char folder[64];

	if (!name)
		return false;
	snprintf(folder, sizeof(folder), "/run/user/%u/libvirt/qemu/run", user);
	return libvirt_pid_read(LIBVIRT_PIDS, name) == holder->pid ||
	       libvirt_pid_read(folder, name) == holder->pid;
}

/* What cannot be read is not known, and no more. */
static void read_command_line(struct holder *holder, uid_t user)
{
	size_t size = 0;
	_cleanup_(cleanup_free) char *args =
		process_args(holder->pid, QEMU_ARGS_MAX, &size);
	struct error err;

	if (!args || qemu_args_read(args, size, holder->taps, holder->tap_count,
				    &holder->guest, &err) < 0)
		return;
	holder->is_libvirts = is_libvirts(holder, user);
	holder->is_qemu = holder->is_libvirts || is_qemu(args, size);
}

/* --- all of them */

static int look_at(struct scan *scan, pid_t pid, struct error *err)
{
	struct holders *holders = &scan->holders;
	struct holder holder = {.pid = pid};
	struct process process;
	struct error unseen;
	int r = tap_fds_read(pid, &holder.taps, &holder.tap_count, &unseen);

	holders->hidden = holders->hidden || r == -EACCES || r == -EPERM;
	if (r == -ENOMEM)
		return error_set(err, ENOMEM, "%s", unseen.text);
	if (r < 0 || holder.tap_count == 0 || process_read(pid, &process, &unseen) < 0) {
		free(holder.taps);
		return 0;
	}
	holder.user = user_name(&scan->user, process.user);
	holder.is_here = process_is_here(pid);
	process_command(pid, holder.command);
	read_command_line(&holder, process.user);
	if (!holder.user ||
	    !array_grow(&holders->all, holders->count, sizeof(*holders->all))) {
		holder_clear(&holder);
		return error_set(err, ENOMEM, "no memory for the processes");
	}
	holders->all[holders->count++] = holder;
	return 0;
}

static int rank(const struct holder *holder)
{
	return (holder->is_here ? 0 : 2) + (holder->is_qemu ? 0 : 1);
}

static int by_rank(const void *a, const void *b)
{
	const struct holder *left = a, *right = b;
	int r = rank(left) - rank(right);

	return r ? r : (left->pid > right->pid) - (left->pid < right->pid);
}

static int name_taps(struct holders *holders, struct error *err)
{
	if (holders->count)
		qsort(holders->all, holders->count, sizeof(*holders->all), by_rank);
	for (size_t i = 0; i < holders->count; i++) {
		struct holder *holder = &holders->all[i];

		for (size_t j = 0; j < holder->tap_count; j++)
			if (names_add(&holders->by_tap, holder->taps[j].name, holder) < 0)
				return error_set(err, ENOMEM, "no memory for the TAPs");
	}
	return 0;
}

int holders_read(struct holders *ret, struct error *err)
{
	_cleanup_(cleanup_dir) DIR *dir = opendir("/proc");
	struct scan scan = {};
	struct dirent *entry;
	int r = 0;

	if (!dir)
		return error_set(err, errno, "/proc: %s", strerror(errno));
	while (r == 0 && (entry = readdir(dir))) {
		int pid = atoi(entry->d_name);

		if (pid > 0)
			r = look_at(&scan, pid, err);
	}
	r = r < 0 ? r : name_taps(&scan.holders, err);
	if (r < 0)
		holders_clear(&scan.holders);
	*ret = scan.holders;
	return r;
}

const struct holder *holders_find(const struct holders *holders, const char *tap)
{
	return names_find(&holders->by_tap, tap);
}

const struct nic *holder_nic(const struct holder *holder, const char *tap)
{
	return qemu_args_nic(&holder->guest, tap);
}
