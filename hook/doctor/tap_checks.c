/* tap_checks.c - a guest's TAP that is not where it should be */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "hook/doctor/check.h"
#include "hook/show/port_mac.h"

static const struct link *bridge_named(const struct facts *facts, const char *name)
{
	const struct link *link = link_list_find(&facts->links, name);

	return link && link->kind == LINK_BRIDGE ? link : NULL;
}

static const char *name_of(const struct guest *guest)
{
	return guest->name ? guest->name : guest->uuid ? guest->uuid : "";
}

static struct finding *add_about_nic(const struct nic_fact *nic, const char *bridge,
				     struct findings *findings)
{
	struct finding *finding = findings_add(findings);

	finding_name(finding, bridge, nic->nic->target);
	finding_guest(finding, name_of(nic->guest));
	return finding;
}

/* The bridge that somebody who names none means: that of the default route, or the first
 * with an uplink; NULL: there is no bridge. */
static const struct link *find_usual_bridge(const struct facts *facts)
{
	const struct host_view *view = &facts->view;
	const struct link *bridge =
		link_list_find_at(&facts->links, facts->default_bridge);

	for (size_t i = 0; !bridge && i < view->bridge_count; i++)
		if (facts_uplink(&view->bridges[i]))
			bridge = view->bridges[i].link;
	if (!bridge && view->bridge_count)
		bridge = view->bridges[0].link;
	return bridge;
}

/* --- the bridge */

static void report_missing_bridge(const char *name, const char *who, const char *evidence,
				  struct findings *findings)
{
	struct finding *finding;

	for (size_t i = 0; i < findings->count; i++)
		if (findings->all[i].check == findings->check &&
		    !strcmp(findings->all[i].bridge, name))
			return;
	finding = findings_add(findings);
	finding_name(finding, name, NULL);
	finding_guest(finding, who);
	finding_evidence(finding, "%s, and there is no such device (ip link show %s)",
			 evidence, name);
}

static void find_bridge_of_rule(const struct facts *facts,
				const struct bridge_fact *named,
				struct findings *findings)
{
	const struct policy_bridge *own = policy_find_bridge(facts->policy, named->name);
	char evidence[300];

	if (!named->name[0] || (own && own->create) || bridge_named(facts, named->name))
		return;
	snprintf(evidence, sizeof(evidence), "%s:%u names it", named->file, named->line);
	report_missing_bridge(named->name, named->guest, evidence, findings);
}

static void find_bridges_of_policy(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->policy->rule_count; i++) {
		const struct rule *rule = &facts->policy->rules[i];
		struct bridge_fact named = {
			.guest = "the policy", .file = rule->file, .line = rule->line};

		if (rule->action != RULE_ATTACH)
			continue;
		strcpy(named.name, rule->attach.bridge);
		find_bridge_of_rule(facts, &named, findings);
	}
}

void find_no_bridge(const struct facts *facts, struct findings *findings)
{
	if (facts->has_policy)
		find_bridges_of_policy(facts, findings);
	for (size_t i = 0; i < facts->captured_bridge_count; i++)
		find_bridge_of_rule(facts, &facts->captured_bridges[i], findings);
	for (size_t i = 0; i < facts->nic_count; i++) {
		const struct nic *nic = facts->nics[i].nic;

		if (nic->bridge && !nic->virtualport && !bridge_named(facts, nic->bridge))
			report_missing_bridge(nic->bridge, name_of(facts->nics[i].guest),
					      "the guest's description names it",
					      findings);
	}
	if (!facts->view.bridge_count && !facts->has_policy)
		report_missing_bridge("br0", "guests without a policy",
				      "this host has no bridge at all", findings);
}

void find_bridge_down(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->view.bridge_count; i++) {
		const struct bridge_view *bridge = &facts->view.bridges[i];
		struct finding *finding;

		if (bridge->link->up || !facts_has_guest(bridge))
			continue;
		finding = findings_add(findings);
		finding_name(finding, bridge->link->ref.name, NULL);
		finding_evidence(finding, "no UP among its flags (ip link show %s)",
				 bridge->link->ref.name);
	}
}

