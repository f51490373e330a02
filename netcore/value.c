/* value.c - the types of a step's values */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/value.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "netcore/cleanup.h"

/* --- numbers; also flags, and bits of VLANs */

static bool number_equal(const struct step *step, const struct value *a,
			 const struct value *b)
{
	return a->number == b->number;
}

static void number_print(const struct step *step, const struct value *value, char *ret,
			 size_t size)
{
	snprintf(ret, size, "%" PRIu64, value->number);
}

static bool number_read(const struct step *step, const char *text, struct value *ret)
{
	uint32_t number;

	if (text_read_number(text, 0, UINT32_MAX, &number) < 0)
		return false;
	ret->number = number;
	return true;
}

static size_t number_encode(const struct value *value, void *ret)
{
	uint32_t number = (uint32_t)value->number;

	memcpy(ret, &number, sizeof(number));
	return sizeof(number);
}

/* --- words that stand for numbers */

static const char *const up_words[] = {"down", "up"}, *const on_words[] = {"off", "on"},
			 *const made_words[] = {"made"},
			 *const vlan_words[] = {
				 [0] = "tagged",
				 [VLAN_UNTAGGED] = "untagged",
				 [VLAN_PVID] = "pvid",
				 [VLAN_PVID | VLAN_UNTAGGED] = "pvid,untagged",
};

static void word_print(const struct step *step, const struct value *value, char *ret,
		       size_t size)
{
	const struct value_row *type = &value_rows[step_rows[step->kind].type];

	snprintf(ret, size, "%s",
		 value->number < type->word_count ? type->words[value->number] : "mixed");
}

static bool word_read(const struct step *step, const char *text, struct value *ret)
{
	const struct value_row *type = &value_rows[step_rows[step->kind].type];

	for (size_t i = 0; i < type->word_count; i++)
		if (type->words[i] && !strcmp(type->words[i], text)) {
			ret->number = i;
			return true;
		}
	return false;
}

/* --- MACs */

static bool mac_equal(const struct step *step, const struct value *a,
		      const struct value *b)
{
	return !memcmp(a->mac, b->mac, MAC_BYTES);
}

static void mac_print(const struct step *step, const struct value *value, char *ret,
		      size_t size)
{
	char text[MAC_TEXT];

	text_print_mac(value->mac, text);
	snprintf(ret, size, "%s", text);
}

static bool mac_read(const struct step *step, const char *text, struct value *ret)
{
	return text_read_mac(text, ret->mac) == 0;
}

static size_t mac_encode(const struct value *value, void *ret)
{
	memcpy(ret, value->mac, MAC_BYTES);
	return MAC_BYTES;
}

/* --- IPv6 addresses, or parts of them */

static bool ipv6_equal(const struct step *step, const struct value *a,
		       const struct value *b)
{
	return !memcmp(a->ipv6, b->ipv6, IPV6_BYTES);
}

static void ipv6_print(const struct step *step, const struct value *value, char *ret,
		       size_t size)
{
	inet_ntop(AF_INET6, value->ipv6, ret, (socklen_t)size);
}

static bool ipv6_read(const struct step *step, const char *text, struct value *ret)
{
	return inet_pton(AF_INET6, text, ret->ipv6) == 1;
}

static size_t ipv6_encode(const struct value *value, void *ret)
{
	memcpy(ret, value->ipv6, IPV6_BYTES);
	return IPV6_BYTES;
}

/* --- texts: an alias, the name of a DHCP client */

static bool text_equal(const struct step *step, const struct value *a,
		       const struct value *b)
{
	return !strcmp(a->text, b->text);
}

static void text_value_print(const struct step *step, const struct value *value,
			     char *ret, size_t size)
{
	snprintf(ret, size, "%s", value->text);
}

static bool text_value_read(const struct step *step, const char *text, struct value *ret)
{
	if (strlen(text) >= sizeof(ret->text))
		return false;
	strcpy(ret->text, text);
	return true;
}

/* Whichever runs, it is the device's client. */
static bool client_equal(const struct step *step, const struct value *a,
			 const struct value *b)
{
	return true;
}

static size_t text_encode(const struct value *value, void *ret)
{
	const char *text = value->set ? value->text : "";

	strcpy(ret, text);
	return strlen(text) + 1;
}

/* --- devices: a bridge, the device that has addresses */

static bool link_equal(const struct step *step, const struct value *a,
		       const struct value *b)
{
	return a->link.ifindex == b->link.ifindex;
}

static void link_print(const struct step *step, const struct value *value, char *ret,
		       size_t size)
{
	link_ref_print(&value->link, ret, size);
}

static bool link_read(const struct step *step, const char *text, struct value *ret)
{
	return link_ref_read(text, &ret->link);
}

static size_t link_encode(const struct value *value, void *ret)
{
	uint32_t ifindex = value->set ? value->link.ifindex : 0;

	memcpy(ret, &ifindex, sizeof(ifindex));
	return sizeof(ifindex);
}

/* --- TAPs */

static bool tap_equal(const struct step *step, const struct value *a,
		      const struct value *b)
{
	return a->tap.vnet_hdr == b->tap.vnet_hdr &&
	       a->tap.multi_queue == b->tap.multi_queue && a->tap.owner == b->tap.owner &&
	       a->tap.group == b->tap.group;
}

