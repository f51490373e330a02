/* words.c - what messages call a guest, a NIC and a rule */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/words.h"

void words_nic(const struct nic *nic, char *ret, size_t size)
{
	char mac[MAC_TEXT] = "no MAC yet", place[32];

	if (nic->has_mac)
		text_print_mac(nic->mac, mac);
	snprintf(place, sizeof(place), "interface %u", nic->number);
	if (nic->number)
		snprintf(ret, size, "%s (%s)", nic->alias ? nic->alias : place, mac);
	else
		snprintf(ret, size, "%s (%s)", nic->target, mac);
}

void words_rule(const struct rule *rule, char *ret, size_t size)
{
	if (rule->file)
		snprintf(ret, size, "rule '%s' (%s:%u)", rule->name, rule->file,
			 rule->line);
	else
		snprintf(ret, size, "the built-in policy");
}

/* Why it is not known, and what would help. */
static const char *const open_words[GUEST_STAGES] = {
	[GUEST_DEFINED] =
		"which libvirt settles only at the start; say it in the guest's "
		"XML (an alias begins with ua-), or match by what is there "
		"already",
	[GUEST_SETTLED] = "which is not known",
	[GUEST_BY_HAND] =
		"which QEMU was not told; say it there (mac=, model=), or match "
		"by what is",
	[GUEST_MONITOR] = "and QEMU's command line knows nothing of this TAP; match by "
			  "<target dev=> or <domain name=>",
	[GUEST_HOT_PLUG] =
		"and libvirt does not tell whose NIC it plugs into a running guest; match "
		"by <mac address=> or <target dev=>, or put a rule that does before it",
	[GUEST_OF_USER] =
		"and the bridge helper is not told which guest it is for; match by "
		"<origin type='bridge-helper' user=>, or put a rule that does "
		"before it",
};

void words_open(const struct guest *guest, const struct decision *decision, char *ret,
		size_t size)
{
	const struct match_row *row = &match_rows[decision->asks];

	snprintf(ret, size, "it asks for <%s %s=>, %s", row->element, row->attribute,
		 open_words[guest->stage]);
}

int words_within(struct error *err, const struct nic *nic, const struct rule *rule)
{
	char nic_words[WORDS_TEXT], rule_words[WORDS_TEXT];

	if (rule) {
		words_rule(rule, rule_words, sizeof(rule_words));
		error_within(err, "%s", rule_words);
	}
	words_nic(nic, nic_words, sizeof(nic_words));
	return error_within(err, "%s", nic_words);
}
