/* account.h - with whose rights a guest runs, by name */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sys/types.h>

#include "netcore/error.h"
#include "xml/guest.h"
#include "xml/policy.h"

/* The user's number, and that of his group; -1, which nobody's is, where a user is given
 * by a number that has no name. -ENOENT: there is no such user. */
int account_find(const char *name, uid_t *ret_user, gid_t *ret_group, struct error *err);

/* Fills in the guest's user and group, if the policy asks for them: the names may have to
 * be fetched from far away. An id without a name stays a number. 0 or -errno. */
int account_name(struct guest *guest, uid_t user, gid_t group,
		 const struct policy *policy, struct error *err);
