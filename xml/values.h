/* values.h - reading the value of an attribute: what the rows of a vocabulary share
 *
 * Each value_…() of the first group is a row's read function. It puts the value into the
 * field at attribute->place of walk_object(), whose type stands beside it. A value that
 * is not valid is reported by walk_bad_value(), and leaves the field as it was.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/text.h"
#include "xml/walk.h"

void value_text(struct walk *walk, const struct attribute *attribute,
		const char *value); /* char *, freed and replaced */
void value_some_text(struct walk *walk, const struct attribute *attribute,
		     const char *value); /* the same, not empty */
void value_ifname(struct walk *walk, const struct attribute *attribute,
		  const char *value); /* char[IFNAMSIZ] */
void value_number(struct walk *walk, const struct attribute *attribute,
		  const char *value); /* uint32_t, from attribute->min to max */
void value_flag(struct walk *walk, const struct attribute *attribute,
		const char *value); /* bool */
void value_inverted_flag(struct walk *walk, const struct attribute *attribute,
			 const char *value); /* bool, true for no */
void value_choice(struct walk *walk, const struct attribute *attribute,
		  const char *value); /* enum, the place in attribute->choices */

/* Each reports a value that is not valid, and returns whether it is. */
bool value_check_ifname(struct walk *walk, const struct attribute *attribute,
			const char *value);
bool value_read_flag(struct walk *walk, const struct attribute *attribute,
		     const char *value, bool *ret);
bool value_read_mac(struct walk *walk, const struct attribute *attribute,
		    const char *value, uint8_t ret[MAC_BYTES]);

/* The same for the MAC of one NIC: neither a group's nor all zeros. */
bool value_read_nic_mac(struct walk *walk, const struct attribute *attribute,
			const char *value, uint8_t ret[MAC_BYTES]);

/* Replaces *field, which may be NULL, by a copy of value. */
void value_replace(struct walk *walk, char **field, const char *value);
