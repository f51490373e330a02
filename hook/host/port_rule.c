/* port_rule.c - what the policy says of a port, and whether it is so */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/host/port_rule.h"

#include <errno.h>
#include <string.h>

#include "netcore/array.h"

static void port_rule_clear(struct port_rule *rule)
{
	free(rule->guest);
	free(rule->name);
	free(rule->file);
}

static bool copy_text(const char *text, char **ret)
{
	*ret = text ? strdup(text) : NULL;
	return !text || *ret;
}

int port_rules_add(struct port_rules *rules, const struct port_rule *rule)
{
	struct port_rule copy = *rule;
	bool copied = copy_text(rule->guest, &copy.guest);

	copied = copy_text(rule->name, &copy.name) && copied;
	copied = copy_text(rule->file, &copy.file) && copied;
	if (!copied || !array_grow(&rules->all, rules->count, sizeof(*rules->all))) {
		port_rule_clear(&copy);
		return -ENOMEM;
	}
	rules->all[rules->count++] = copy;
	return 0;
}

void port_rules_clear(struct port_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		port_rule_clear(&rules->all[i]);
	free(rules->all);
	*rules = (struct port_rules){};
}

bool port_rules_filter(const struct port_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		if (rules->all[i].filters)
			return true;
	return false;
}

const struct port_rule *port_rules_find(const struct port_rules *rules,
					const char *device)
{
	for (size_t i = 0; i < rules->count; i++)
		if (!strcmp(rules->all[i].device, device))
			return &rules->all[i];
	return NULL;
}