/* --- the policy */

void find_policy_problem(const struct facts *facts, struct findings *findings)
{
	if (!facts->problem)
		return;
	finding_evidence(findings_add(findings), "%.*s",
			 (int)strcspn(facts->problem, "\n"), facts->problem);
}

void find_drift(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->drift_count; i++) {
		const struct drift_fact *drift = &facts->drifts[i];
		struct finding *finding = findings_add(findings);

		finding_name(finding, NULL, drift->dev);
		finding_guest(finding, *drift->guest ? drift->guest : drift->dev);
		finding_evidence(finding, "%s (onebridge sync --dry-run)", drift->what);
	}
}

static bool has_drifted(const struct facts *facts, const char *dev)
{
	for (size_t i = 0; i < facts->drift_count; i++)
		if (!strcmp(facts->drifts[i].dev, dev))
			return true;
	return false;
}

/* --- the TAP */

/* libvirt, or the helper, has put it on that bridge once. */
void find_tap_out(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->nic_count; i++) {
		const struct nic_fact *nic = &facts->nics[i];
		const struct link *bridge =
			nic->nic->bridge ? bridge_named(facts, nic->nic->bridge) : NULL;

		if (!nic->tap || !bridge || nic->tap->master.ifindex ||
		    has_drifted(facts, nic->nic->target))
			continue;
		finding_evidence(add_about_nic(nic, nic->nic->bridge, findings),
				 "the guest's description names %s, and %s has no master "
				 "(ip link show %s)",
				 nic->nic->bridge, nic->nic->target, nic->nic->target);
	}
}

static bool is_of_host(const struct facts *facts, const uint8_t *mac)
{
	for (size_t i = 0; i < facts->device_count; i++)
		if (!memcmp(facts->devices[i].link->mac, mac, MAC_BYTES))
			return true;
	return false;
}

/* Its MAC is another's, so that somebody has taken it off the bridge. */
static bool has_twin(const struct facts *facts, const struct nic_fact *nic)
{
	const uint8_t *mac = nic_likely_mac(nic->nic);

	for (size_t i = 0; mac && i < facts->nic_count; i++) {
		const uint8_t *its = nic_likely_mac(facts->nics[i].nic);

		if (&facts->nics[i] != nic && its && facts->nics[i].tap &&
		    facts->nics[i].tap->master.ifindex && port_mac_same(mac, its))
			return true;
	}
	return mac && is_of_host(facts, mac);
}

/* script=no, and nobody who does its work; one that is routed has addresses or routes. */
void find_tap_alone(const struct facts *facts, struct findings *findings)
{
	const struct link *bridge = find_usual_bridge(facts);

	for (size_t i = 0; bridge && i < facts->nic_count; i++) {
		const struct nic_fact *nic = &facts->nics[i];

		if (!nic->tap || nic->nic->bridge || nic->tap->master.ifindex ||
		    nic->has_addresses || has_drifted(facts, nic->nic->target) ||
		    has_twin(facts, nic))
			continue;
		finding_evidence(
			add_about_nic(nic, bridge->ref.name, findings),
			"%s has no master, no address and no route%s (ip link show "
			"%s)",
			nic->nic->target, nic->tap->up ? "" : ", and is down",
			nic->nic->target);
	}
}

void find_tap_down(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->nic_count; i++) {
		const struct nic_fact *nic = &facts->nics[i];

		if (!nic->tap || nic->tap->up || has_drifted(facts, nic->nic->target) ||
		    !(nic->tap->master.ifindex || nic->has_addresses))
			continue;
		finding_evidence(add_about_nic(nic, NULL, findings),
				 "no UP among its flags (ip link show %s)",
				 nic->nic->target);
	}
}

