/* policy_options.h - the options of a port or a bridge, as a policy sets them */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/option.h"
#include "xml/walk.h"

/* Reads the attribute into the options. attribute->place is the option's row in the
 * table. */
void policy_options_read(struct walk *walk, const struct attribute *attribute,
			 const char *value, const struct option_table *table,
			 struct option_values *options);

/* Reports each option that is on without the flag that it needs. */
void policy_options_check_needs(struct walk *walk, const struct option_table *table,
				const struct option_values *values);

/* Reports each option of a port that contradicts its <antispoof>. */
void policy_options_check_antispoof(struct walk *walk, const struct option_values *port);
