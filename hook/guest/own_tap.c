/* own_tap.c - the TAPs of <target managed='no'/> that nobody else makes: made in prepare,
 * marked as ours, used again
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/own_tap.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>

#include "netcore/port.h"

bool own_tap_wanted(const struct nic *nic)
{
	return nic_is_ethernet(nic) && !nic->managed;
}

static const char mark_prefix[] = "onebridge:";

void own_tap_mark(const struct guest *guest, char ret[OWN_TAP_MARK_TEXT])
{
	snprintf(ret, OWN_TAP_MARK_TEXT, "%s%s", mark_prefix,
		 guest->uuid ? guest->uuid : "");
}

bool own_tap_is_marked(const struct link *link)
{
	return !strncmp(link->alias, mark_prefix, strlen(mark_prefix));
}

bool own_tap_is_anothers(const struct guest *guest, const struct link *link)
{
	char mark[OWN_TAP_MARK_TEXT];

	own_tap_mark(guest, mark);
	return own_tap_is_marked(link) && strcmp(link->alias, mark) != 0;
}

static int read_owner_id(const char *text, uint32_t *ret, struct error *err)
{
	struct passwd *user;

	if (!text || text_read_number(text, 0, TAP_NOBODY - 1, ret) == 0)
		return 0;
	user = getpwnam(text);
	if (!user)
		return error_set(err, EINVAL, "<tap owner='%s'>: there is no such user",
				 text);
	*ret = user->pw_uid;
	return 0;
}

static int read_group(const char *text, uint32_t *ret, struct error *err)
{
	struct group *group;

	if (!text || text_read_number(text, 0, TAP_NOBODY - 1, ret) == 0)
		return 0;
	group = getgrnam(text);
	if (!group)
		return error_set(err, EINVAL, "<tap group='%s'>: there is no such group",
				 text);
	*ret = group->gr_gid;
	return 0;
}

/* QEMU opens a TAP with IFF_MULTI_QUEUE exactly when it has several queues, and the
 * kernel wants the same of both (tun_set_iff() in drivers/net/tun.c). A TAP without an
 * owner is open to every process that may open /dev/net/tun (tun_not_capable()): it is
 * root's, as libvirt opens it, unless the rule names an owner or group. */
int own_tap_read(const struct nic *nic, const struct attach *attach, bool offline,
		 struct tap *ret, struct error *err)
{
	struct tap tap = {.vnet_hdr = true,
			  .multi_queue = nic->queues > 1,
			  .owner = TAP_NOBODY,
			  .group = TAP_NOBODY};
	int r;

	if (!attach->tap_owner && !attach->tap_group)
		tap.owner = 0;
	r = offline ? 0 : read_owner_id(attach->tap_owner, &tap.owner, err);
	if (r < 0)
		return r;
	r = offline ? 0 : read_group(attach->tap_group, &tap.group, err);
	if (r < 0)
		return r;
	if (nic->has_owner)
		tap.owner = nic->owner;
	*ret = tap;
	return 0;
}

static bool made_before(const struct plan *left, const struct link *link)
{
	for (size_t i = 0; i < left->count; i++)
		if (left->steps[i].kind == STEP_TAP &&
		    link_ref_same(&left->steps[i].dev, &link->ref))
			return true;
	return false;
}

int own_tap_refuse(const struct link *link, struct error *err)
{
	char whose[LINK_ALIAS_TEXT + 16] = "";

	if (link->alias[0])
		snprintf(whose, sizeof(whose), " (its alias: '%s')", link->alias);
	return error_set(err, EEXIST,
			 "%s exists already and was not made for this guest%s; delete "
			 "it (ip link delete %s), name another target, or let a rule "
			 "<ignore/> this NIC",
			 link->ref.name, whose, text_for_shell(link->ref.name).text);
}

/* IFF_VNET_HDR follows whoever opened it last, so it does not count. */
static bool tap_fits(const struct tap *have, const struct tap *want)
{
	return have->multi_queue == want->multi_queue && have->owner == want->owner &&
	       have->group == want->group;
}

/* It is brought down and out of its bridge, and is then as if it had been made now. */
static int use_again(const struct link *link, const struct tap *tap, const char *mark,
		     struct plan *left, struct plan *plan, struct error *err)
{
	int r = port_plan_tap(&link->ref, tap, mark, plan, err);

	plan_drop_device(left, &link->ref);
	return r < 0 ? r : port_plan_leave(link, plan, err);
}

/* It is left behind once more, to be deleted with the rest, and made anew. */
static int replace(const struct link *link, const struct tap *tap, const char *mark,
		   struct plan *left, struct plan *plan, struct error *err)
{
	struct link_ref fresh = {};
	int r = port_plan_tap(&link->ref, &link->tap, mark, left, err);

	memcpy(fresh.name, link->ref.name, sizeof(fresh.name));
	return r < 0 ? r : port_plan_tap(&fresh, tap, mark, plan, err);
}

int own_tap_plan(const struct seen *seen, const struct guest *guest,
		 const struct nic *nic, const struct tap *tap, struct plan *left,
		 struct plan *plan, struct error *err)
{
	struct link_ref fresh = {};
	char mark[OWN_TAP_MARK_TEXT];
	const struct link *link;

	if (!nic->target || strchr(nic->target, '%'))
		return error_set(err, EINVAL,
				 "<target managed='no'/> does not name a TAP device; use "
				 "<target dev='…' managed='no'/>");
	own_tap_mark(guest, mark);
	link = seen_link(seen, nic->target);
	if (!link) {
		snprintf(fresh.name, sizeof(fresh.name), "%s", nic->target);
		return port_plan_tap(&fresh, tap, mark, plan, err);
	}
	if (!own_tap_is_marked(link) && !made_before(left, link))
		return 0; /* somebody else's, for this guest to use */
	if (tap_fits(&link->tap, tap))
		return use_again(link, tap, mark, left, plan, err);
	return replace(link, tap, mark, left, plan, err);
}
