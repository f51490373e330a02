/* account.c - with whose rights a guest runs, by name */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/host/account.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>

/* What getpwuid(3) says where there is no such id: 0, or one of these. Anything else is a
 * failure, and no proof that the rules for that name do not hold. */
static bool means_no_name(int number)
{
	return number == 0 || number == ENOENT || number == ESRCH || number == EBADF ||
	       number == EPERM;
}

static int keep(const char *name, const char *what, unsigned id, char **ret,
		struct error *err)
{
	char number[12];

	if (!name && !means_no_name(errno))
		return error_set(err, errno,
				 "the name of %s %u, which the policy asks for: %s", what,
				 id, strerror(errno));
	snprintf(number, sizeof(number), "%u", id);
	*ret = strdup(name ? name : number);
	return *ret ? 0 : error_set(err, ENOMEM, "no memory");
}

static int name_user(struct guest *guest, uid_t id, struct error *err)
{
	struct passwd *user;

	errno = 0;
	user = getpwuid(id);
	return keep(user ? user->pw_name : NULL, "user", id, &guest->user, err);
}

static int name_group(struct guest *guest, gid_t id, struct error *err)
{
	struct group *group;

	errno = 0;
	group = getgrgid(id);
	return keep(group ? group->gr_name : NULL, "group", id, &guest->group, err);
}

int account_find(const char *name, uid_t *ret_user, gid_t *ret_group, struct error *err)
{
	uint32_t number;
	bool is_number = text_read_number(name, 0, UINT32_MAX - 1, &number) == 0;
	struct passwd *user = is_number ? getpwuid(number) : getpwnam(name);

	if (!user && !is_number)
		return error_set(err, ENOENT, "there is no user '%s'", name);
	*ret_user = user ? user->pw_uid : number;
	*ret_group = user ? user->pw_gid : (gid_t)-1;
	return 0;
}

int account_name(struct guest *guest, uid_t user, gid_t group,
		 const struct policy *policy, struct error *err)
{
	int r = 0;

	if (policy_asks(policy, MATCH_ORIGIN_USER))
		r = name_user(guest, user, err);
	if (r == 0 && policy_asks(policy, MATCH_ORIGIN_GROUP))
		r = name_group(guest, group, err);
	return r;
}
