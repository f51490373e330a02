/* route_firewall.c - what the host forwards for a routed guest, and a firewall drops
 *
 * Every base chain at the hook decides for itself: what one accepts, another may still
 * drop. Docker's and firewalld's drop what they do not know. A rule that names the TAP,
 * or an address behind it, is somebody's answer.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <linux/netfilter.h>
#include <string.h>

#include "hook/doctor/check.h"
#include "hook/doctor/routed_fact.h"

static const char *table_family(uint8_t family)
{
	if (family == NFPROTO_INET)
		return "inet";
	return family == NFPROTO_IPV6 ? "ip6" : "ip";
}

static bool leads_from(const struct nic_fact *nic, uint8_t family)
{
	return (family == NFPROTO_IPV4 && routed_fact_has(nic, false)) ||
	       (family == NFPROTO_IPV6 && routed_fact_has(nic, true)) ||
	       family == NFPROTO_INET;
}

/* "tap*", which is compared without its end. */
static bool names_pattern(const struct firewall *firewall, uint8_t family,
			  const char *device)
{
	for (size_t length = 1; length < strlen(device); length++)
		if (firewall_compares(firewall, family, device, length))
			return true;
	return false;
}

/* Whole bytes are compared as such, and others behind a mask. iptables has it as text. */
static bool names_net(const struct firewall *firewall, uint8_t family,
		      const struct ip_prefix *net)
{
	const struct ip_prefix masked = ip_prefix_network(net);
	char text[IP_PREFIX_TEXT];

	ip_prefix_print(&masked, text);
	return firewall_names(firewall, family, text) ||
	       (masked.length >= 8 && masked.length % 8 == 0 &&
		firewall_compares(firewall, family, masked.bytes, masked.length / 8)) ||
	       firewall_compares(firewall, family, masked.bytes,
				 ip_prefix_bytes(&masked));
}

static bool lets_through(const struct firewall *firewall, uint8_t family,
			 const struct nic_fact *nic)
{
	const char *tap = nic->nic->target;

	for (size_t i = 0; i < nic->net_count; i++)
		if (names_net(firewall, family, &nic->nets[i]))
			return true;
	return firewall_names(firewall, family, tap) ||
	       names_pattern(firewall, family, tap);
}

/* From 2.1 on firewalld's table is its own alone. */
static void print_remedy(const struct firewall_chain *chain, const char *tap, FILE *out)
{
	char quoted[IFNAMSIZ + 2];

	snprintf(quoted, sizeof(quoted), "\"%s\"", tap);
	fprintf(out, "%s", ftell(out) ? " && " : "");
	if (!strcmp(chain->table, "firewalld")) {
		fprintf(out, "firewall-cmd --zone=trusted --change-interface=%s",
			text_for_shell(tap).text);
		return;
	}
	for (size_t i = 0; i < 2; i++) {
		const char *way = i ? "o" : "i";

		fprintf(out, "%s", i ? " && " : "");
		if (chain->tool)
			fprintf(out, "%s -I %s -%s %s -j ACCEPT", chain->tool,
				chain->name, way, text_for_shell(tap).text);
		else
			fprintf(out, "nft insert rule %s %s %s %sifname %s accept",
				table_family(chain->family),
				text_for_shell(chain->table).text,
				text_for_shell(chain->name).text, way,
				text_for_shell(quoted).text);
	}
}

static void report_chains(const struct facts *facts, const struct nic_fact *nic,
			  struct findings *findings)
{
	struct finding *finding = NULL;
	FILE *out = NULL;

	for (size_t i = 0; i < facts->firewall.count; i++) {
		const struct firewall_chain *chain = &facts->firewall.chains[i];

		if (!chain->drops || !leads_from(nic, chain->family) ||
		    lets_through(&facts->firewall, chain->family, nic))
			continue;
		if (!finding) {
			finding = findings_add(findings);
			finding_name(finding, NULL, nic->nic->target);
			finding_guest(finding, nic->guest->name ? nic->guest->name
								: nic->nic->target);
			finding_evidence(finding,
					 "chain %s of table %s %s drops what it does not "
					 "know, and has no rule for %s",
					 chain->name, table_family(chain->family),
					 chain->table, nic->nic->target);
			out = fmemopen(finding->value, sizeof(finding->value) - 1, "w");
		}
		if (out)
			print_remedy(chain, nic->nic->target, out);
	}
	if (out)
		fclose(out);
}

/* One that reaches the host alone is not forwarded. */
void find_route_firewall(const struct facts *facts, struct findings *findings)
{
	for (size_t i = 0; i < facts->nic_count; i++) {
		const struct nic_fact *nic = &facts->nics[i];
		const struct port_rule *rule = nic->rule;

		if (nic->has_addresses &&
		    (rule && rule->routed ? rule->forward != NULL : nic->forwards))
			report_chains(facts, nic, findings);
	}
}
