/* words.c - what messages call a guest, a NIC and a rule */
#include "hook/words.h"

void words_nic(const struct nic *nic, char *ret, size_t size)
{
	char mac[MAC_TEXT] = "no MAC yet", place[32];

	if (nic->has_mac)
		text_print_mac(nic->mac, mac);
	snprintf(place, sizeof(place), "interface %u", nic->number);
	snprintf(ret, size, "%s (%s)", nic->alias ? nic->alias : place, mac);
}

void words_rule(const struct rule *rule, char *ret, size_t size)
{
	if (rule->file)
		snprintf(ret, size, "rule '%s' (%s:%u)", rule->name, rule->file,
			 rule->line);
	else
		snprintf(ret, size, "the built-in policy");
}

void words_open(const struct decision *decision, char *ret, size_t size)
{
	const struct match_row *row = &match_rows[decision->asks];

	snprintf(ret, size,
		 "it asks for <%s %s=>, which libvirt settles only at the start; say it "
		 "in the guest's XML (an alias begins with ua-), or match by what is "
		 "there already",
		 row->element, row->attribute);
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
