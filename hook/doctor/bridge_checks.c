/* bridge_checks.c - a bridge whose own settings keep guests waiting, or cut them off */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "hook/doctor/check.h"

enum {
	PORTS_MAX = 1023,       /* BR_MAX_PORTS in the kernel's net/bridge/br_private.h */
	PORTS_MANY = 1000,      /* so few are free that a start may soon fail */
	DELAY_PATIENCE_CS = 400 /* listening and learning take twice that, in 1/100 s */
};

void find_stp(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->view.bridge_count; i++) {
		const struct bridge_view *bridge = &facts->view.bridges[i];
		uint64_t delay = bridge->link->bridge.value[BRIDGE_forward_delay];
		struct finding *finding;

		if (!bridge_has(bridge->link, BRIDGE_stp_state) ||
		    delay <= DELAY_PATIENCE_CS)
			continue;
		finding = findings_add(findings);
		finding_name(finding, bridge->link->ref.name, NULL);
		finding_value(finding, "%u", (unsigned)(2 * delay / 100));
		finding_evidence(finding,
				 "stp_state 1, forward_delay %u (ip -d link show %s)",
				 (unsigned)delay, bridge->link->ref.name);
	}
}

/* A TAP that multicast reaches only by membership, which nobody renews without queries.
 * Where no querier is known the bridge floods to all others (br_multicast_rcv() in the
 * kernel's net/bridge/br_multicast.c). */
static const struct link *find_unflooded(const struct bridge_view *bridge)
{
	for (size_t i = 0; i < bridge->port_count; i++) {
		const struct link *port = bridge->ports[i].link;

		if (port->kind == LINK_TAP &&
		    option_values_have(&port->port, PORT_mcast_flood) &&
		    !port->port.value[PORT_mcast_flood])
			return port;
	}
	return NULL;
}

void find_no_querier(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->view.bridge_count; i++) {
		const struct bridge_view *bridge = &facts->view.bridges[i];
		const struct link *port = find_unflooded(bridge);
		struct finding *finding;

		if (!port || !bridge_has(bridge->link, BRIDGE_mcast_snooping) ||
		    bridge_has(bridge->link, BRIDGE_mcast_querier) ||
		    bridge->link->other_querier)
			continue;
		finding = findings_add(findings);
		finding_name(finding, bridge->link->ref.name, port->ref.name);
		finding_evidence(
			finding,
			"mcast_snooping 1, mcast_querier 0, no other querier seen on "
			"%s; mcast_flood off on %s (ip -d link show)",
			bridge->link->ref.name, port->ref.name);
	}
}

static const struct link *find_mac(const struct bridge_view *bridge)
{
	for (size_t i = 0; i < bridge->port_count; i++) {
		const struct link *port = bridge->ports[i].link;

		if (port->kind == LINK_TAP &&
		    !memcmp(port->mac, bridge->link->mac, MAC_BYTES))
			return port;
	}
	return NULL;
}

/* The MAC that it is to keep: the uplink's, which neighbours may know already. */
static void find_lasting_mac(const struct bridge_view *bridge, char ret[MAC_TEXT])
{
	const struct link *uplink = facts_uplink(bridge);

	text_print_mac(uplink ? uplink->mac : bridge->link->mac, ret);
}

void find_mac_of_guest(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->view.bridge_count; i++) {
		const struct bridge_view *bridge = &facts->view.bridges[i];
		const struct device_fact *device = facts_device(facts, bridge->link);
		const struct link *port = find_mac(bridge);
		struct finding *finding;
		char mac[MAC_TEXT];

		if (!port || !device || device->mac_is_set || !device->has_addresses)
			continue;
		finding = findings_add(findings);
		finding_name(finding, bridge->link->ref.name, port->ref.name);
		find_lasting_mac(bridge, mac);
		finding_value(finding, "%s", mac);
		text_print_mac(port->mac, mac);
		finding_evidence(finding,
				 "%s is the address of both; "
				 "/sys/class/net/%s/addr_assign_type is not 3 (set)",
				 mac, bridge->link->ref.name);
	}
}

/* The TAP that has made the bridge's MTU so small; NULL: none has. */
static const struct link *find_mtu(const struct bridge_view *bridge)
{
	for (size_t i = 0; i < bridge->port_count; i++)
		if (bridge->ports[i].link->kind == LINK_TAP &&
		    bridge->ports[i].link->mtu == bridge->link->mtu)
			return bridge->ports[i].link;
	return NULL;
}

void find_mtu_of_guest(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->view.bridge_count; i++) {
		const struct bridge_view *bridge = &facts->view.bridges[i];
		const struct link *uplink = facts_uplink(bridge);
		const struct link *port = find_mtu(bridge);
		struct finding *finding;

		if (!port || !uplink || bridge->link->mtu >= uplink->mtu)
			continue;
		finding = findings_add(findings);
		finding_name(finding, bridge->link->ref.name, port->ref.name);
		finding_value(finding, "%u", uplink->mtu);
		finding_evidence(finding, "MTU %u on %s and %s, %u on %s (ip link)",
				 bridge->link->mtu, bridge->link->ref.name,
				 port->ref.name, uplink->mtu, uplink->ref.name);
	}
}

/* TAPs that nobody holds, and that no state keeps for a guest. */
static size_t count_unused(const struct bridge_view *bridge)
{
	size_t count = 0;

	for (size_t i = 0; i < bridge->port_count; i++) {
		const struct port_view *port = &bridge->ports[i];

		count += port->link->kind == LINK_TAP && !port->link->carrier &&
			 !(port->owner.kind == OWNER_NOBODY && port->owner.name);
	}
	return count;
}

void find_bridge_full(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->view.bridge_count; i++) {
		const struct bridge_view *bridge = &facts->view.bridges[i];
		const char *name = bridge->link->ref.name;
		size_t unused = count_unused(bridge);
		struct finding *finding;

		if (bridge->port_count < PORTS_MANY || !facts_has_guest(bridge))
			continue;
		finding = findings_add(findings);
		finding_name(finding, name, NULL);
		finding_evidence(finding,
				 "%zu of %d ports, %zu of them TAPs that no process "
				 "holds and no guest is to have (onebridge show %s)",
				 bridge->port_count, PORTS_MAX, unused, name);
		if (bridge->port_count - unused < PORTS_MANY)
			finding_value(
				finding,
				"ip -br link show master %s type tun | "
				"awk '$2 == \"DOWN\" { print $1 }' | "
				"grep -vxF \"$(find " STATE_FOLDER
				" -path '*/tap/*' -printf '%%f\\n' 2>/dev/null)\" | "
				"xargs -n 1 ip link delete",
				name);
		else
			finding_value(finding,
				      "ip link add %.10s-more type bridge && "
				      "ip link set %.10s-more up",
				      name, name);
	}
}
