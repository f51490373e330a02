/* port_mac.h - the MAC behind a port, and two ports that have the same */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/show/host_view.h"

/* The NIC's MAC, or that of its TAP: the same from the second byte on, if it begins with
 * fe:, as libvirt and onebridge-ifup have it. NULL: not known. */
const uint8_t *port_mac_of(const struct port_view *port);

/* Whether both may be one, where the first byte is fe:. */
bool port_mac_same(const uint8_t *a, const uint8_t *b);

/* The first port behind that one that has its MAC, in a VLAN that both carry: of three,
 * each is told of once. NULL: none. */
const struct port_view *port_mac_twin(const struct bridge_view *bridge, size_t index);
