/* link.c - parts of a device as text, and what its options say of VLANs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/link.h"

#include <stdio.h>
#include <string.h>

/* A kernel without VLANs on bridges reports no filtering, but no default PVID either. */
bool link_has_vlans(const struct link *bridge)
{
	return option_values_have(&bridge->bridge, BRIDGE_vlan_default_pvid);
}

bool link_filters_vlans(const struct link *bridge)
{
	return option_values_have(&bridge->bridge, BRIDGE_vlan_filtering) &&
	       bridge->bridge.value[BRIDGE_vlan_filtering];
}

uint16_t link_default_pvid(const struct link *bridge)
{
	return link_has_vlans(bridge)
		       ? (uint16_t)bridge->bridge.value[BRIDGE_vlan_default_pvid]
		       : 0;
}

void link_ref_print(const struct link_ref *ref, char *ret, size_t size)
{
	if (ref->ifindex)
		snprintf(ret, size, "%s/%u", ref->name, ref->ifindex);
	else
		snprintf(ret, size, "%s", ref->name);
}

bool link_ref_read(const char *text, struct link_ref *ret)
{
	size_t length = strcspn(text, "/");
	struct link_ref ref = {};

	if (length >= sizeof(ref.name))
		return false;
	memcpy(ref.name, text, length);
	if (!text_is_ifname(ref.name) && !text_is_shared_ifname(ref.name))
		return false;
	if (text[length] &&
	    text_read_number(text + length + 1, 1, INT32_MAX, &ref.ifindex) < 0)
		return false;
	*ret = ref;
	return true;
}

void tap_print(const struct tap *tap, char *ret, size_t size)
{
	char owner[24] = "", group[24] = "";

	if (tap->owner != TAP_NOBODY)
		snprintf(owner, sizeof(owner), ",owner=%u", tap->owner);
	if (tap->group != TAP_NOBODY)
		snprintf(group, sizeof(group), ",group=%u", tap->group);
	snprintf(ret, size, "tap%s%s%s%s", tap->vnet_hdr ? ",vnet_hdr" : "",
		 tap->multi_queue ? ",multi_queue" : "", owner, group);
}

static bool tap_read_word(const char *word, struct tap *tap)
{
	if (!strcmp(word, "vnet_hdr"))
		return tap->vnet_hdr = true;
	if (!strcmp(word, "multi_queue"))
		return tap->multi_queue = true;
	if (!strncmp(word, "owner=", 6))
		return text_read_number(word + 6, 0, TAP_NOBODY - 1, &tap->owner) == 0;
	if (!strncmp(word, "group=", 6))
		return text_read_number(word + 6, 0, TAP_NOBODY - 1, &tap->group) == 0;
	return false;
}

bool tap_read(const char *text, struct tap *ret)
{
	char words[128], *rest = words, *word;
	struct tap tap = {.owner = TAP_NOBODY, .group = TAP_NOBODY};

	snprintf(words, sizeof(words), "%s", text);
	if (strcmp(strsep(&rest, ","), "tap") != 0)
		return false;
	while ((word = strsep(&rest, ",")))
		if (!tap_read_word(word, &tap))
			return false;
	*ret = tap;
	return true;
}
