/* leave.c - which ports that differ the watcher does not mend
 *
 * A port that somebody has taken out of a bridge that lives is out by that one's will,
 * and stays so. A network manager has none: it gets the port only once more, and then the
 * fight ends. A bridge that was made anew has another number than the one that was left.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/watch/leave.h"

#include <errno.h>
#include <string.h>

#include "hook/bridge/uplink_manager.h"

const struct step *leave_find_join(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].kind == STEP_MASTER && plan->steps[i].to.set)
			return &plan->steps[i];
	return NULL;
}

/* libvirt has put it into that bridge, for the bridge was there before the TAP. */
static bool was_joined_by_libvirt(const struct mend_port *port, const struct step *join)
{
	const struct nic *nic = port->nic;

	return nic && port->guest->origin == ORIGIN_LIBVIRT && !nic_is_ethernet(nic) &&
	       !nic->fresh && nic->bridge && !strcmp(nic->bridge, join->to.link.name) &&
	       join->to.link.ifindex < join->dev.ifindex;
}

/* What is written and was not done yet, nobody has undone. */
static bool was_taken_out(const struct mend_port *port, const struct step *join)
{
	const struct step *done =
		plan_find_last(&port->state->plan, STEP_MASTER, &join->dev);

	if (port->state->pending)
		return false;
	if (done && done->to.set)
		return link_ref_same(&done->to.link, &join->to.link);
	return was_joined_by_libvirt(port, join);
}

static const char *name_for_sync(const struct mend_port *port, const struct link_ref *tap)
{
	return port->guest->name ? port->guest->name : tap->name;
}

static void leave_to_admin(const struct mend_port *port, const struct step *join,
			   struct error *why)
{
	const char *word = name_for_sync(port, &join->dev);

	error_set(why, EPERM,
		  "%s was taken out of %s, and is left so; put it back (onebridge sync "
		  "%s)",
		  join->dev.name, join->to.link.name, text_for_shell(word).text);
}

static void end_fight(const struct mend_port *port, const struct step *join,
		      struct error *why)
{
	const char *word = name_for_sync(port, &join->dev);
	char who[512];

	if (!uplink_manager_of_port(&join->dev, who, sizeof(who)))
		snprintf(who, sizeof(who), "find out who does it (ip monitor link)");
	error_set(
		why, EBUSY,
		"%s was taken out of %s again within %d s, and is left so: %s; then put "
		"it back (onebridge sync %s)",
		join->dev.name, join->to.link.name, FIGHT_SECONDS, who,
		text_for_shell(word).text);
}

/* That of the guest: the plan may have steps of its bridge, or of another port. */
static const struct link_ref *find_port(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (!step_is_shared(&plan->steps[i]))
			return step_device(&plan->steps[i]);
	return step_device(&plan->steps[0]);
}

enum leave leave_port(struct port_notes *notes, const struct mend_port *port,
		      struct error *why)
{
	const struct step *join = leave_find_join(port->plan);
	uint32_t tap = find_port(port->plan)->ifindex;
	char who[512];

	*why = (struct error){};
	if (join && was_taken_out(port, join) &&
	    !uplink_manager_of_port(&join->dev, who, sizeof(who))) {
		leave_to_admin(port, join, why);
		return LEAVE_IT;
	}
	switch (port_notes_differs(notes, tap, join ? join->to.link.ifindex : 0, join)) {
	case FIGHT_ON:
		return LEAVE_NOT;
	case FIGHT_PAUSES:
		error_set(why, EBUSY,
			  "%s is changed again and again; it is mended in %d s",
			  find_port(port->plan)->name, FIGHT_SECONDS);
		return LEAVE_FOR_NOW;
	case FIGHT_ENDS:
		end_fight(port, join, why);
		return LEAVE_IT;
	case FIGHT_OVER:
		return LEAVE_IT;
	}
	return LEAVE_NOT;
}
