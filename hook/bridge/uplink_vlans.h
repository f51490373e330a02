/* uplink_vlans.h - the guests' VLANs on the uplinks that say vlans='sync'
 *
 * Which VLANs guests use is counted from the kernel's own tables, each time. What was
 * added is in the state of the uplink, and only that is ever taken off again.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/net.h"

/* After a guest's port has come: adds what is missing on that uplink, and takes off what
 * nobody uses any more. -EINVAL: uplink is an altname. */
int uplink_vlans_sync(struct net *net, const char *uplink, struct error *err);

/* After a port has gone, whatever the policy says by now: takes off all uplinks what
 * nobody uses. Goes on past failures; returns the first. */
int uplink_vlans_trim(struct net *net, struct error *err);

/* Takes off all that was added to that uplink. */
int uplink_vlans_drop(struct net *net, const char *uplink, struct error *err);
