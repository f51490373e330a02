/* uplink_checks.c - a bridge that does not reach the network, or not in every VLAN */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "hook/bridge/export_ip.h"
#include "hook/doctor/check.h"

static void add_command(FILE *out, const char *before)
{
	fprintf(out, "%s", ftell(out) ? before : "");
}

/* Commands that take what the host has on the device to the bridge. What DHCP or a router
 * has given comes again there. */
static void print_moves(const struct device_fact *device, const char *bridge, FILE *out)
{
	struct policy_bridge target = {};
	const struct host_bridge host = {.bridge = &target};
	const struct host_addresses *has = &device->has;

	snprintf(target.name, sizeof(target.name), "%s", bridge);
	add_command(out, " && ");
	fprintf(out, "ip address flush dev %s",
		text_for_shell(device->link->ref.name).text);
	for (size_t i = 0; i < has->address_count; i++) {
		add_command(out, " && ");
		export_ip_address(&host, &has->addresses[i], out);
	}
	for (size_t i = 0; i < has->route_count; i++) {
		add_command(out, " && ");
		export_ip_route(&host, &has->routes[i], out);
	}
}

static void set_moves(struct finding *finding, const struct device_fact *device,
		      const char *bridge, const char *first)
{
	FILE *out = fmemopen(finding->value, sizeof(finding->value) - 1, "w");

	if (!out)
		return;
	fprintf(out, "%s", first);
	if (device->has_addresses)
		print_moves(device, bridge, out);
	fclose(out);
}

/* --- no way out */

static bool has_default_route(const struct device_fact *device)
{
	for (size_t i = 0; i < device->has.route_count; i++)
		if (!strcmp(device->has.routes[i].to, "default"))
			return true;
	return false;
}

/* A device that could be the uplink: rather that of the default route; NULL: none. */
static const struct device_fact *find_candidate(const struct facts *facts)
{
	const struct device_fact *found = NULL;

	for (size_t i = 0; i < facts->device_count; i++) {
		const struct device_fact *device = &facts->devices[i];

		if (device->link->kind != LINK_OTHER || device->link->master.ifindex ||
		    !device->link->carrier)
			continue;
		if (!found || has_default_route(device))
			found = device;
	}
	return found;
}

/* By the policy it is to have none. */
static bool is_meant(const struct facts *facts, const struct link *bridge)
{
	const struct policy_bridge *own =
		policy_find_bridge(facts->policy, bridge->ref.name);

	return own && !own->uplink.dev[0];
}

/* A bridge with addresses of the host's is routed, or meant to be for the host alone. */
static bool leads_nowhere(const struct facts *facts, const struct bridge_view *bridge)
{
	const struct device_fact *device = facts_device(facts, bridge->link);

	if (!facts_has_guest(bridge) || !device || device->has_addresses)
		return false;
	for (size_t i = 0; i < bridge->port_count; i++)
		if (bridge->ports[i].link->kind != LINK_TAP)
			return false;
	return !is_meant(facts, bridge->link);
}

static void find_way_out(const struct facts *facts, bool station,
			 struct findings *findings)
{
	const struct device_fact *candidate = find_candidate(facts);

	for (size_t i = 0; candidate && i < facts->view.bridge_count; i++) {
		const struct bridge_view *bridge = &facts->view.bridges[i];
		const char *name = bridge->link->ref.name;
		struct finding *finding;
		char first[800];

		if (candidate->is_station != station || !leads_nowhere(facts, bridge))
			continue;
		finding = findings_add(findings);
		finding_name(finding, name, candidate->link->ref.name);
		snprintf(first, sizeof(first), "ip link set %s master %s up",
			 text_for_shell(candidate->link->ref.name).text,
			 text_for_shell(name).text);
		set_moves(finding, candidate, name, first);
		finding_evidence(
			finding,
			"all ports of %s are TAPs (onebridge show %s), it has no "
			"address, and %s is in no bridge",
			name, name, candidate->link->ref.name);
	}
}

void find_no_uplink(const struct facts *facts, struct findings *findings)
{
	find_way_out(facts, false, findings);
}

void find_station(const struct facts *facts, struct findings *findings)
{
	find_way_out(facts, true, findings);
}

/* --- an uplink that does not do */

static void
find_uplinks(const struct facts *facts, struct findings *findings,
	     void (*find)(const struct facts *facts, const struct bridge_view *bridge,
			  const struct link *uplink, struct findings *findings))
{
	for (size_t i = 0; i < facts->view.bridge_count; i++) {
		const struct bridge_view *bridge = &facts->view.bridges[i];

		for (size_t j = 0; j < bridge->port_count; j++)
			if (bridge->ports[j].owner.kind == OWNER_UPLINK &&
			    facts_has_guest(bridge))
				find(facts, bridge, bridge->ports[j].link, findings);
	}
}

static struct finding *add_about_uplink(const struct bridge_view *bridge,
					const struct link *uplink,
					struct findings *findings)
{
	struct finding *finding = findings_add(findings);

