/* describe.c - what messages call a guest, a NIC and a rule */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/describe.h"

void describe_rule(const struct rule *rule, char *ret, size_t size)
{
	if (rule->file)
		snprintf(ret, size, "rule '%s' (%s:%u)", rule->name, rule->file,
			 rule->line);
	else
		snprintf(ret, size, "the built-in policy");
}

/* Why it is not known, and what helps. */
static const char *const open_reasons[GUEST_STAGES] = {
	[GUEST_DEFINED] =
		"which libvirt sets only at the start; set it in the guest's XML "
		"(an alias begins with ua-), or match by what is known before",
	[GUEST_SETTLED] = "which is not known",
	[GUEST_BY_HAND] =
		"which is not on QEMU's command line; set it there (mac=, model=), "
		"or match by what is known",
	[GUEST_MONITOR] = "and this TAP is not on QEMU's command line; match by "
			  "<target dev=> or <domain name=>",
	[GUEST_CONFIGURED] =
		"which may be in the file of -readconfig; set it on QEMU's command line "
		"behind that, or match by what is known",
	[GUEST_HIDDEN] = "and the process that holds this TAP does not run this script; "
			 "let a script of yours exec onebridge-ifup, or match by "
			 "<target dev=>",
	[GUEST_HOT_PLUG] =
		"and libvirt does not say which guest a hot-plugged NIC is for; match by "
		"<mac address=> or <target dev=>, or put a rule that does before it",
	[GUEST_NETWORK_PORT] = "which libvirt does not tell its network hook",
	[GUEST_OF_USER] =
		"and the bridge helper is not told which guest it runs for; match by "
		"<origin type='bridge-helper' user=>, or put a rule that does "
		"before it",
	[GUEST_OF_TAP] = "which onebridge tap add was not given; give it (--mac), or "
			 "match by <target dev=> or <domain name=>",
};

void describe_open(const struct guest *guest, enum match_field field, char *ret,
		   size_t size)
{
	const struct match_row *row = &match_rows[field];
	bool of_network = guest->stage == GUEST_DEFINED && field == MATCH_SOURCE_BRIDGE;

	snprintf(ret, size, "it depends on <%s %s=>, %s", row->element, row->attribute,
		 of_network
			 ? "which libvirt takes from the network at the start; match by "
			   "<source network=>"
			 : open_reasons[guest->stage]);
}

int describe_within(struct error *err, const struct nic *nic, const struct rule *rule)
{
	char nic_text[NIC_TEXT], rule_text[DESCRIBE_TEXT];

	if (rule && !rule->name)
		return -err->number;
	if (rule) {
		describe_rule(rule, rule_text, sizeof(rule_text));
		error_within(err, "%s", rule_text);
	}
	nic_describe(nic, nic_text, sizeof(nic_text));
	return error_within(err, "%s", nic_text);
}
