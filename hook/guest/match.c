/* match.c - which rule of the policy decides about a NIC
 *
 * A match is three-valued: what is not known of a guest depends on how far its start has
 * come, and on the program. Before a start libvirt's XML lacks what libvirt has yet to
 * choose: the alias net0, net1, … of a NIC without a user alias, its TAP's name vnet0,
 * vnet1, …, and the bridge of a network. A pattern that fits no such name is a sure no
 * all the same.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/guest/match.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "netcore/cleanup.h"
#include "netcore/pattern.h"
#include "xml/quote.h"

enum answer { ANSWER_NO, ANSWER_UNKNOWN, ANSWER_YES };

/* One thing about a NIC that a rule can match. */
struct fact {
	enum {
		FACT_KNOWN,
		FACT_UNKNOWN,
		FACT_NUMBERED, /* text and a number */
		FACT_TAIL      /* a MAC whose first byte is not known */
	} kind;
	const char *text;  /* known, and NULL: there is no such thing */
	const char *other; /* another word for it; NULL: there is none */
};

#define BIT(field) (UINT32_C(1) << (field))

/* What is not known in each stage where there is no text for it. */
static const struct open_facts {
	uint32_t unknown;
	const char *alias, *target; /* what comes is this and a number */
} open_facts[GUEST_STAGES] = {
	[GUEST_DEFINED] = {BIT(MATCH_DOMAIN_UUID) | BIT(MATCH_INTERFACE_MODEL) |
				   BIT(MATCH_MAC) | BIT(MATCH_SOURCE_BRIDGE),
			   "net", "vnet"},
	[GUEST_BY_HAND] = {BIT(MATCH_INTERFACE_MODEL) | BIT(MATCH_MAC)},
	[GUEST_MONITOR] = {BIT(MATCH_INTERFACE_MODEL) | BIT(MATCH_MAC) |
			   BIT(MATCH_INTERFACE_ALIAS)},
	[GUEST_CONFIGURED] = {BIT(MATCH_DOMAIN_NAME) | BIT(MATCH_INTERFACE_MODEL) |
			      BIT(MATCH_MAC) | BIT(MATCH_INTERFACE_ALIAS)},
	[GUEST_HIDDEN] = {BIT(MATCH_DOMAIN_NAME) | BIT(MATCH_DOMAIN_UUID) |
			  BIT(MATCH_INTERFACE_MODEL) | BIT(MATCH_MAC) |
			  BIT(MATCH_INTERFACE_ALIAS) | BIT(MATCH_ORIGIN_USER) |
			  BIT(MATCH_ORIGIN_GROUP)},
	[GUEST_HOT_PLUG] = {BIT(MATCH_DOMAIN_NAME) | BIT(MATCH_DOMAIN_UUID) |
			    BIT(MATCH_INTERFACE_MODEL) | BIT(MATCH_INTERFACE_ALIAS) |
			    BIT(MATCH_MAC)},
	[GUEST_NETWORK_PORT] = {BIT(MATCH_INTERFACE_MODEL) | BIT(MATCH_INTERFACE_ALIAS) |
				BIT(MATCH_TARGET)},
	[GUEST_OF_USER] = {BIT(MATCH_DOMAIN_NAME) | BIT(MATCH_DOMAIN_UUID) |
			   BIT(MATCH_INTERFACE_MODEL) | BIT(MATCH_INTERFACE_ALIAS) |
			   BIT(MATCH_MAC)},
	[GUEST_OF_TAP] = {BIT(MATCH_INTERFACE_MODEL) | BIT(MATCH_MAC)},
};

static const char *const origins[] = {
	[ORIGIN_LIBVIRT] = "libvirt",
	[ORIGIN_QEMU_IFUP] = "qemu-ifup",
	[ORIGIN_BRIDGE_HELPER] = "bridge-helper",
	[ORIGIN_TAP] = "tap",
};

