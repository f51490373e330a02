/* bridge_take_back.h - what an earlier policy said of a bridge, and this one no longer
 * says
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "hook/bridge/bridge_decide.h"

/* The device that the addresses on the bridge are from, as its state says. NULL: they
 * are its own. */
const struct link_ref *addresses_origin(const struct plan *done,
					const struct link_ref *bridge);

/* A device that the state says joined the bridge, as a port, from an earlier <uplink>, or
 * one of this name that is another device by now. NULL: there is none. */
const struct step *former_uplink(const struct plan *done, const struct link_ref *bridge,
				 const struct link_ref *uplink, const struct step *after);

/* Adds the steps that give options, MTU and MAC their former values. */
int take_back_options(const struct policy_bridge *bridge, const struct bridge_seen *seen,
		      struct plan *plan, struct error *err);

/* Adds those that give addresses back to where they are from, if they shall no longer be
 * on the bridge, and that let a former uplink leave. */
int take_back_uplink(const struct policy_bridge *bridge, const struct bridge_seen *seen,
		     struct plan *plan, struct error *err);