	finding_name(finding, bridge->link->ref.name, uplink->ref.name);
	return finding;
}

static void find_down(const struct facts *facts, const struct bridge_view *bridge,
		      const struct link *uplink, struct findings *findings)
{
	(void)facts;
	if (!uplink->up)
		finding_evidence(add_about_uplink(bridge, uplink, findings),
				 "no UP among its flags (ip link show %s)",
				 uplink->ref.name);
}

void find_uplink_down(const struct facts *facts, struct findings *findings)
{
	find_uplinks(facts, findings, find_down);
}

static void find_carrier(const struct facts *facts, const struct bridge_view *bridge,
			 const struct link *uplink, struct findings *findings)
{
	(void)facts;
	if (uplink->up && !uplink->carrier)
		finding_evidence(add_about_uplink(bridge, uplink, findings),
				 "NO-CARRIER (ip link show %s)", uplink->ref.name);
}

void find_no_carrier(const struct facts *facts, struct findings *findings)
{
	find_uplinks(facts, findings, find_carrier);
}

static void find_addresses(const struct facts *facts, const struct bridge_view *bridge,
			   const struct link *uplink, struct findings *findings)
{
	const struct device_fact *device = facts_device(facts, uplink);
	struct finding *finding;

	if (!device || !device->has_addresses || !device->has.address_count)
		return;
	finding = add_about_uplink(bridge, uplink, findings);
	set_moves(finding, device, bridge->link->ref.name, "");
	finding_evidence(
		finding, "%s/%u on %s, whose frames all go to %s (ip address show %s)",
		device->has.addresses[0].address, device->has.addresses[0].prefix,
		uplink->ref.name, bridge->link->ref.name, uplink->ref.name);
}

void find_uplink_addresses(const struct facts *facts, struct findings *findings)
{
	find_uplinks(facts, findings, find_addresses);
}

/* --- VLANs */

static bool is_carried(const struct bridge_view *bridge, uint16_t vlan)
{
	for (size_t i = 0; i < bridge->port_count; i++)
		if (bridge->ports[i].owner.kind == OWNER_UPLINK &&
		    vlan_set_has(&bridge->ports[i].link->vlans, vlan))
			return true;
	return false;
}

/* The first of its VLANs that no uplink carries; 0: none. */
static uint16_t find_lost_vlan(const struct bridge_view *bridge, const struct link *port)
{
	for (uint16_t vlan = VLAN_MIN; vlan <= VLAN_MAX; vlan++)
		if (vlan_set_has(&port->vlans, vlan) && !is_carried(bridge, vlan))
			return vlan;
	return 0;
}

void find_lost_vlans(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->view.bridge_count; i++) {
		const struct bridge_view *bridge = &facts->view.bridges[i];
		const struct link *uplink = facts_uplink(bridge);

		if (!uplink || !link_filters_vlans(bridge->link))
			continue;
		for (size_t j = 0; j < bridge->port_count; j++) {
			const struct link *port = bridge->ports[j].link;
			uint16_t vlan =
				port->kind == LINK_TAP ? find_lost_vlan(bridge, port) : 0;
			struct finding *finding;

			if (!vlan)
				continue;
			finding = add_about_uplink(bridge, uplink, findings);
			finding_guest(finding, port->ref.name);
			finding_value(finding, "%u", vlan);
			finding_evidence(finding,
					 "%s carries VLAN %u, %s does not (bridge "
					 "vlan show)",
					 port->ref.name, vlan, uplink->ref.name);
		}
	}
}

/* A VLAN device takes its VLAN's frames before the bridge sees them. */
static const struct link *find_vlan_port(const struct bridge_view *bridge, uint16_t vlan)
{
	for (size_t i = 0; i < bridge->port_count; i++)
		if (bridge->ports[i].link->kind == LINK_TAP &&
		    vlan_set_has(&bridge->ports[i].link->vlans, vlan))
			return bridge->ports[i].link;
	return NULL;
}

static void find_taken(const struct facts *facts, const struct bridge_view *bridge,
		       const struct link *uplink, struct findings *findings)
{
	for (size_t i = 0; i < facts->links.count; i++) {
		const struct link *device = &facts->links.links[i], *port;
		struct finding *finding;

		if (!device->vlan_id || device->lower != uplink->ref.ifindex)
			continue;
		port = find_vlan_port(bridge, device->vlan_id);
		if (!port)
			continue;
		finding = add_about_uplink(bridge, device, findings);
		finding_guest(finding, port->ref.name);
		finding_value(finding, "%u", device->vlan_id);
		finding_evidence(finding, "%s has VLAN %u of %s (ip -d link show %s)",
				 device->ref.name, device->vlan_id, uplink->ref.name,
				 device->ref.name);
	}
}

void find_taken_vlans(const struct facts *facts, struct findings *findings)
{
	find_uplinks(facts, findings, find_taken);
}
