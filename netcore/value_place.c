/* value_place.c - where a step's values are in a link, and how they get there */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>

#include "netcore/value.h"

/* --- numbers; also flags, and bits of VLANs */

static struct value number_get(const struct step *step, const void *place)
{
	return value_of_number(*(const uint32_t *)place);
}

static void number_put(const struct step *step, void *place)
{
	*(uint32_t *)place = (uint32_t)step->to.number;
}

/* --- words that stand for numbers */

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

/* --- IPv6 tokens */

struct value value_of_token(const uint8_t token[IPV6_BYTES])
{
	struct value value = {.set = true};

	memcpy(value.ipv6, token, IPV6_BYTES);
	return value;
}

static struct value token_get(const struct step *step, const void *place)
{
	return value_of_token(place);
}

static void token_put(const struct step *step, void *place)
{
	memcpy(place, step->to.ipv6, IPV6_BYTES);
}

/* --- texts: an alias, the name of a DHCP client */

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

static void client_put(const struct step *step, void *place)
{
	snprintf(place, DHCP_CLIENT_TEXT, "%s", step->to.set ? step->to.text : "");
}

/* --- devices: a bridge, the device that has addresses */

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

/* A link does not tell where its addresses went: the step is taken as done. */
static struct value moved_get(const struct step *step, const void *place)
{
	return step->from;
}

static void moved_put(const struct step *step, void *place)
{
}

/* --- TAPs */

static struct value tap_get(const struct step *step, const void *place)
{
	return (struct value){.set = true, .tap = *(const struct tap *)place};
}

static void tap_put(const struct step *step, void *place)
{
	*(struct tap *)place = step->to.tap;
}

/* --- bridges: there, or not */

static struct value made_get(const struct step *step, const void *place)
{
	return (struct value){.set = *(const enum link_kind *)place == LINK_BRIDGE};
}

static void made_put(const struct step *step, void *place)
{
	*(enum link_kind *)place = step->to.set ? LINK_BRIDGE : LINK_OTHER;
}

/* --- options */

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
static const uint64_t vlans_mixed = UINT64_MAX;

static struct value vlans_get(const struct step *step, const void *place)
{
	int how = vlan_set_how(place, step->vlan_first);

	for (unsigned vlan = step->vlan_first + 1U; vlan <= step->vlan_last; vlan++)
		if (vlan_set_how(place, vlan) != how)
			return value_of_number(vlans_mixed);
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

/* --- a filter: its guards, and who may send; unknown, it is taken as done */

static struct value filter_get(const struct step *step, const void *place)
{
	const struct filter *filter = place;

	if (!filter->known)
		return step->from;
	return (struct value){.set = filter->on,
			      .number = filter->on ? filter->guards : 0};
}

static void filter_put(const struct step *step, void *place)
{
	struct filter *filter = place;

	filter->on = step->to.set;
	filter->guards = step->to.set ? (uint8_t)step->to.number : 0;
	if (!filter->on)
		filter->count = 0;
}

static struct value sender_get(const struct step *step, const void *place)
{
	const struct filter *filter = place;

	if (!filter->known)
		return step->from;
	return filter->on && filter_has(filter, &step->sender) ? value_of_number(true)
							       : (struct value){};
}

static void sender_put(const struct step *step, void *place)
{
	if (step->to.set)
		filter_add(place, &step->sender);
	else
		filter_remove(place, &step->sender);
}

/* --- addresses, routes, proxies, NAT: there, or not */

/* A link that was not asked for them does not tell: the step is taken as done. */
static struct value ip_get(const struct step *step, const void *place)
{
	const struct ip_entries *entries = *(struct ip_entries *const *)place;
	struct ip_entry entry = step_ip_entry(step);

	if (!entries)
		return step->from;
	return (struct value){.set = ip_entries_find(entries, &entry) != NULL};
}

static void ip_put(const struct step *step, void *place)
{
	struct ip_entries *entries = *(struct ip_entries **)place;
	struct ip_entry entry = step_ip_entry(step);

	if (entries && step->to.set)
		ip_entries_put(entries, &entry);
	else if (entries)
		ip_entries_remove(entries, &entry);
}

const struct value_place value_places[] = {
	[VALUE_NUMBER] = {number_get, number_put},
	[VALUE_UP] = {up_get, up_put},
	[VALUE_IPV6] = {ipv6_get, ipv6_put},
	[VALUE_MAC] = {mac_get, mac_put},
	[VALUE_TOKEN] = {token_get, token_put},
	[VALUE_ALIAS] = {text_get, alias_put},
	[VALUE_CLIENT] = {text_get, client_put},
	[VALUE_MASTER] = {master_get, master_put},
	[VALUE_MOVED] = {moved_get, moved_put},
	[VALUE_TAP] = {tap_get, tap_put},
	[VALUE_MADE] = {made_get, made_put},
	[VALUE_OPTION] = {option_get, option_put},
	[VALUE_VLANS] = {vlans_get, vlans_put},
	[VALUE_VLAN_OPTION] = {vlan_option_get, vlan_option_put},
	[VALUE_ENTRY] = {entry_get, entry_put},
	[VALUE_FILTER] = {filter_get, filter_put},
	[VALUE_SENDER] = {sender_get, sender_put},
	[VALUE_IP] = {ip_get, ip_put},
};
