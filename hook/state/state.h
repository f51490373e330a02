/* state.h - what was done, kept until it is undone: a file a guest, TAP, bridge, uplink
 *
 *	STATE_FOLDER/guest/UUID, tap/NAME, bridge/NAME, uplink/NAME
 *
 * The folder says what a state is of. Where that name is taken by a device of another
 * network namespace, the state is in netns/INODE/tap/NAME and so on. A file is written in
 * new/ and renamed before the first step is taken; lock/ has a file for each state that
 * is being worked on. Neither file's name is ever read.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "hook/state/state_text.h"

enum state_kind { STATE_GUEST, STATE_TAP, STATE_BRIDGE, STATE_UPLINK, STATE_HOST };

enum {
	STATE_NAME_TEXT = 40, /* a UUID or a device's name, with its NUL */
	STATE_PATH_TEXT = sizeof(STATE_FOLDER) + 96,
};

struct state_id {
	enum state_kind kind;
	char name[STATE_NAME_TEXT];
};

/* A state to work on. */
struct state_file {
	struct state_id id;
	int lock; /* -1: not locked */
	char path[STATE_PATH_TEXT];
};
#define STATE_FILE_NONE ((struct state_file){.lock = -1})

struct state_id state_id(enum state_kind kind, const char *name);

/* Locks that state, which need not exist; waits for the process that has it. 0, -errno.
 */
int state_open(const struct state_id *id, struct state_file *ret, struct error *err);

/* Does not wait: 1, another process has it. */
int state_try_open(const struct state_id *id, struct state_file *ret, struct error *err);

/* Without a lock, for a teardown that must go on although the folder is full. */
struct state_file state_unlocked(const struct state_id *id);
void state_close(struct state_file *file);

/* Whether anything of that state is in the folder, or it cannot be seen. */
bool state_exists(const struct state_id *id);

/* 0; 1: there is none, ret is untouched; -EINVAL: it cannot be read, and err says where.
 */
int state_load(const struct state_file *file, struct state *ret, struct error *err);

/* The same without a lock, to look only. */
int state_peek(const struct state_id *id, struct state *ret, struct error *err);

/* Whether the guest was still on the host that it comes from when that was written. */
bool state_is_incoming(const struct state_id *id);

int state_save(const struct state_file *file, const struct state *state,
	       struct error *err);
int state_drop(const struct state_file *file, struct error *err);

/* Moves a state that cannot be read to unreadable/, so that another can be saved. Adds
 * to err, which says what is wrong with it, where it is then. */
void state_set_aside(const struct state_file *file, struct error *err);

/* All states of that kind, in no order; the caller frees ret. Without a folder there are
 * none. */
int state_list(enum state_kind kind, struct state_id **ret, size_t *ret_count,
	       struct error *err);

/* The state of the guest of that name. 0; 1: there is none. */
int state_find(const char *guest, struct state_id *ret, struct error *err);
