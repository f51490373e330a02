/* values.c - reading the value of an attribute: what the rows of a vocabulary share */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/values.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *value_field(struct walk *walk, const struct attribute *attribute)
{
	return (char *)walk_object(walk) + attribute->place;
}

void value_replace(struct walk *walk, char **field, const char *value)
{
	free(*field);
	*field = strdup(value);
	if (!*field)
		walk_out_of_memory(walk);
}

void value_text(struct walk *walk, const struct attribute *attribute, const char *value)
{
	value_replace(walk, value_field(walk, attribute), value);
}

void value_some_text(struct walk *walk, const struct attribute *attribute,
		     const char *value)
{
	if (!*value)
		return walk_bad_value(walk, attribute, value, "at least one character");
	value_text(walk, attribute, value);
}

bool value_check_ifname(struct walk *walk, const struct attribute *attribute,
			const char *value)
{
	if (text_is_ifname(value))
		return true;
	walk_bad_value(
		walk, attribute, value,
		text_is_shared_ifname(value)
			? "another device name, for Linux keeps this one to itself"
			: "a device name (1 to 15 bytes, without '/', ':' or white space)");
	return false;
}

void value_ifname(struct walk *walk, const struct attribute *attribute, const char *value)
{
	if (value_check_ifname(walk, attribute, value))
		strcpy(value_field(walk, attribute), value);
}

void value_number(struct walk *walk, const struct attribute *attribute, const char *value)
{
	char expected[64];

	if (text_read_number(value, attribute->min, attribute->max,
			     value_field(walk, attribute)) == 0)
		return;
	snprintf(expected, sizeof(expected), "a number from %u to %u", attribute->min,
		 attribute->max);
	walk_bad_value(walk, attribute, value, expected);
}

bool value_read_flag(struct walk *walk, const struct attribute *attribute,
		     const char *value, bool *ret)
{
	if (text_read_bool(value, ret) == 0)
		return true;
	walk_bad_value(walk, attribute, value, "yes or no");
	return false;
}

void value_flag(struct walk *walk, const struct attribute *attribute, const char *value)
{
	value_read_flag(walk, attribute, value, value_field(walk, attribute));
}

void value_inverted_flag(struct walk *walk, const struct attribute *attribute,
			 const char *value)
{
	bool *field = value_field(walk, attribute), yes;

	if (value_read_flag(walk, attribute, value, &yes))
		*field = !yes;
}

/* "keep, move or dhcp" */
static void choices_list(const struct attribute *attribute, char *ret, size_t size)
{
	size_t left = 0, length = 0;

	for (size_t i = 0; i < ATTRIBUTE_CHOICES; i++)
		left += attribute->choices[i] != NULL;
	*ret = '\0';
	for (size_t i = 0; i < ATTRIBUTE_CHOICES; i++)
		if (attribute->choices[i] && length < size)
			length += (size_t)snprintf(ret + length, size - length, "%s%s",
						   attribute->choices[i],
						   --left > 1  ? ", "
						   : left == 1 ? " or "
							       : "");
}

void value_choice(struct walk *walk, const struct attribute *attribute, const char *value)
{
	unsigned *field = value_field(walk, attribute);
	char expected[64];

	for (unsigned i = 0; i < ATTRIBUTE_CHOICES; i++)
		if (attribute->choices[i] && !strcmp(attribute->choices[i], value)) {
			*field = i;
			return;
		}
	choices_list(attribute, expected, sizeof(expected));
	walk_bad_value(walk, attribute, value, expected);
}

bool value_read_mac(struct walk *walk, const struct attribute *attribute,
		    const char *value, uint8_t ret[MAC_BYTES])
{
	if (text_read_mac(value, ret) == 0)
		return true;
	walk_bad_value(walk, attribute, value, "a MAC address (six pairs of hex digits)");
	return false;
}

bool value_read_nic_mac(struct walk *walk, const struct attribute *attribute,
			const char *value, uint8_t ret[MAC_BYTES])
{
	static const uint8_t zeros[MAC_BYTES];

	if (!value_read_mac(walk, attribute, value, ret))
		return false;
	if (!(ret[0] & 1) && memcmp(ret, zeros, MAC_BYTES) != 0)
		return true;
	walk_bad_value(walk, attribute, value,
		       "the MAC address of one NIC (neither multicast nor all zeros)");
	return false;
}
