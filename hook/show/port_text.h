/* port_text.h - a bridge's and a port's state and options, as show prints them */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/show/host_view.h"

enum health { HEALTH_GOOD, HEALTH_WAITING, HEALTH_BAD };

/* A bridge's: up, no-carrier, down. A port's: down, no-carrier, or what STP has made of
 * it: disabled, listening, learning, forwarding, blocking. */
const char *port_text_state(const struct link *link, enum health *ret_health);

/* What kind of device it is, where it is no TAP: veth, vxlan, …, or hardware. */
const char *port_text_kind(const struct link *link);

/* Whether that option of the port is other than it would be by itself. */
bool port_text_changed(const struct link *port, size_t option);

/* Everything about it that is not as it is by itself, a word each: "isolated=on mtu=9000"
 * for a port, "stp=on" for a bridge. */
void port_text_port(const struct link *port, char *ret, size_t size);
/* Whether a bridge has an option at another value than a new one. */
bool port_text_bridge_changed(const struct link *bridge, size_t option);

void port_text_bridge(const struct link *bridge, char *ret, size_t size);

/* What the host has on a TAP in no bridge, and where its rule forwards to, a word each:
 * "address=192.168.17.1/24 route=192.168.17.9 forward=nat:eth0". */
void port_text_routed(const struct port_view *port, char *ret, size_t size);

/* What a picture says of it: either of these, and "filtered=12", the frames that its
 * filter has dropped. */
void port_text_edge(const struct port_view *port, char *ret, size_t size);
