/* policy_options.h - the options of a port, its VLANs or a bridge, as a policy sets them
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/vlan_values.h"
#include "xml/rule.h"
#include "xml/vlan_tags.h"

/* Reads the attribute into the options. attribute->place is the option's row in the
 * table. */
void policy_options_read(struct walk *walk, const struct attribute *attribute,
			 const char *value, const struct option_table *table,
			 struct option_values *options);

/* A row for each name of each option of the table. Returns how many. */
size_t policy_options_attributes(const struct option_table *table, int element,
				 attribute_reader read, struct attribute *ret);

/* Reports each option that is on without the flag that it needs. */
void policy_options_check_needs(struct walk *walk, const struct option_table *table,
				const struct option_values *values);

/* Adds the options of the <tag> at hand for its VLANs. */
void policy_options_put_vlans(struct walk *walk, const struct option_values *options,
			      const struct vlan_tags *tag, struct vlan_values *ret);

/* Reports each option of VLANs that needs one that the port does not have. */
void policy_options_check_vlans(struct walk *walk, const struct vlan_values *vlans,
				const struct option_values *port);
