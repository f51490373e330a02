/* host_scripts.c - the network scripts that running guests name */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/doctor/host_scripts.h"

#include <string.h>

#include "hook/host/process.h"
#include "netcore/array.h"

enum { ARGS_MAX = 1 << 20 };

static void add_script(struct host_files *files, const char *path, const char *guest)
{
	struct script_file *script;

	if (path[0] != '/')
		return;
	for (size_t i = 0; i < files->script_count; i++)
		if (!strcmp(files->scripts[i].path, path))
			return;
	if (!array_grow(&files->scripts, files->script_count, sizeof(*files->scripts)))
		return;
	script = &files->scripts[files->script_count++];
	*script = (struct script_file){.exists = access(path, F_OK) == 0};
	script->can_run = access(path, X_OK) == 0;
	snprintf(script->path, sizeof(script->path), "%s", path);
	snprintf(script->guest, sizeof(script->guest), "%s", guest ? guest : "");
}

/* "script=FILE" and "downscript=FILE", up to a comma: "no" is no path. */
static void add_from_argument(struct host_files *files, const char *argument,
			      const char *guest)
{
	static const char key[] = "script=";

	while ((argument = strstr(argument, key))) {
		char path[160];

		argument += strlen(key);
		snprintf(path, sizeof(path), "%.*s", (int)strcspn(argument, ","),
			 argument);
		add_script(files, path, guest);
	}
}

static void add_from_process(struct host_files *files, const struct holder *holder)
{
	size_t size = 0;
	_cleanup_(cleanup_free) char *args = process_args(holder->pid, ARGS_MAX, &size);

	if (!args || !size || args[size - 1])
		return;
	for (char *at = args; at < args + size; at += strlen(at) + 1)
		add_from_argument(files, at, holder->guest.name);
}

void host_scripts_look(const struct evidence *evidence, struct host_files *files)
{
	for (size_t i = 0; i < evidence->guest_count; i++)
		for (size_t j = 0; j < evidence->guests[i].nic_count; j++)
			if (evidence->guests[i].nics[j].script)
				add_script(files, evidence->guests[i].nics[j].script,
					   evidence->guests[i].name);
	for (size_t i = 0; i < evidence->holders.count; i++)
		if (evidence->holders.all[i].is_qemu &&
		    !evidence->holders.all[i].is_libvirts)
			add_from_process(files, &evidence->holders.all[i]);
	if (files->has_qemu)
		add_script(files, files->all[FILE_QEMU_IFUP].path, NULL);
}
