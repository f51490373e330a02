/* value.c - the types of a step's values */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/value.h"

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

static struct value number_get(const struct step *step, const void *place)
{
	return value_of_number(*(const uint32_t *)place);
}

static void number_put(const struct step *step, void *place)
{
	*(uint32_t *)place = (uint32_t)step->to.number;
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

static struct value up_get(const struct step *step, const void *place)
{
	return value_of_number(*(const bool *)place);
}

static void up_put(const struct step *step, void *place)
{
	*(bool *)place = step->to.number != 0;
}

static struct value ipv6_get(const struct step *step, const void *place)
{
	const struct link_ipv6 *ipv6 = place;

	return (struct value){.set = ipv6->known, .number = ipv6->on};
}

static void ipv6_put(const struct step *step, void *place)
{
	((struct link_ipv6 *)place)->on = step->to.number != 0;
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

struct value value_of_mac(const uint8_t mac[MAC_BYTES])
{
	static const uint8_t none[MAC_BYTES];
	struct value value = {.set = memcmp(mac, none, MAC_BYTES) != 0};

	if (value.set)
		memcpy(value.mac, mac, MAC_BYTES);
	return value;
}

static struct value mac_get(const struct step *step, const void *place)
{
	return value_of_mac(place);
}

static void mac_put(const struct step *step, void *place)
{
	memcpy(place, step->to.mac, MAC_BYTES);
}

static size_t mac_encode(const struct value *value, void *ret)
{
	memcpy(ret, value->mac, MAC_BYTES);
	return MAC_BYTES;
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

static struct value text_get(const struct step *step, const void *place)
{
	struct value value = {};

	value.set = *(const char *)place && strlen(place) < sizeof(value.text);
	if (value.set)
		strcpy(value.text, place);
	return value;
}

static void alias_put(const struct step *step, void *place)
{
	snprintf(place, sizeof(step->to.text), "%s", step->to.set ? step->to.text : "");
}

/* Whichever runs, it is the device's client. */
static bool client_equal(const struct step *step, const struct value *a,
			 const struct value *b)
{
	return true;
}

static void client_put(const struct step *step, void *place)
{
	snprintf(place, DHCP_CLIENT_TEXT, "%s", step->to.set ? step->to.text : "");
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

struct value value_of_link(const struct link_ref *link)
{
	return (struct value){.set = link->ifindex != 0, .link = *link};
}

static struct value master_get(const struct step *step, const void *place)
{
	return value_of_link(place);
}

static void master_put(const struct step *step, void *place)
{
	*(struct link_ref *)place = step->to.set ? step->to.link : (struct link_ref){};
}

static size_t link_encode(const struct value *value, void *ret)
{
	uint32_t ifindex = value->set ? value->link.ifindex : 0;

	memcpy(ret, &ifindex, sizeof(ifindex));
	return sizeof(ifindex);
}

/* A link does not tell where its addresses went: the step is taken as done. */
static struct value moved_get(const struct step *step, const void *place)
{
	return step->from;
}

static void moved_put(const struct step *step, void *place)
{
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

static struct value tap_get(const struct step *step, const void *place)
{
	return (struct value){.set = true, .tap = *(const struct tap *)place};
}

static void tap_put(const struct step *step, void *place)
{
	*(struct tap *)place = step->to.tap;
}

/* --- bridges: there, or not */

static bool made_equal(const struct step *step, const struct value *a,
		       const struct value *b)
{
	return a->set == b->set;
}

static struct value made_get(const struct step *step, const void *place)
{
	return (struct value){.set = *(const enum link_kind *)place == LINK_BRIDGE};
}

static void made_put(const struct step *step, void *place)
{
	*(enum link_kind *)place = step->to.set ? LINK_BRIDGE : LINK_OTHER;
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

struct value value_of_option(const struct option_values *values, size_t index)
{
	if (!option_values_have(values, index) ||
	    values->value[index] == OPTION_BY_KERNEL)
		return (struct value){};
	return value_of_number(values->value[index]);
}

static struct value option_get(const struct step *step, const void *place)
{
	return value_of_option(place, option_index(step->option));
}

static void option_put(const struct step *step, void *place)
{
	option_values_set(place, option_index(step->option), step->to.number);
}

/* --- VLANs, a range of them */

/* Of VLANs that are not all carried alike, a number that no step has. */
enum { VLANS_MIXED = ARRAY_SIZE(vlan_words) };

static struct value vlans_get(const struct step *step, const void *place)
{
	int how = vlan_set_how(place, step->vlan_first);

	for (unsigned vlan = step->vlan_first + 1U; vlan <= step->vlan_last; vlan++)
		if (vlan_set_how(place, vlan) != how)
			return value_of_number(VLANS_MIXED);
	return how < 0 ? (struct value){} : value_of_number((uint64_t)how);
}

static void vlans_put(const struct step *step, void *place)
{
	if (step->to.set)
		vlan_set_put(place, step->vlan_first, step->vlan_last,
			     (unsigned)step->to.number);
	else
		vlan_set_remove(place, step->vlan_first, step->vlan_last);
}

/* --- an option of a range of VLANs; its place is the whole link */

struct value value_of_vlan_option(const struct link *port, size_t option, unsigned vlan)
{
	const struct vlan_value *value =
		vlan_values_find(&port->vlan_values, option, vlan);

	if (!vlan_set_has(&port->vlans, vlan) || !(port->vlan_values.known >> option & 1))
		return (struct value){};
	return value_of_number(value ? value->value : vlan_options.rows[option].initial);
}

/* Not set where they are not all alike. */
static struct value vlan_option_get(const struct step *step, const void *place)
{
	size_t option = option_index(step->option);
	struct value first = value_of_vlan_option(place, option, step->vlan_first);

	for (unsigned vlan = step->vlan_first + 1U; vlan <= step->vlan_last; vlan++) {
		struct value next = value_of_vlan_option(place, option, vlan);

		if (!value_equal(step, &first, &next))
			return (struct value){};
	}
	return first;
}

static void vlan_option_put(const struct step *step, void *place)
{
	struct vlan_value value = {.first = step->vlan_first,
				   .last = step->vlan_last,
				   .option = (uint16_t)option_index(step->option),
				   .value = (uint32_t)step->to.number};

	vlan_values_put(&((struct link *)place)->vlan_values, &value);
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

struct value value_of_entry(const struct fdb *fdb, const struct fdb_key *key)
{
	const struct fdb_entry *entry = fdb_find(fdb, key);
	struct value value = {.set = entry && !entry->learnt};

	if (value.set) {
		value.link = entry->port;
		value.sticky = entry->sticky;
	}
	return value;
}

struct fdb_key step_entry_key(const struct step *step, unsigned vlan)
{
	struct fdb_key key = {.bridge = step->dev.ifindex, .vlan = (uint16_t)vlan};

	memcpy(key.mac, step->mac, MAC_BYTES);
	return key;
}

/* Where they are not all alike, a port that no step has. Of an older version's step the
 * entries are not found this way: it is taken as done. */
static struct value entry_get(const struct step *step, const void *place)
{
	const struct fdb *fdb = *(struct fdb *const *)place;
	struct fdb_key key = step_entry_key(step, step->vlan_first);
	struct value first;

	if (!fdb)
		return step->from;
	first = value_of_entry(fdb, &key);
	while (key.vlan++ < step->vlan_last) {
		struct value next = value_of_entry(fdb, &key);

		if (!value_equal(step, &first, &next))
			return (struct value){.set = true, .link.ifindex = UINT32_MAX};
	}
	return first;
}

static void entry_put(const struct step *step, void *place)
{
	struct fdb *fdb = *(struct fdb **)place;

	for (unsigned vlan = step->vlan_first; fdb && vlan <= step->vlan_last; vlan++) {
		struct fdb_entry entry = {.key = step_entry_key(step, vlan),
					  .port = step->to.link,
					  .sticky = step->to.sticky};

		if (step->to.set)
			fdb_put(fdb, &entry);
		else
			fdb_remove(fdb, &entry.key);
	}
}

/* clang-format off */
#define WORDS(list) (list), ARRAY_SIZE(list)
const struct value_row value_rows[] = {
	[VALUE_NUMBER] = {"a number", NULL, 0, number_equal, number_print, number_read, number_get, number_put, number_encode},
	[VALUE_UP]     = {"up or down", WORDS(up_words), number_equal, word_print, word_read, up_get, up_put},
	[VALUE_IPV6]   = {"on or off", WORDS(on_words), number_equal, word_print, word_read, ipv6_get, ipv6_put},
	[VALUE_MAC]    = {"a MAC address", NULL, 0, mac_equal, mac_print, mac_read, mac_get, mac_put, mac_encode},
	[VALUE_ALIAS]  = {"up to 63 bytes without white space", NULL, 0, text_equal, text_value_print, text_value_read, text_get, alias_put, text_encode},
	[VALUE_CLIENT] = {"the name of a DHCP client", NULL, 0, client_equal, text_value_print, text_value_read, text_get, client_put},
	[VALUE_MASTER] = {"BRIDGE/IFINDEX", NULL, 0, link_equal, link_print, link_read, master_get, master_put, link_encode},
	[VALUE_MOVED]  = {"DEVICE/IFINDEX", NULL, 0, link_equal, link_print, link_read, moved_get, moved_put},
	[VALUE_TAP]    = {"tap[,vnet_hdr][,multi_queue][,owner=N][,group=N]", NULL, 0, tap_equal, tap_value_print, tap_value_read, tap_get, tap_put},
	[VALUE_MADE]   = {"made", WORDS(made_words), made_equal, word_print, word_read, made_get, made_put},
	[VALUE_OPTION] = {NULL, NULL, 0, option_equal, option_value_print, option_value_read, option_get, option_put},
	[VALUE_VLANS]  = {"tagged, untagged, pvid or pvid,untagged", WORDS(vlan_words), number_equal, word_print, word_read, vlans_get, vlans_put},
	[VALUE_VLAN_OPTION] = {NULL, NULL, 0, option_equal, option_value_print, option_value_read, vlan_option_get, vlan_option_put},
	[VALUE_ENTRY]  = {"PORT/IFINDEX[,sticky]", NULL, 0, entry_equal, entry_print, entry_read, entry_get, entry_put},
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
