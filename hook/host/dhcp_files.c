/* dhcp_files.c - the files by which a DHCP client tells what device it serves */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/host/dhcp_files.h"

#include <ctype.h>
#include <dirent.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "netcore/cleanup.h"

/* As a word of its own: "dhclient.eth0.pid" and "eth0-4.pid", but not
 * "dhclient.eth01.pid". */
static bool names_device(const char *file, const char *device)
{
	size_t length = strlen(device);
	const char *place = file;

	while ((place = strstr(place, device))) {
		bool begins = place == file || !isalnum((unsigned char)place[-1]);

		if (begins && !isalnum((unsigned char)place[length]))
			return true;
		place++;
	}
	return false;
}

static void read_pid_file(const char *path, struct pid_files *files)
{
	_cleanup_(cleanup_file) FILE *in = fopen(path, "re");
	char line[32];
	long pid;

	if (!in || !fgets(line, sizeof(line), in))
		return;
	pid = strtol(line, NULL, 10);
	if (pid > 0 && files->count < PID_FILES_MAX)
		files->pids[files->count++] = (pid_t)pid;
}

/* In order not to wait for a writer, only regular files are opened. */
static void read_folder(const char *folder, const char *device, struct pid_files *files)
{
	_cleanup_(cleanup_dir) DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[320];

	while (dir && (entry = readdir(dir))) {
		const char *end = strrchr(entry->d_name, '.');

		if (entry->d_type != DT_REG || !end || strcmp(end, ".pid") != 0 ||
		    !names_device(entry->d_name, device))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		read_pid_file(path, files);
	}
}

void pid_files_read(const char *device, struct pid_files *ret)
{
	static const char *const folders[] = {
		"/run",        "/run/dhcpcd",         "/run/dhclient", "/run/dhcp",
		"/run/udhcpc", "/run/NetworkManager", "/run/network"};

	*ret = (struct pid_files){};
	for (size_t i = 0; i < ARRAY_SIZE(folders); i++)
		read_folder(folders[i], device, ret);
}

bool pid_files_have(const struct pid_files *files, pid_t pid)
{
	for (unsigned i = 0; i < files->count; i++)
		if (files->pids[i] == pid)
			return true;
	return false;
}

bool is_lease_file(const char *path, const char *device)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	return strstr(name, "lease") && names_device(name, device);
}

/* --- dhcpcd */

/* Whether the words of a line, from the second on, are patterns that match. */
static bool words_match(char *rest, const char *device)
{
	const char *word;

	while ((word = strsep(&rest, " \t\n,")))
		if (*word && fnmatch(word, device, 0) == 0)
			return true;
	return false;
}

/* dhcpcd.conf(5): denyinterfaces, and allowinterfaces, if there is any. */
static bool dhcpcd_may_serve(const char *device)
{
	_cleanup_(cleanup_file) FILE *in = fopen("/etc/dhcpcd.conf", "re");
	bool allowed = true, denied = false;
	char line[512];

	while (in && fgets(line, sizeof(line), in)) {
		char *rest = line + strspn(line, " \t");
		const char *key = strsep(&rest, " \t");

		if (rest && !strcmp(key, "denyinterfaces"))
			denied = denied || words_match(rest, device);
		else if (rest && !strcmp(key, "allowinterfaces"))
			allowed = words_match(rest, device);
	}
	return allowed && !denied;
}

bool dhcpcd_has_lease(const char *device)
{
	static const char *const places[][2] = {
		{"/var/lib/dhcpcd/", ".lease"},         {"/var/lib/dhcpcd/", ".lease6"},
		{"/var/lib/dhcpcd5/dhcpcd-", ".lease"}, {"/var/db/dhcpcd/", ".lease"},
		{"/var/db/dhcpcd/", ".lease6"},
	};
	char path[80];

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		snprintf(path, sizeof(path), "%s%s%s", places[i][0], device,
			 places[i][1]);
		if (access(path, F_OK) == 0)
			return dhcpcd_may_serve(device);
	}
	return false;
}

bool networkd_has_lease(uint32_t ifindex)
{
	char path[64];

	snprintf(path, sizeof(path), "/run/systemd/netif/leases/%u", ifindex);
	return access(path, F_OK) == 0;
}