void find_managed_tap(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->nic_count; i++) {
		const struct nic_fact *nic = &facts->nics[i];
		const char *dev = nic->nic->target;
		struct finding *finding;

		if (!nic->manager[0] || !strcmp(nic->manager, "ifupdown"))
			continue;
		finding = add_about_nic(nic, NULL, findings);
		if (!strcmp(nic->manager, "NetworkManager"))
			finding_value(finding, "nmcli device set %s managed no",
				      text_for_shell(dev).text);
		else
			finding_value(
				finding,
				"printf '[Match]\\nName=%s\\n[Link]\\nUnmanaged=yes\\n' "
				">/etc/systemd/network/05-%s.network && "
				"networkctl reload",
				dev, dev);
		finding_evidence(finding, "%s manages it (/run/%s%u)", nic->manager,
				 !strcmp(nic->manager, "NetworkManager")
					 ? "NetworkManager/devices/"
					 : "systemd/netif/links/",
				 nic->tap->ref.ifindex);
	}
}

void find_one_queue(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->nic_count; i++) {
		const struct nic_fact *nic = &facts->nics[i];

		if (!nic->tap || nic->nic->queues < 2 || nic->tap->tap.multi_queue)
			continue;
		finding_evidence(
			add_about_nic(nic, NULL, findings),
			"queues=%u of the guest, and no multi_queue on %s (ip -d "
			"link show %s)",
			nic->nic->queues, nic->nic->target, nic->nic->target);
	}
}

/* --- MACs */

static void report_same_mac(const struct bridge_view *bridge, const struct port_view *a,
			    const struct port_view *b, struct findings *findings)
{
	const char *names[2] = {a->owner.name ? a->owner.name : a->link->ref.name,
				b->owner.name ? b->owner.name : b->link->ref.name};
	struct finding *finding = findings_add(findings);
	char mac[MAC_TEXT];

	text_print_mac(port_mac_of(a)[0] == 0xfe ? port_mac_of(b) : port_mac_of(a), mac);
	finding_name(finding, bridge->link->ref.name, b->link->ref.name);
	finding_guest(finding, names[1]);
	finding_value(finding, "%s", mac);
	finding_evidence(finding,
			 "%s has it behind %s (guest '%.100s'), too (onebridge "
			 "show %s)",
			 bridge->link->ref.name, a->link->ref.name, names[0],
			 bridge->link->ref.name);
}

void find_same_mac(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->view.bridge_count; i++) {
		const struct bridge_view *bridge = &facts->view.bridges[i];

		for (size_t j = 0; j < bridge->port_count; j++) {
			const struct port_view *twin = port_mac_twin(bridge, j);

			if (twin)
				report_same_mac(bridge, &bridge->ports[j], twin,
						findings);
		}
	}
}

/* The bridge itself, or a port that is not a TAP. */
static const struct link *find_host_mac(const struct bridge_view *bridge,
					const uint8_t *mac)
{
	if (!memcmp(bridge->link->mac, mac, MAC_BYTES))
		return bridge->link;
	for (size_t i = 0; i < bridge->port_count; i++)
		if (bridge->ports[i].link->kind != LINK_TAP &&
		    !memcmp(bridge->ports[i].link->mac, mac, MAC_BYTES))
			return bridge->ports[i].link;
	return NULL;
}

static void find_host_mac_on(const struct bridge_view *bridge, struct findings *findings)
{
	for (size_t i = 0; i < bridge->port_count; i++) {
		const struct port_view *port = &bridge->ports[i];
		const struct link *host = port->owner.has_mac
						  ? find_host_mac(bridge, port->owner.mac)
						  : NULL;
		struct finding *finding;
		char mac[MAC_TEXT];

		if (!host)
			continue;
		finding = findings_add(findings);
		text_print_mac(port->owner.mac, mac);
		finding_name(finding, bridge->link->ref.name, port->link->ref.name);
		finding_guest(finding,
			      port->owner.name ? port->owner.name : port->link->ref.name);
		finding_value(finding, "%s", mac);
		finding_evidence(finding, "%s of this host has it (ip link show %s)",
				 host->ref.name, host->ref.name);
	}
}

void find_mac_of_host(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->view.bridge_count; i++)
		find_host_mac_on(&facts->view.bridges[i], findings);
}
