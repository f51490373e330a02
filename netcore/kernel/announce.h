/* announce.h - tells the neighbours which MAC address a device's addresses have */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/link.h"
#include "netcore/kernel/rtnl.h"

/* A gratuitous ARP (RFC 5227, 3) for each IPv4 address of the device, and an unsolicited
 * neighbour advertisement (RFC 4861, 7.2.6) for each of IPv6, so that neighbours with
 * an older entry change it at once. Best effort: what is not heard runs out. */
void announce_addresses(struct nl_sock *socket, const struct link_ref *device);