static const char *nic_text(const struct guest *guest, const struct nic *nic,
			    enum match_field field, const char *mac)
{
	switch (field) {
	case MATCH_DOMAIN_NAME:
		return guest->name;
	case MATCH_DOMAIN_UUID:
		return guest->uuid;
	case MATCH_INTERFACE_TYPE:
		return nic->type;
	case MATCH_INTERFACE_ALIAS:
		return nic->alias;
	case MATCH_INTERFACE_MODEL:
		return nic->model;
	case MATCH_MAC:
		return nic->has_mac ? mac : NULL;
	case MATCH_TARGET:
		return nic->target;
	case MATCH_SOURCE_BRIDGE:
		return nic->bridge;
	case MATCH_SOURCE_NETWORK:
		return nic->network;
	case MATCH_SOURCE_PORTGROUP:
		return nic->portgroup;
	case MATCH_ORIGIN_TYPE:
		return origins[guest->origin];
	case MATCH_ORIGIN_USER:
		return guest->user ? guest->user : "root";
	case MATCH_ORIGIN_GROUP:
		return guest->group ? guest->group : "root";
	case MATCH_FIELDS:
		break;
	}
	return NULL;
}

static struct fact nic_fact(const struct guest *guest, const struct nic *nic,
			    enum match_field field, const char *mac)
{
	const struct open_facts *open = &open_facts[guest->stage];
	struct fact fact = {.text = nic_text(guest, nic, field, mac)};

	if (guest->stage == GUEST_HIDDEN && (open->unknown & BIT(field)))
		return (struct fact){.kind = FACT_UNKNOWN};
	if (fact.text && field == MATCH_MAC && nic->mac_tail)
		fact.kind = FACT_TAIL;
	if (field == MATCH_SOURCE_BRIDGE)
		fact.other = nic->bridge_altname;
	if (fact.text)
		return fact;
	if (field == MATCH_INTERFACE_ALIAS && open->alias)
		return (struct fact){FACT_NUMBERED, open->alias, NULL};
	if (field == MATCH_TARGET && open->target)
		return (struct fact){FACT_NUMBERED, open->target, NULL};
	if (field == MATCH_SOURCE_BRIDGE && !nic->network)
		return fact; /* only a network's bridge is still to come */
	if (open->unknown & BIT(field))
		fact.kind = FACT_UNKNOWN;
	return fact;
}

/* Whether the pattern's plain beginning goes with a name that is prefix and a number. */
static bool may_fit_numbered(const char *pattern, const char *prefix)
{
	size_t plain = strcspn(pattern, "*?[\\{"), length = strlen(prefix);

	if (strncmp(pattern, prefix, plain < length ? plain : length) != 0)
		return false;
	for (size_t i = length; i < plain; i++)
		if (!isdigit((unsigned char)pattern[i]))
			return false;
	return plain > length || pattern[plain];
}

/* The last five bytes are as good as a name where the pattern says something of them. */
static enum answer ask_tail(const char *pattern, const char *mac)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	const char *tail = strchr(pattern, ':');
	char tried[MAC_TEXT];
	unsigned fit = 0;

	snprintf(tried, sizeof(tried), "%s", mac);
	for (unsigned byte = 0; byte <= UINT8_MAX; byte++) {
		tried[0] = digits[byte >> 4];
		tried[1] = digits[byte & 0xf];
		fit += pattern_fits(pattern, tried, true);
	}
	if (fit == 0)
		return ANSWER_NO;
	if (fit > UINT8_MAX || (tail && strpbrk(tail, digits)))
		return ANSWER_YES;
	return ANSWER_UNKNOWN;
}

static bool fits(const char *pattern, const char *text, bool any_case)
{
	struct capture_place ignored;

	if (!text || !capture_find(pattern, &ignored))
		return text && pattern_fits(pattern, text, any_case);
	return capture_fits(pattern, text);
}

static enum answer ask_fact(const char *pattern, struct fact fact, enum match_field field)
{
	bool any_case = field == MATCH_MAC || field == MATCH_DOMAIN_UUID;

	switch (fact.kind) {
	case FACT_KNOWN:
		return fits(pattern, fact.text, any_case) ||
				       fits(pattern, fact.other, any_case)
			       ? ANSWER_YES
			       : ANSWER_NO;
	case FACT_NUMBERED:
		return may_fit_numbered(pattern, fact.text) ? ANSWER_UNKNOWN : ANSWER_NO;
	case FACT_TAIL:
		return ask_tail(pattern, fact.text);
	case FACT_UNKNOWN:
		break;
	}
	return ANSWER_UNKNOWN;
}

/* All that is named must hold. */
static enum answer ask_match(const struct match *match,
			     const struct fact facts[MATCH_FIELDS],
			     enum match_field *ret_unknown)
{
	enum answer all = ANSWER_YES;

