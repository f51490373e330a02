/* match.c - which rule of the policy decides about a NIC
 *
 * A match is three-valued. Before a start libvirt's XML lacks what libvirt has yet to
 * choose: the alias net0, net1, … of a NIC that has none of its user's, its TAP's name
 * vnet0, vnet1, …, and the bridge of a network. A pattern that fits no such name is a
 * sure no all the same.
 */
#include "hook/match.h"

#include <ctype.h>
#include <fnmatch.h>
#include <string.h>

#include "netcore/cleanup.h"

enum answer { ANSWER_NO, ANSWER_UNKNOWN, ANSWER_YES };

/* One thing about a NIC that a rule can ask for. */
struct fact {
	enum { FACT_KNOWN, FACT_UNKNOWN, FACT_NUMBERED /* text and a number */ } kind;
	const char *text; /* known, and NULL: there is no such thing */
};

/* As the text says; where there is none, libvirt will still settle it, or has settled on
 * none. */
static struct fact fact_or(const struct guest *guest, const char *text, struct fact later)
{
	if (text || guest->running)
		return (struct fact){.kind = FACT_KNOWN, .text = text};
	return later;
}

static struct fact nic_fact(const struct guest *guest, const struct nic *nic,
			    enum match_field field, const char *mac)
{
	static const struct fact unknown = {.kind = FACT_UNKNOWN},
				 none = {.kind = FACT_KNOWN};

	switch (field) {
	case MATCH_DOMAIN_NAME:
		return (struct fact){.text = guest->name};
	case MATCH_DOMAIN_UUID:
		return fact_or(guest, guest->uuid, unknown);
	case MATCH_INTERFACE_TYPE:
		return (struct fact){.text = nic->type};
	case MATCH_INTERFACE_ALIAS:
		return fact_or(guest, nic->alias, (struct fact){FACT_NUMBERED, "net"});
	case MATCH_INTERFACE_MODEL:
		return fact_or(guest, nic->model, unknown);
	case MATCH_MAC:
		return fact_or(guest, mac, unknown);
	case MATCH_TARGET:
		return fact_or(guest, nic->target, (struct fact){FACT_NUMBERED, "vnet"});
	case MATCH_SOURCE_BRIDGE:
		return fact_or(guest, nic->bridge, nic->network ? unknown : none);
	case MATCH_SOURCE_NETWORK:
		return (struct fact){.text = nic->network};
	case MATCH_SOURCE_PORTGROUP:
		return (struct fact){.text = nic->portgroup};
	case MATCH_ORIGIN_TYPE:
		return (struct fact){.text = "libvirt"};
	case MATCH_ORIGIN_USER:
	case MATCH_ORIGIN_GROUP:
		return (struct fact){
			.text = "root"}; /* the hook acts for the system's daemon only */
	case MATCH_FIELDS:
		break;
	}
	return none;
}

/* Whether the pattern's plain beginning goes with a name that is prefix and a number. */
static bool may_fit_numbered(const char *pattern, const char *prefix)
{
	size_t plain = strcspn(pattern, "*?[\\"), length = strlen(prefix);

	if (strncmp(pattern, prefix, plain < length ? plain : length) != 0)
		return false;
	for (size_t i = length; i < plain; i++)
		if (!isdigit((unsigned char)pattern[i]))
			return false;
	return plain > length || pattern[plain];
}

static enum answer ask(const char *pattern, struct fact fact, enum match_field field)
{
	int flags = field == MATCH_MAC || field == MATCH_DOMAIN_UUID ? FNM_CASEFOLD : 0;

	switch (fact.kind) {
	case FACT_KNOWN:
		return fact.text && fnmatch(pattern, fact.text, flags) == 0 ? ANSWER_YES
									    : ANSWER_NO;
	case FACT_NUMBERED:
		return may_fit_numbered(pattern, fact.text) ? ANSWER_UNKNOWN : ANSWER_NO;
	case FACT_UNKNOWN:
		break;
	}
	return ANSWER_UNKNOWN;
}

/* All that is named must hold. */
static enum answer ask_match(const struct match *match,
			     const struct fact facts[MATCH_FIELDS],
			     enum match_field *ret_asks)
{
	enum answer all = ANSWER_YES;

	for (unsigned field = 0; field < MATCH_FIELDS; field++) {
		enum answer answer;

		if (!match->want[field])
			continue;
		answer = ask(match->want[field], facts[field], (enum match_field)field);
		if (answer == ANSWER_NO)
			return ANSWER_NO;
		if (answer == ANSWER_UNKNOWN) {
			all = ANSWER_UNKNOWN;
			*ret_asks = (enum match_field)field;
		}
	}
	return all;
}

/* Any of its matches suffices. */
static enum answer ask_rule(const struct rule *rule,
			    const struct fact facts[MATCH_FIELDS],
			    enum match_field *ret_asks)
{
	enum answer best = ANSWER_NO;

	for (size_t i = 0; i < rule->match_count && best != ANSWER_YES; i++) {
		enum answer answer = ask_match(&rule->matches[i], facts, ret_asks);

		if (answer > best)
			best = answer;
	}
	return best;
}

/* NULL: it is a TAP on a Linux bridge, or may become one. */
static const char *nic_apart(const struct nic *nic)
{
	static const char *const governed[] = {"ethernet", "bridge", "network"};

	if (nic->script)
		return "it has a <script> of its own, which sets it up";
	if (nic->virtualport)
		return "it has a <virtualport>: its switch is no Linux bridge";
	for (size_t i = 0; i < ARRAY_SIZE(governed); i++)
		if (!strcmp(nic->actual, governed[i]))
			return NULL;
	return "an interface of this type is no TAP on a bridge";
}

struct decision match_nic(const struct policy *policy, const struct guest *guest,
			  const struct nic *nic)
{
	struct decision decision = {.apart = nic_apart(nic)};
	struct fact facts[MATCH_FIELDS];
	char mac[MAC_TEXT];

	if (decision.apart)
		return decision;
	text_print_mac(nic->mac, mac);
	for (unsigned field = 0; field < MATCH_FIELDS; field++)
		facts[field] = nic_fact(guest, nic, (enum match_field)field,
					nic->has_mac ? mac : NULL);
	for (size_t i = 0; i < policy->rule_count; i++) {
		enum answer answer = ask_rule(&policy->rules[i], facts, &decision.asks);

		if (answer == ANSWER_NO)
			continue;
		decision.rule = &policy->rules[i];
		decision.open = answer == ANSWER_UNKNOWN;
		break;
	}
	return decision;
}

static char ethernet[] = "ethernet", built_in[] = "built-in";
static struct match builtin_match = {.want = {[MATCH_INTERFACE_TYPE] = ethernet}};
static struct rule builtin_rule = {
	.name = built_in,
	.matches = &builtin_match,
	.match_count = 1,
	.verdict = VERDICT_ATTACH,
};
const struct policy builtin_policy = {.rules = &builtin_rule, .rule_count = 1};
