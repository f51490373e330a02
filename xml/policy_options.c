/* policy_options.c - the options of a port or a bridge, as a policy sets them */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/policy_options.h"

#include <string.h>

#include "netcore/text.h"

void policy_options_read(struct walk *walk, const struct attribute *attribute,
			 const char *value, const struct option_table *table,
			 struct option_values *options)
{
	const struct link_option *option = &table->rows[attribute->place];
	bool is_device = option->type == OPTION_DEVICE;
	char expected[64];
	uint64_t number = 0;

	if (is_device ? !text_is_ifname(value)
		      : option_read(option, value, &number) < 0) {
		option_expects(option, expected, sizeof(expected));
		return walk_bad_value(walk, attribute, value, expected);
	}
	if (is_device)
		strcpy(options->device, value);
	option_values_set(options, attribute->place, number);
}

void policy_options_check_needs(struct walk *walk, const struct option_table *table,
				const struct option_values *values)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct link_option *option = &table->rows[i];
		size_t needed;

		if (!option->needs || !option_values_have(values, i) || !values->value[i])
			continue;
		needed = option_index(option_find(table, option->needs));
		if (!option_values_have(values, needed) || !values->value[needed])
			walk_problem(walk, walk->line,
				     "%s='yes' requires %s='yes'; add it, or remove %s=",
				     option->name, option->needs, option->name);
	}
}

void policy_options_check_antispoof(struct walk *walk, const struct option_values *port)
{
	const struct option_values needed = option_values_antispoof();

	for (size_t i = 0; i < port_options.count; i++) {
		const char *name = port_options.rows[i].name;

		if (option_values_have(&needed, i) && option_values_have(port, i) &&
		    port->value[i] != needed.value[i])
			walk_problem(walk, walk->line,
				     "<antispoof> requires %s='%s'; remove %s= from "
				     "<port>, or remove <antispoof>",
				     name, needed.value[i] ? "yes" : "no", name);
	}
}