	for (unsigned field = 0; field < MATCH_FIELDS; field++) {
		enum answer answer;

		if (!match->want[field])
			continue;
		answer = ask_fact(match->want[field], facts[field],
				  (enum match_field)field);
		if (answer == ANSWER_NO)
			return ANSWER_NO;
		if (answer == ANSWER_UNKNOWN) {
			all = ANSWER_UNKNOWN;
			*ret_unknown = (enum match_field)field;
		}
	}
	return all;
}

/* Any of its matches suffices. Where they capture, it is the first that can match, so
 * that what becomes known later changes no value. */
static enum answer ask_rule(const struct rule *rule,
			    const struct fact facts[MATCH_FIELDS],
			    struct match_result *result)
{
	bool in_order = rule_uses_captures(rule);
	enum answer best = ANSWER_NO;

	for (size_t i = 0; i < rule->match_count; i++) {
		enum answer answer =
			ask_match(&rule->matches[i], facts, &result->unknown);

		if (answer > best)
			best = answer;
		if (answer == ANSWER_YES)
			result->match = &rule->matches[i];
		if (best == ANSWER_YES || (in_order && best != ANSWER_NO))
			break;
	}
	return best;
}

/* NULL: it is a TAP on a Linux bridge, or may become one. */
static const char *nic_not_ours(const struct nic *nic)
{
	if (nic->script && !nic->own_script)
		return "it has a <script> of its own, which sets it up";
	if (nic->virtualport)
		return "it has a <virtualport>: its switch is not a Linux bridge";
	return nic_is_governed(nic)
		       ? NULL
		       : "an interface of this type is not a TAP device on a bridge";
}

struct match_result match_nic(const struct policy *policy, const struct guest *guest,
			      const struct nic *nic)
{
	struct match_result result = {.not_ours = nic_not_ours(nic)};
	struct fact facts[MATCH_FIELDS];
	char mac[MAC_TEXT];

	if (result.not_ours)
		return result;
	text_print_mac(nic->mac, mac);
	for (unsigned field = 0; field < MATCH_FIELDS; field++)
		facts[field] = nic_fact(guest, nic, (enum match_field)field, mac);
	for (size_t i = 0; i < policy->rule_count; i++) {
		enum answer answer = ask_rule(&policy->rules[i], facts, &result);

		if (answer == ANSWER_NO)
			continue;
		result.rule = &policy->rules[i];
		result.open = answer == ANSWER_UNKNOWN;
		break;
	}
	return result;
}

static int refuse_to_capture(const char *pattern, enum match_field field,
			     const char *text, const struct capture_place *doubt,
			     struct error *err)
{
	return error_set(err, EINVAL,
			 "it is not certain what {%.*s} is in '%s', by <%s %s='%s'>; "
			 "change that name, or the pattern",
			 doubt->name_length, doubt->name, quote_text(text).text,
			 match_rows[field].element, match_rows[field].attribute,
			 quote_text(pattern).text);
}

int match_capture(const struct match *match, const struct guest *guest,
		  const struct nic *nic, struct captures *ret, struct error *err)
{
	struct captures captures = {};

	for (unsigned i = 0; i < MATCH_FIELDS; i++) {
		enum match_field field = (enum match_field)i;
		struct fact fact = nic_fact(guest, nic, field, NULL);
		const char *pattern = match->want[i];
		struct capture_place place;
		int r;

		if (!pattern || !capture_find(pattern, &place))
			continue;
		if (!fits(pattern, fact.text, false))
			fact.text = fact.other;
		r = capture_read(pattern, fact.text, &captures, &place);
		if (r == -ENOMEM)
			return error_set(err, ENOMEM, "no memory");
		if (r < 0)
			return refuse_to_capture(pattern, field, fact.text, &place, err);
	}
	*ret = captures;
	return 0;
}

static char ethernet[] = "ethernet", built_in[] = "built-in";
static struct match builtin_match = {.want = {[MATCH_INTERFACE_TYPE] = ethernet}};
static struct rule builtin_rule = {
	.name = built_in,
	.matches = &builtin_match,
	.match_count = 1,
	.action = RULE_ATTACH,
};
const struct policy builtin_policy = {.rules = &builtin_rule, .rule_count = 1};
