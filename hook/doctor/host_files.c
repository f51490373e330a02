/* host_files.c - the files that decide whether a guest's NIC can be set up */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/doctor/host_files.h"

#include <glob.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <sys/xattr.h>

#include "hook/doctor/denial.h"
#include "hook/doctor/host_scripts.h"
#include "hook/doctor/libvirt_daemon.h"
#include "hook/doctor/stale_states.h"

enum { LINE = 512 };

static const char *const paths[FILES] = {
	[FILE_TUN] = "/dev/net/tun",
	[FILE_QEMU_IFUP] = "/etc/qemu-ifup",
	[FILE_HELPER] = (MODULE_FOLDER "/qemu-bridge-helper"),
	[FILE_QEMU_HELPER] = "/usr/lib/qemu/qemu-bridge-helper",
	[FILE_BRIDGE_CONF] = "/etc/qemu/bridge.conf",
	[FILE_HOOK] = "/etc/libvirt/hooks/qemu",
	[FILE_HOOK_D] = "/etc/libvirt/hooks/qemu.d/onebridge",
	[FILE_NETWORK_HOOK_D] = "/etc/libvirt/hooks/network.d/onebridge",
	[FILE_STATES] = STATE_FOLDER,
};

void host_files_clear(struct host_files *files)
{
	free(files->scripts);
	free(files->stale);
}

/* Whether a line of the file has one of the words, which end with NULL. */
static bool file_has(const char *path, const char *const *words)
{
	_cleanup_(cleanup_file) FILE *in = fopen(path, "re");
	char line[LINE];

	while (in && fgets(line, sizeof(line), in))
		for (size_t i = 0; line[0] != '#' && words[i]; i++)
			if (strstr(line, words[i]))
				return true;
	return false;
}

bool host_file_is_ours(const char *path)
{
	static const char magic[] = "\177ELF";
	_cleanup_(cleanup_file) FILE *in = fopen(path, "re");
	_cleanup_(cleanup_free) char *bytes = malloc(1 << 20);
	size_t size = in && bytes ? fread(bytes, 1, 1 << 20, in) : 0;

	if (size > 4 && !memcmp(bytes, magic, 4))
		return memmem(bytes, size, "onebridge", strlen("onebridge"));
	return size && memmem(bytes, size, "onebridge-", strlen("onebridge-"));
}

static bool steers_bridges(const char *path)
{
	static const char *const words[] = {"brctl addif",     "set master", " master ",
					    "bridge vlan add", "ovs-vsctl",  NULL};

	return file_has(path, words);
}

static struct host_file look_at_file(const char *path)
{
	struct host_file file = {.path = path};
	struct stat status;
	ssize_t length;

	if (lstat(path, &status) < 0)
		return file;
	file.is_link = S_ISLNK(status.st_mode);
	length = file.is_link ? readlink(path, file.target, sizeof(file.target) - 1) : 0;
	file.target[length > 0 ? length : 0] = '\0';
	if (stat(path, &status) < 0)
		return file;
	file.exists = true;
	file.mode = status.st_mode;
	file.device = status.st_rdev;
	file.changed = status.st_ctime;
	if (!S_ISREG(status.st_mode))
		return file;
	file.has_rights = (status.st_uid == 0 && status.st_mode & S_ISUID) ||
			  getxattr(path, "security.capability", NULL, 0) > 0;
	file.is_ours = host_file_is_ours(path);
	file.steers = !file.is_ours && steers_bridges(path);
	return file;
}

/* A node that udev or kmod makes beforehand loads the module when it is opened. */
static void look_at_tun(struct host_files *files)
{
	static const char *const misc[] = {" tun\n", NULL};
	static const char *const module[] = {"/tun.ko", NULL};
	struct utsname name;
	char path[200];

	files->tun_is_there = file_has("/proc/misc", misc);
	if (uname(&name) < 0)
		return;
	snprintf(path, sizeof(path), "/lib/modules/%s/modules.dep", name.release);
	files->tun_can_load = file_has(path, module);
	snprintf(path, sizeof(path), "/lib/modules/%s/modules.builtin", name.release);
	files->tun_can_load |= file_has(path, module);
}

static bool any_matches(const char *pattern)
{
	glob_t found = {};
	bool any = glob(pattern, GLOB_NOSORT, NULL, &found) == 0;

	globfree(&found);
	return any;
}

/* As QEMU's helper reads it. */
static void look_at_conf(struct host_files *files)
{
	_cleanup_(cleanup_file) FILE *in = fopen(paths[FILE_BRIDGE_CONF], "re");
	char line[LINE];

	while (in && fgets(line, sizeof(line), in))
		files->conf_allows |=
			!strncmp(line, "allow", 5) || !strncmp(line, "include", 7);
}

static void look_at_room(struct host_files *files)
{
	struct statvfs room;

	files->states_free = UINT64_MAX;
	if (statvfs(STATE_FOLDER, &room) < 0)
		return;
	files->states_free = (uint64_t)room.f_bavail * room.f_frsize;
	files->states_read_only = room.f_flag & ST_RDONLY;
}

void host_files_look(const struct evidence *evidence, bool libvirt_answers,
		     struct host_files *ret)
{
	for (size_t i = 0; i < FILES; i++)
		ret->all[i] = look_at_file(paths[i]);
	look_at_tun(ret);
	look_at_conf(ret);
	look_at_room(ret);
	ret->has_qemu = any_matches("/usr/bin/qemu-system-*") ||
			any_matches("/usr/libexec/qemu-kvm") ||
			any_matches("/usr/bin/qemu-kvm");
	libvirt_daemon_look(ret);
	denials_look(ret);
	host_scripts_look(evidence, ret);
	stale_states_look(evidence, libvirt_answers, ret);
}
