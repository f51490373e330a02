/* vlan_values.h - the options that VLANs of a port have, each for a range of them */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/option.h"
#include "netcore/vlan.h"

enum { VLAN_VALUES_MAX = 64 };

/* A VLAN that is in no range has an option's initial value, or is not told of. */
struct vlan_values {
	struct vlan_value {
		uint16_t first, last;
		uint16_t option; /* its place in vlan_options */
		uint32_t value;
	} all[VLAN_VALUES_MAX];
	size_t count;
	uint64_t known; /* of a port: bit i, the kernel has option i */
	bool overflows; /* there is more than that */
};

/* The value for that VLAN; NULL: it is in no range. */
const struct vlan_value *vlan_values_find(const struct vlan_values *values, size_t option,
					  unsigned vlan);

void vlan_values_put(struct vlan_values *values, const struct vlan_value *value);

/* Removes what all options have for these VLANs. */
void vlan_values_remove(struct vlan_values *values, unsigned first, unsigned last);

/* The last VLAN from first on, up to limit, for which every option has the same. */
unsigned vlan_values_run_end(const struct vlan_values *values, unsigned first,
			     unsigned limit);
