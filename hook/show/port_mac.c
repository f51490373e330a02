/* port_mac.c - the MAC behind a port, and two ports that have the same */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/show/port_mac.h"

#include <string.h>

const uint8_t *port_mac_of(const struct port_view *port)
{
	if (port->link->kind != LINK_TAP)
		return NULL;
	if (port->owner.has_mac)
		return port->owner.mac;
	if (port->owner.has_guess)
		return port->owner.guess;
	return port->link->mac[0] == 0xfe ? port->link->mac : NULL;
}

bool port_mac_same(const uint8_t *a, const uint8_t *b)
{
	bool any_byte = a[0] == 0xfe || b[0] == 0xfe;

	return (any_byte || a[0] == b[0]) && !memcmp(&a[1], &b[1], MAC_BYTES - 1);
}

static bool share_vlan(const struct bridge_view *bridge, const struct port_view *a,
		       const struct port_view *b)
{
	const struct vlan_set *one = &a->link->vlans, *other = &b->link->vlans;

	if (!link_filters_vlans(bridge->link))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(one->member); i++)
		if (one->member[i] & other->member[i])
			return true;
	return false;
}

const struct port_view *port_mac_twin(const struct bridge_view *bridge, size_t index)
{
	const struct port_view *port = &bridge->ports[index];
	const uint8_t *mac = port_mac_of(port);

	for (size_t i = index + 1; mac && i < bridge->port_count; i++) {
		const struct port_view *other = &bridge->ports[i];
		const uint8_t *its = port_mac_of(other);

		if (its && port_mac_same(mac, its) && share_vlan(bridge, port, other))
			return other;
	}
	return NULL;
}
