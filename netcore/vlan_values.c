/* vlan_values.c - the options that VLANs of a port have, each for a range of them */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/vlan_values.h"

const struct vlan_value *vlan_values_find(const struct vlan_values *values, size_t option,
					  unsigned vlan)
{
	for (size_t i = 0; i < values->count; i++) {
		const struct vlan_value *value = &values->all[i];

		if (value->option == option && value->first <= vlan &&
		    vlan <= value->last)
			return value;
	}
	return NULL;
}

static void add_range(struct vlan_values *values, struct vlan_value value, unsigned first,
		      unsigned last)
{
	if (first > last)
		return;
	if (values->count == VLAN_VALUES_MAX) {
		values->overflows = true;
		return;
	}
	value.first = (uint16_t)first;
	value.last = (uint16_t)last;
	values->all[values->count++] = value;
}

/* What these options have for the VLANs below and above stays. */
static void take_out(struct vlan_values *values, uint64_t options, unsigned first,
		     unsigned last)
{
	const struct vlan_values old = *values;

	values->count = 0;
	for (size_t i = 0; i < old.count; i++) {
		const struct vlan_value *value = &old.all[i];

		if (!(options >> value->option & 1) || value->last < first ||
		    value->first > last) {
			add_range(values, *value, value->first, value->last);
			continue;
		}
		add_range(values, *value, value->first, first - 1);
		add_range(values, *value, last + 1, value->last);
	}
}

void vlan_values_put(struct vlan_values *values, const struct vlan_value *value)
{
	take_out(values, UINT64_C(1) << value->option, value->first, value->last);
	add_range(values, *value, value->first, value->last);
}

void vlan_values_remove(struct vlan_values *values, unsigned first, unsigned last)
{
	take_out(values, UINT64_MAX, first, last);
}

unsigned vlan_values_run_end(const struct vlan_values *values, unsigned first,
			     unsigned limit)
{
	for (size_t i = 0; i < values->count; i++) {
		const struct vlan_value *value = &values->all[i];
		unsigned end = value->first > first ? value->first - 1U : value->last;

		if (end >= first && end < limit)
			limit = end;
	}
	return limit;
}
