/* ended_guests.c - what is left of guests that have gone without their hook's last word
 *
 * A hook that is killed while its guest ends leaves the guest's state, which the next
 * start of the guest would undo. There may be none.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/watch/ended_guests.h"

#include <string.h>
#include <sys/stat.h>
#include <syslog.h>

#include "hook/bridge/host_needs.h"
#include "hook/guest/setup.h"
#include "hook/host/libvirt_pid.h"
#include "hook/host/process.h"
#include "hook/state/state_path.h"
#include "netcore/apply.h"
#include "netcore/array.h"
#include "netcore/log.h"

void kept_guests_clear(struct kept_guests *kept)
{
	free(kept->all);
	*kept = (struct kept_guests){};
}

/* 0: there is none. */
static ino_t inode_of(const struct state_id *id)
{
	char path[STATE_PATH_TEXT];
	struct stat file;

	state_path_find(id, path);
	return lstat(path, &file) == 0 ? file.st_ino : 0;
}

void kept_guests_list(struct kept_guests *ret)
{
	_cleanup_(cleanup_free) struct state_id *ids = NULL;
	struct error unseen;
	size_t count = 0;

	*ret = (struct kept_guests){};
	state_list(STATE_GUEST, &ids, &count, &unseen);
	for (size_t i = 0; i < count; i++) {
		struct kept_guest kept = {ids[i], inode_of(&ids[i])};

		if (!kept.inode || !array_grow(&ret->all, ret->count, sizeof(kept)))
			continue;
		ret->all[ret->count++] = kept;
	}
}

static bool is_named(const struct evidence *evidence, const char *uuid)
{
	for (size_t i = 0; i < evidence->guest_count; i++)
		if (evidence->guests[i].uuid && !strcmp(evidence->guests[i].uuid, uuid))
			return true;
	return false;
}

/* A QEMU that libvirt has lost runs on. */
static bool has_process(const struct state *state)
{
	pid_t pid = state->guest ? libvirt_pid_read(LIBVIRT_PIDS, state->guest) : 0;

	return pid && process_start(pid);
}

static int undo_ended(struct net *net, const struct kept_guest *kept, struct error *err)
{
	_cleanup_(state_close) struct state_file file = STATE_FILE_NONE;
	_cleanup_(state_clear) struct state state = {};
	int r = state_try_open(&kept->id, &file, err);

	if (r != 0)
		return r < 0 ? r : 0;
	r = state_load(&file, &state, err);
	if (r != 0)
		return r < 0 ? r : 0;
	if (inode_of(&kept->id) != kept->inode || has_process(&state) ||
	    setup_is_awaited(&state))
		return 0;
	r = plan_undo(net, &state.plan, UNDO_ALL, err);
	return r < 0 ? r : state_drop(&file, err);
}

void ended_guests_undo(struct net *net, const struct kept_guests *kept,
		       const struct evidence *evidence,
		       bool (*chosen)(const void *data, const char *uuid),
		       const void *data)
{
	struct error err;
	bool any = false;

	for (size_t i = 0; i < kept->count; i++) {
		const char *uuid = kept->all[i].id.name;

		if (is_named(evidence, uuid) || (chosen && !chosen(data, uuid)))
			continue;
		any = true;
		if (undo_ended(net, &kept->all[i], &err) < 0) {
			error_within(&err, "left over from the guest %s", uuid);
			log_line(LOG_WARNING, err.text);
		}
	}
	if (any && host_trim(net, &err) < 0)
		log_line(LOG_WARNING, err.text);
}
