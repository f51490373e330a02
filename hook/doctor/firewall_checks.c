/* firewall_checks.c - bridged frames that a firewall drops
 *
 * br_netfilter passes them through the host's own forward hooks, where Docker, firewalld
 * and Kubernetes drop what they do not know. The bridge family needs no br_netfilter.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <linux/netfilter.h>
#include <string.h>

#include "hook/doctor/check.h"

/* A way into iptables: of all bridges, or of one. */
static const struct way {
	uint8_t family;
	enum bridge_option option;
	const char *setting; /* of net.bridge */
	const char *word;    /* of ip(8) */
} ways[NF_CALLS] = {
	[NF_CALL_IPTABLES] = {NFPROTO_IPV4, BRIDGE_nf_call_iptables,
			      "bridge-nf-call-iptables", "nf_call_iptables"},
	[NF_CALL_IP6TABLES] = {NFPROTO_IPV6, BRIDGE_nf_call_ip6tables,
			       "bridge-nf-call-ip6tables", "nf_call_ip6tables"},
	[NF_CALL_ARPTABLES] = {NFPROTO_ARP, BRIDGE_nf_call_arptables,
			       "bridge-nf-call-arptables", "nf_call_arptables"},
};

static const char *family_word(uint8_t family)
{
	switch (family) {
	case NFPROTO_IPV4:
		return "ip";
	case NFPROTO_IPV6:
		return "ip6";
	case NFPROTO_ARP:
		return "arp";
	case NFPROTO_BRIDGE:
		return "bridge";
	default:
		return "inet";
	}
}

/* Whether frames of that way pass chains of the family. */
static bool leads_to(const struct way *way, uint8_t family)
{
	return way->family == family ||
	       (family == NFPROTO_INET && way->family != NFPROTO_ARP);
}

/* A rule that names the bridge, or asks for bridged frames, is somebody's answer. */
static bool is_answered(const struct facts *facts, uint8_t family, const char *bridge)
{
	return firewall_names(&facts->firewall, family, bridge) ||
	       firewall_names(&facts->firewall, family, "physdev") ||
	       firewall_names(&facts->firewall, family, "--physdev-is-bridged");
}

static const struct firewall_chain *
find_dropping(const struct facts *facts, const struct way *way, const char *bridge)
{
	for (size_t i = 0; i < facts->firewall.count; i++) {
		const struct firewall_chain *chain = &facts->firewall.chains[i];

		if (chain->drops && leads_to(way, chain->family) &&
		    !is_answered(facts, chain->family, bridge))
			return chain;
	}
	return NULL;
}

static void add_remedy(struct finding *finding, const char *format, const char *a,
		       const char *b)
{
	size_t used = strlen(finding->value);

	snprintf(finding->value + used, sizeof(finding->value) - used, "%s",
		 used ? " && " : "");
	used = strlen(finding->value);
	snprintf(finding->value + used, sizeof(finding->value) - used,
		 *format == 's' ? "sysctl -w net.bridge.%s=0"
				: "ip link set %s type bridge %s 0",
		 a, b);
}

static void find_way(const struct facts *facts, const struct link *bridge,
		     enum nf_call call, struct finding **finding,
		     struct findings *findings)
{
	const struct way *way = &ways[call];
	const char *name = bridge->ref.name;
	bool own = bridge_has(bridge, way->option);
	const struct firewall_chain *chain =
		own || facts->nf_call[call] ? find_dropping(facts, way, name) : NULL;

	if (!chain)
		return;
	if (!*finding) {
		*finding = findings_add(findings);
		finding_name(*finding, name, NULL);
		finding_evidence(
			*finding,
			"%s is 1 (%s%s), and chain %s of table %s %s drops what it does "
			"not know",
			own ? way->word : way->setting,
			own ? "ip -d link show " : "/proc/sys/net/bridge/",
			own ? name : way->setting, chain->name,
			family_word(chain->family), chain->table);
	}
	if (facts->nf_call[call])
		add_remedy(*finding, "s", way->setting, "");
	if (own)
		add_remedy(*finding, "i", text_for_shell(name).text, way->word);
}

void find_firewall(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->view.bridge_count; i++) {
		const struct bridge_view *bridge = &facts->view.bridges[i];
		struct finding *finding = NULL;

		for (size_t j = 0; j < NF_CALLS && facts_has_guest(bridge); j++)
			find_way(facts, bridge->link, (enum nf_call)j, &finding,
				 findings);
	}
}

static void report_bridge_chain(const struct firewall_chain *chain, const char *bridge,
				struct findings *findings)
{
	struct finding *finding = findings_add(findings);

	finding_name(finding, bridge, NULL);
	finding_evidence(finding,
			 "chain %s of table bridge %s at the hook forward drops what it "
			 "does not know (nft list ruleset bridge)",
			 chain->name, chain->table);
	if (!strcmp(chain->table, "filter") && !strcmp(chain->name, "FORWARD") &&
	    !chain->decided)
		finding_value(finding, "ebtables -P FORWARD ACCEPT");
	else
		finding_value(finding, "nft insert rule bridge %s %s accept",
			      text_for_shell(chain->table).text,
			      text_for_shell(chain->name).text);
}

void find_bridge_firewall(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->firewall.count; i++) {
		const struct firewall_chain *chain = &facts->firewall.chains[i];

		if (chain->family != NFPROTO_BRIDGE || !chain->drops)
			continue;
		for (size_t j = 0; j < facts->view.bridge_count; j++) {
			const struct bridge_view *bridge = &facts->view.bridges[j];
			const char *name = bridge->link->ref.name;

			if (facts_has_guest(bridge) &&
			    !firewall_names(&facts->firewall, NFPROTO_BRIDGE, name))
				report_bridge_chain(chain, name, findings);
		}
	}
}
