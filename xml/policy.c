/* policy.c - the policy as plain values: rules, what they match, what they decide */
#include "xml/policy.h"

#include <stdlib.h>
#include <string.h>

const struct match_row match_rows[MATCH_FIELDS] = {
	[MATCH_DOMAIN_NAME] = {"domain", "name"},
	[MATCH_DOMAIN_UUID] = {"domain", "uuid"},
	[MATCH_INTERFACE_TYPE] = {"interface", "type"},
	[MATCH_INTERFACE_ALIAS] = {"interface", "alias"},
	[MATCH_INTERFACE_MODEL] = {"interface", "model"},
	[MATCH_MAC] = {"mac", "address"},
	[MATCH_TARGET] = {"target", "dev"},
	[MATCH_SOURCE_BRIDGE] = {"source", "bridge"},
	[MATCH_SOURCE_NETWORK] = {"source", "network"},
	[MATCH_SOURCE_PORTGROUP] = {"source", "portgroup"},
	[MATCH_ORIGIN_TYPE] = {"origin", "type"},
	[MATCH_ORIGIN_USER] = {"origin", "user"},
	[MATCH_ORIGIN_GROUP] = {"origin", "group"},
};

static void match_clear(struct match *match)
{
	for (size_t i = 0; i < MATCH_FIELDS; i++)
		free(match->want[i]);
}

void rule_clear_matches(struct rule *rule)
{
	for (size_t i = 0; i < rule->match_count; i++)
		match_clear(&rule->matches[i]);
	free(rule->matches);
	rule->matches = NULL;
	rule->match_count = 0;
}

static void rule_clear(struct rule *rule)
{
	rule_clear_matches(rule);
	free(rule->name);
	free(rule->attach.vlans);
	free(rule->attach.tap_owner);
	free(rule->attach.tap_group);
	free(rule->reason);
}

const struct policy_bridge *policy_find_bridge(const struct policy *policy,
					       const char *name)
{
	for (size_t i = 0; i < policy->bridge_count; i++)
		if (!strcmp(policy->bridges[i].name, name))
			return &policy->bridges[i];
	return NULL;
}

bool policy_has_antispoof(const struct policy *policy)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		if (policy->rules[i].attach.antispoof.on)
			return true;
	return false;
}

bool policy_asks(const struct policy *policy, enum match_field field)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		for (size_t k = 0; k < policy->rules[i].match_count; k++)
			if (policy->rules[i].matches[k].want[field])
				return true;
	return false;
}

void policy_clear(struct policy *policy)
{
	for (size_t i = 0; i < policy->rule_count; i++)
		rule_clear(&policy->rules[i]);
	free(policy->rules);
	free(policy->bridges);
	for (size_t i = 0; i < policy->file_count; i++)
		free(policy->files[i]);
	free(policy->files);
	*policy = (struct policy){};
}
