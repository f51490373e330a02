/* own_tap.h - the TAPs of <target managed='no'/> that nobody else makes: made in prepare,
 * marked as ours, used again
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/seen.h"
#include "xml/guest.h"
#include "xml/policy.h"

/* Whether the NIC's TAP is ours to make and to delete, unless somebody else has made it.
 */
bool own_tap_wanted(const struct nic *nic);

enum { OWN_TAP_MARK_TEXT = 64 };

/* What a TAP that was made for that guest has as its alias. */
void own_tap_mark(const struct guest *guest, char ret[OWN_TAP_MARK_TEXT]);

/* Whether a TAP was made for any guest. */
bool own_tap_is_marked(const struct link *link);

/* … and not for this one. */
bool own_tap_is_anothers(const struct guest *guest, const struct link *link);

/* How the TAP is to be made: owner and group by the rule, root's where it names neither;
 * queues by the guest's XML. offline: names of users and groups are not looked up. */
int own_tap_read(const struct nic *nic, const struct attach *attach, bool offline,
		 struct tap *ret, struct error *err);

/* Adds the steps that make the TAP. One that is left over from an earlier run of this
 * guest (left, or its mark, tells) is used again and taken out of left; where it was made
 * otherwise it stays in left, which is to be undone before the plan is applied. Nothing
 * where somebody else has made one for the guest. -EEXIST: it is another guest's, or no
 * TAP. */
int own_tap_plan(const struct seen *seen, const struct guest *guest,
		 const struct nic *nic, const struct tap *tap, struct plan *left,
		 struct plan *plan, struct error *err);

/* Says whose it is, and what to do. Returns -EEXIST. */
int own_tap_refuse(const struct link *link, struct error *err);