static void tap_value_print(const struct step *step, const struct value *value, char *ret,
			    size_t size)
{
	tap_print(&value->tap, ret, size);
}

static bool tap_value_read(const struct step *step, const char *text, struct value *ret)
{
	return tap_read(text, &ret->tap);
}

/* --- bridges: there, or not */

static bool made_equal(const struct step *step, const struct value *a,
		       const struct value *b)
{
	return a->set == b->set;
}

/* --- options */

static bool option_equal(const struct step *step, const struct value *a,
			 const struct value *b)
{
	return option_same(step->option, a->number, b->number);
}

static void option_value_print(const struct step *step, const struct value *value,
			       char *ret, size_t size)
{
	option_print(step->option, value->number, ret, size);
}

static bool option_value_read(const struct step *step, const char *text,
			      struct value *ret)
{
	return option_read_any(step->option, text, &ret->number) == 0;
}

/* --- static FDB entries of a MAC: the port that it is behind */

static bool entry_equal(const struct step *step, const struct value *a,
			const struct value *b)
{
	return link_equal(step, a, b) && a->sticky == b->sticky;
}

static const char sticky_suffix[] = ",sticky";

static void entry_print(const struct step *step, const struct value *value, char *ret,
			size_t size)
{
	char port[32];

	link_ref_print(&value->link, port, sizeof(port));
	snprintf(ret, size, "%s%s", port, value->sticky ? sticky_suffix : "");
}

/* A state of an older version has the port as the step's device, and here a mere word. */
static bool entry_read(const struct step *step, const char *text, struct value *ret)
{
	size_t length = strlen(text), suffix = strlen(sticky_suffix);
	char port[64];

	ret->sticky = length > suffix && !strcmp(text + length - suffix, sticky_suffix);
	snprintf(port, sizeof(port), "%.*s", (int)(length - (ret->sticky ? suffix : 0)),
		 text);
	return link_ref_read(port, &ret->link);
}

/* --- a filter: its guards, and who may send */

static const char *const filter_words[] = {
	[0] = "on",
	[FILTER_GUARD_DHCP] = "on,dhcp",
	[FILTER_GUARD_RA] = "on,ra",
	[FILTER_GUARD_DHCP | FILTER_GUARD_RA] = "on,dhcp,ra",
};
static const char *const sender_words[] = {[true] = "allowed"};

/* clang-format off */
#define WORDS(list) (list), ARRAY_SIZE(list)
const struct value_row value_rows[] = {
	[VALUE_NUMBER] = {"a number", NULL, 0, number_equal, number_print, number_read, number_encode},
	[VALUE_UP]     = {"up or down", WORDS(up_words), number_equal, word_print, word_read},
	[VALUE_IPV6]   = {"on or off", WORDS(on_words), number_equal, word_print, word_read},
	[VALUE_MAC]    = {"a MAC address", NULL, 0, mac_equal, mac_print, mac_read, mac_encode},
	[VALUE_TOKEN]  = {"an IPv6 address", NULL, 0, ipv6_equal, ipv6_print, ipv6_read, ipv6_encode},
	[VALUE_ALIAS]  = {"up to 63 bytes without white space", NULL, 0, text_equal, text_value_print, text_value_read, text_encode},
	[VALUE_CLIENT] = {"the name of a DHCP client", NULL, 0, client_equal, text_value_print, text_value_read},
	[VALUE_MASTER] = {"BRIDGE/IFINDEX", NULL, 0, link_equal, link_print, link_read, link_encode},
	[VALUE_MOVED]  = {"DEVICE/IFINDEX", NULL, 0, link_equal, link_print, link_read},
	[VALUE_TAP]    = {"tap[,vnet_hdr][,multi_queue][,owner=N][,group=N]", NULL, 0, tap_equal, tap_value_print, tap_value_read},
	[VALUE_MADE]   = {"made", WORDS(made_words), made_equal, word_print, word_read},
	[VALUE_OPTION] = {NULL, NULL, 0, option_equal, option_value_print, option_value_read},
	[VALUE_VLANS]  = {"tagged, untagged, pvid or pvid,untagged", WORDS(vlan_words), number_equal, word_print, word_read},
	[VALUE_VLAN_OPTION] = {NULL, NULL, 0, option_equal, option_value_print, option_value_read},
	[VALUE_IP]     = {"made", WORDS(made_words), made_equal, word_print, word_read},
	[VALUE_ENTRY]  = {"PORT/IFINDEX[,sticky]", NULL, 0, entry_equal, entry_print, entry_read},
	[VALUE_FILTER] = {"on[,dhcp][,ra]", WORDS(filter_words), number_equal, word_print, word_read},
	[VALUE_SENDER] = {"allowed", WORDS(sender_words), number_equal, word_print, word_read},
};
/* clang-format on */

bool value_equal(const struct step *step, const struct value *a, const struct value *b)
{
	if (!a->set || !b->set)
		return a->set == b->set;
	return value_rows[step_rows[step->kind].type].equal(step, a, b);
}

void value_print(const struct step *step, const struct value *value, char *ret,
		 size_t size)
{
	if (value->set)
		value_rows[step_rows[step->kind].type].print(step, value, ret, size);
	else
		snprintf(ret, size, "-");
}
