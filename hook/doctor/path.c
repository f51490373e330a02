/* path.c - the way of one NIC's frames, hop by hop, as far as it leads
 *
 * Guest, TAP, port, bridge, VLANs, uplink, filter; of one in no bridge its TAP, the
 * host's address there, what is forwarded and how, the uplink, the filter. What fails at
 * a hop is what a check of that hop has found of a device on the way.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/doctor/path.h"

#include <string.h>

#include "hook/show/port_text.h"

/* The devices on the way. */
struct way_out {
	const struct nic_fact *nic;
	const struct bridge_view *bridge; /* NULL: its TAP is on none */
	const struct port_rule *route;    /* of a TAP on none; NULL: not known */
	const struct link *uplink;        /* NULL: the bridge or the rule has none */
};

bool path_is_of(const struct nic_fact *nic, const char *word)
{
	const struct guest *guest = nic->guest;

	return (guest->name && !strcmp(guest->name, word)) ||
	       (guest->uuid && !strcmp(guest->uuid, word)) ||
	       !strcmp(nic->nic->target, word);
}

static struct way_out find_way_of(const struct facts *facts, const struct nic_fact *nic)
{
	struct way_out way = {.nic = nic};

	for (size_t i = 0; nic->tap && i < facts->view.bridge_count; i++)
		if (facts->view.bridges[i].link->ref.ifindex == nic->tap->master.ifindex)
			way.bridge = &facts->view.bridges[i];
	if (way.bridge)
		way.uplink = facts_uplink(way.bridge);
	else if (nic->rule && nic->rule->routed) {
		way.route = nic->rule;
		way.uplink = link_list_find(&facts->links, way.route->uplink);
	}
	return way;
}

static bool is_on_way(const struct finding *finding, const struct way_out *way)
{
	const char *tap = way->nic->nic->target;

	if (finding->dev[0] && !strcmp(finding->dev, tap))
		return true;
	if (!way->bridge || strcmp(finding->bridge, way->bridge->link->ref.name) != 0)
		return false;
	if (finding->check->hop == HOP_VLAN)
		return !strcmp(finding->guest, tap);
	return !finding->dev[0] || finding->check->hop >= HOP_BRIDGE;
}

static const struct finding *find_at(const struct findings *findings,
				     const struct way_out *way, enum hop_kind kind)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->all[i].check->hop == kind &&
		    is_on_way(&findings->all[i], way))
			return &findings->all[i];
	return NULL;
}

/* --- what is at each hop; false: nothing that leads on */

static bool name_guest(const struct way_out *way, struct hop *hop)
{
	const struct guest *guest = way->nic->guest;

	text_show(guest->name ? guest->name : "guest", hop->name, sizeof(hop->name));
	return true;
}

static bool name_tap(const struct way_out *way, struct hop *hop)
{
	snprintf(hop->name, sizeof(hop->name), "%s", way->nic->nic->target);
	return way->nic->tap &&
	       (way->bridge || way->nic->has_addresses || way->nic->nic->virtualport);
}

/* Another switch than a Linux bridge has the rest of the way. */
static bool name_port(const struct way_out *way, struct hop *hop)
{
	const char *virtualport = way->nic->nic->virtualport;
	enum health health;

	if (!way->bridge) {
		text_show(virtualport, hop->name, sizeof(hop->name));
		return true;
	}
	snprintf(hop->name, sizeof(hop->name), "%s",
		 port_text_state(way->nic->tap, &health));
	return way->nic->tap->state == PORT_FORWARDING && way->nic->tap->up;
}

static bool name_address(const struct way_out *way, struct hop *hop)
{
	snprintf(hop->name, sizeof(hop->name), "%s",
		 way->nic->address[0] ? way->nic->address : "no address");
	return true;
}

static bool is_forwarded(const struct way_out *way)
{
	return way->route ? way->route->forward != NULL : way->nic->forwards;
}

static bool name_forward(const struct way_out *way, struct hop *hop)
{
	snprintf(hop->name, sizeof(hop->name), "%s",
		 !is_forwarded(way)                                  ? "this host alone"
		 : way->route && !strcmp(way->route->forward, "nat") ? "NAT"
								     : "routed");
	return true;
}

static bool name_bridge(const struct way_out *way, struct hop *hop)
{
	snprintf(hop->name, sizeof(hop->name), "%s", way->bridge->link->ref.name);
	return way->bridge->link->up;
}

