/* host_files.h - the files that decide whether a guest's NIC can be set up */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "hook/host/tap_owner.h"
#include "hook/state/state.h"

enum host_file_id {
	FILE_TUN,
	FILE_QEMU_IFUP,
	FILE_HELPER,
	FILE_QEMU_HELPER,
	FILE_BRIDGE_CONF,
	FILE_HOOK,
	FILE_HOOK_D,
	FILE_NETWORK_HOOK_D,
	FILE_STATES,
	FILES
};

struct host_file {
	const char *path;
	bool exists, is_link, is_ours, has_rights;
	mode_t mode;
	dev_t device;
	time_t changed;
	char target[160]; /* of a link */
	bool steers;      /* a script that puts devices on bridges itself */
};

/* A script that a guest names. */
struct script_file {
	char path[160], guest[128];
	bool exists, can_run;
};

/* A line of the audit log. */
struct denial {
	int64_t at;     /* milliseconds since 1970 */
	char text[300]; /* empty: none */
};

/* A state that nobody has use for. */
struct stale_state {
	struct state_id id;
	char guest[128];
	char path[STATE_PATH_TEXT];
	bool unreadable; /* else its guest is gone */
};

struct host_files {
	struct host_file all[FILES];
	bool tun_is_there; /* the driver … */
	bool tun_can_load; /* … or its module, as soon as the node is opened */
	bool has_qemu;
	bool conf_allows, conf_is_bad; /* bridge.conf */
	char conf_problem[200];
	char daemon[24];       /* libvirt's, with the hooks of QEMU; empty: none runs */
	time_t daemon_started; /* or reloaded */
	time_t hook_ran;       /* last, as the states say; 0: not known */
	struct denial hook_denial;   /* of a security module, about a hook … */
	struct denial helper_denial; /* … about our bridge helper … */
	bool libvirt_may_run_helper; /* … which AppArmor's local profile allows since */
	uint64_t states_free;        /* bytes */
	bool states_read_only;
	struct script_file *scripts;
	size_t script_count;
	struct stale_state *stale;
	size_t stale_count;
};

/* Whether it is a program of onebridge, or a script that runs one. */
bool host_file_is_ours(const char *path);

void host_files_look(const struct evidence *evidence, bool libvirt_answers,
		     struct host_files *ret);
void host_files_clear(struct host_files *files);
