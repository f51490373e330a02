/* policy_options.c - the options of a port, its VLANs or a bridge, as a policy sets them
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "xml/policy_options.h"

#include <string.h>

#include "netcore/text.h"
#include "xml/values.h"

size_t policy_options_attributes(const struct option_table *table, int element,
				 attribute_reader read, struct attribute *ret)
{
	struct attribute row = {.element = element, .read = read};
	size_t count = 0;

	for (; row.place < table->count; row.place++) {
		row.name = table->rows[row.place].name;
		ret[count++] = row;
		row.name = table->rows[row.place].alias;
		if (row.name)
			ret[count++] = row;
	}
	return count;
}

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

void policy_options_put_vlans(struct walk *walk, const struct option_values *options,
			      const struct vlan_tags *tag, struct vlan_values *ret)
{
	bool overflows = ret->overflows;

	for (size_t i = 0; tag->first && i < vlan_options.count; i++) {
		struct vlan_value value = {.first = tag->first,
					   .last = tag->last,
					   .option = (uint16_t)i,
					   .value = (uint32_t)options->value[i]};

		if (option_values_have(options, i))
			vlan_values_put(ret, &value);
	}
	if (ret->overflows && !overflows)
		walk_problem(walk, walk->line,
			     "the options of VLANs do not fit; at most %d are allowed in "
			     "a <vlan>",
			     VLAN_VALUES_MAX);
}

void policy_options_check_vlans(struct walk *walk, const struct vlan_values *vlans,
				const struct option_values *port)
{
	for (size_t i = 0; i < vlans->count; i++) {
		const struct link_option *option =
			&vlan_options.rows[vlans->all[i].option];
		size_t needed;

		if (!option->needs_of || strcmp(option->needs_of, "port") != 0 ||
		    !vlans->all[i].value)
			continue;
		needed = option_index(option_find(&port_options, option->needs));
		if (!option_values_have(port, needed) || !port->value[needed])
			walk_problem(walk, walk->line,
				     "<tag %s='yes'> requires <port %s='yes'/>; add it, "
				     "or remove %s= from <tag>",
				     option->name, option->needs, option->name);
	}
}
