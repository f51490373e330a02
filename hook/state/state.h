/* state.h - what was done for a guest, kept until it is undone: a file a guest, a lock a
 * guest
 *
 * STATE_FOLDER/ID holds a struct state as text; it is written to ID:tmp and renamed
 * before the first step is taken. ID:lock is held by whoever works on that guest. No UUID
 * and no TAP's name has a colon in it.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include <sys/types.h>

#include "hook/state/state_text.h"

enum { STATE_ID_TEXT = 40 }; /* a UUID or a TAP's name, with its NUL */

/* An open, locked state; all zero but for folder and lock, which are -1: none. */
struct state_file {
	int folder, lock;
	char id[STATE_ID_TEXT];
};
#define STATE_FILE_NONE ((struct state_file){.folder = -1, .lock = -1})

/* Locks that guest's state, which need not exist; waits for whoever has it. 0 or -errno.
 */
int state_open(const char *id, struct state_file *ret, struct error *err);

/* The same without the lock, for a teardown that must go on although there is none to be
 * had. 1: there is no folder. */
int state_open_unlocked(const char *id, struct state_file *ret, struct error *err);
void state_close(struct state_file *file);

/* The same, but does not wait: 1, somebody has it. */
int state_try_open(const char *id, struct state_file *ret, struct error *err);

/* Whether anything of that guest lies in the folder; where that cannot be seen, it may.
 */
bool state_exists(const char *id);

/* 0; 1: there is none, ret is untouched; -EINVAL: it cannot be read, and says where. */
int state_load(const struct state_file *file, struct state *ret, struct error *err);
int state_save(const struct state_file *file, const struct state *state,
	       struct error *err);

/* Takes the guest's state and lock out of the folder. */
int state_drop(const struct state_file *file, struct error *err);

/* The ids of all guests and TAPs that lie there (prefix ""), or of what begins with the
 * prefix ("vlans:"), in no order; the caller frees ret. Without a folder there are none.
 */
int state_list(const char *prefix, char (**ret)[STATE_ID_TEXT], size_t *ret_count,
	       struct error *err);

/* The id of the guest of that name. 0; 1: there is none. */
int state_find(const char *guest, char ret[STATE_ID_TEXT], struct error *err);

/* Whether it is that of a hand-run guest's TAP, not of a UUID. */
bool state_id_is_tap(const char *id);