static bool name_vlan(const struct way_out *way, struct hop *hop)
{
	const struct vlan_set *set = &way->nic->tap->vlans;
	uint16_t vlan = VLAN_MIN;

	if (!link_filters_vlans(way->bridge->link)) {
		snprintf(hop->name, sizeof(hop->name), "no VLANs");
		return true;
	}
	while (vlan <= VLAN_MAX && !vlan_set_has(set, vlan))
		vlan++;
	snprintf(hop->name, sizeof(hop->name), "%s %u",
		 vlan <= VLAN_MAX ? "VLAN" : "no VLAN, not even", vlan % (VLAN_MAX + 1));
	return vlan <= VLAN_MAX;
}

static bool name_uplink(const struct way_out *way, struct hop *hop)
{
	if (!way->uplink) {
		snprintf(hop->name, sizeof(hop->name), "%s",
			 way->route ? way->route->uplink : "no uplink");
		return !way->route;
	}
	snprintf(hop->name, sizeof(hop->name), "%s", way->uplink->ref.name);
	return way->uplink->up && way->uplink->carrier;
}

static bool name_filter(const struct way_out *way, struct hop *hop)
{
	(void)way;
	snprintf(hop->name, sizeof(hop->name), "filter");
	return true;
}

static const struct {
	const char *word;
	bool (*name)(const struct way_out *way, struct hop *hop);
} hop_rows[HOPS] = {
	[HOP_GUEST] = {"guest", name_guest},
	[HOP_TAP] = {"tap", name_tap},
	[HOP_PORT] = {"port", name_port},
	[HOP_ADDRESS] = {"address", name_address},
	[HOP_FORWARD] = {"forward", name_forward},
	[HOP_BRIDGE] = {"bridge", name_bridge},
	[HOP_VLAN] = {"vlan", name_vlan},
	[HOP_UPLINK] = {"uplink", name_uplink},
	[HOP_FILTER] = {"filter", name_filter},
};

/* Whether the way has such a hop. */
static bool leads_by(const struct way_out *way, enum hop_kind kind)
{
	bool elsewhere = !way->bridge && way->nic->nic->virtualport;

	if (kind == HOP_PORT)
		return way->bridge || elsewhere;
	if (kind == HOP_BRIDGE || kind == HOP_VLAN)
		return way->bridge;
	if (kind == HOP_ADDRESS || kind == HOP_FORWARD)
		return !way->bridge && !elsewhere;
	if (kind == HOP_UPLINK)
		return way->bridge || (way->route && way->route->uplink[0]);
	return kind != HOP_FILTER || way->bridge || is_forwarded(way);
}

void path_make(const struct facts *facts, const struct findings *findings,
	       const struct nic_fact *nic, struct path *ret)
{
	const struct way_out way = find_way_of(facts, nic);
	struct path path = {.guest = nic->guest->name, .rule = nic->rule};

	for (enum hop_kind i = HOP_GUEST; i < HOPS; i++) {
		struct hop *hop = &path.hops[path.count];

		if (!leads_by(&way, i))
			continue;
		hop->word = hop_rows[i].word;
		hop->fails = !hop_rows[i].name(&way, hop);
		hop->why = find_at(findings, &way, i);
		path.count++;
		if (hop->fails || hop->why)
			break;
	}
	path.drops = filter_drops_find(&facts->drops, nic->nic->target);
	if (path.drops && !path.drops->frames)
		path.drops = NULL;
	*ret = path;
}

/* --- the findings that end a path */

static bool ends_path(const struct finding *finding, const struct facts *facts,
		      const struct findings *findings, const char *word)
{
	for (size_t i = 0; i < facts->nic_count; i++) {
		struct path path;

		if (!path_is_of(&facts->nics[i], word))
			continue;
		path_make(facts, findings, &facts->nics[i], &path);
		if (path.hops[path.count - 1].why == finding)
			return true;
	}
	return false;
}

size_t path_keep_findings(const struct facts *facts, struct findings *findings,
			  const char *word)
{
	struct findings kept = {};
	size_t paths = 0;

	for (size_t i = 0; i < facts->nic_count; i++)
		paths += path_is_of(&facts->nics[i], word);
	for (size_t i = 0; i < findings->count; i++)
		if (ends_path(&findings->all[i], facts, findings, word))
			*findings_add(&kept) = findings->all[i];
	findings_clear(findings);
	*findings = kept;
	return paths;
}
