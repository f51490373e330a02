/* state_path.h - where a state's files are, in this version's layout and in the first's
 *
 * The first layout had all of them in STATE_FOLDER itself: a guest's by its UUID, a TAP's
 * by its name, "bridge:NAME", "vlans:UPLINK", and for each NAME:lock and NAME:tmp.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "hook/state/state.h"

/* The state's own file: the one of this network namespace. */
void state_path_find(const struct state_id *id, char ret[STATE_PATH_TEXT]);

/* A file that belongs to it, in "lock", "new" or "unreadable". */
void state_path_beside(const struct state_id *id, const char *folder,
		       char ret[STATE_PATH_TEXT]);

/* Where the first layout has it. */
void state_path_old(const struct state_id *id, const char *suffix,
		    char ret[STATE_PATH_TEXT]);

/* Whether root may act on what is there: nobody else can write to the folder. 0, or
 * -EPERM. */
int state_path_check(struct error *err);

/* fopen() to read, without waiting for what is no file: NULL, EINVAL. */
FILE *state_path_read(const char *path);

bool state_path_is_file(const char *path);

/* The inode of this process's network namespace; 0: not known. */
uint64_t state_path_netns(void);

/* open(), which makes the folders that path goes through first. */
int state_path_open(const char *path, int flags);

/* rename(), likewise; 0 or -errno. */
int state_path_rename(const char *from, const char *to);

/* Adds the names of all states of that kind. 0 or -errno. */
int state_path_list(enum state_kind kind, struct state_id **ids, size_t *count);
