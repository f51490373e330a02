/* step.c - the kinds of steps, one row each */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/step.h"

#include <linux/if_link.h>
#include <string.h>

#include "netcore/cleanup.h"
#include "netcore/value.h"

#define NEEDS(kind) (1U << (kind))
#define PORT_NEEDS  NEEDS(STEP_MASTER)
#define HOST_NEEDS                                                                       \
	(NEEDS(STEP_MASTER) | NEEDS(STEP_BRIDGE) | NEEDS(STEP_LINK) | NEEDS(STEP_MAC) |  \
	 NEEDS(STEP_MTU) | NEEDS(STEP_BRIDGE_OPTION) | NEEDS(STEP_SETTING) |             \
	 NEEDS(STEP_TOKEN))
#define AT(member) offsetof(struct link, member)

/* clang-format off */
const struct step_row step_rows[] = {
	[STEP_TAP]    = {"tap",    VALUE_TAP,    AT(tap),    WAY_DEVICE, .back = BACK_DEVICE},
	[STEP_ALIAS]  = {"alias",  VALUE_ALIAS,  AT(alias),  WAY_ATTRIBUTE, IFLA_IFALIAS, BACK_NEVER},
	[STEP_IPV6]   = {"ipv6",   VALUE_IPV6,   AT(ipv6),   WAY_SYSCTL},
	[STEP_LINK]   = {"link",   VALUE_UP,     AT(up),     WAY_FLAGS},
	[STEP_MAC]    = {"mac",    VALUE_MAC,    AT(mac),    WAY_ATTRIBUTE, IFLA_ADDRESS},
	[STEP_MTU]    = {"mtu",    VALUE_NUMBER, AT(mtu),    WAY_ATTRIBUTE, IFLA_MTU},
	[STEP_PINNED_MTU] = {"pinned_mtu", VALUE_NUMBER, AT(mtu), WAY_PINNED, IFLA_MTU, BACK_NEVER},
	[STEP_TXQLEN] = {"txqlen", VALUE_NUMBER, AT(txqlen), WAY_ATTRIBUTE, IFLA_TXQLEN},
	[STEP_MASTER] = {"master", VALUE_MASTER, AT(master), WAY_ATTRIBUTE, IFLA_MASTER, BACK_ALWAYS, NEEDS(STEP_BRIDGE)},
	[STEP_OPTION] = {"",       VALUE_OPTION, AT(port),   WAY_PORT_OPTION, .needs = PORT_NEEDS},
	[STEP_VLAN]   = {"vlan",   VALUE_VLANS,  AT(vlans),  WAY_VLAN, .back = BACK_ON_PORT, .needs = PORT_NEEDS},
	[STEP_VLAN_OPTION] = {"vlan.", VALUE_VLAN_OPTION, 0, WAY_VLAN_OPTION, .needs = PORT_NEEDS | NEEDS(STEP_VLAN)},
	[STEP_FDB]    = {"fdb",    VALUE_ENTRY,  AT(fdb),    WAY_FDB, .back = BACK_ENTRY, .needs = NEEDS(STEP_BRIDGE)},
	[STEP_SHARED] = {"shared.", VALUE_OPTION, AT(port),  WAY_PORT_OPTION, .back = BACK_NEVER},
	[STEP_BRIDGE] = {"bridge", VALUE_MADE,   AT(kind),   WAY_DEVICE, .back = BACK_DEVICE},
	[STEP_BRIDGE_OPTION] = {"bridge.", VALUE_OPTION, AT(bridge), WAY_BRIDGE_OPTION, .needs = NEEDS(STEP_BRIDGE)},
	[STEP_SETTING] = {"",      VALUE_OPTION, AT(settings), WAY_SYSCTL},
	[STEP_TOKEN]  = {"token",  VALUE_TOKEN,  AT(token),  WAY_IPV6, IFLA_INET6_TOKEN},
	[STEP_ADDRESSES] = {"addresses", VALUE_MOVED, 0, WAY_ADDRESSES, .back = BACK_ALWAYS, .needs = HOST_NEEDS},
	[STEP_DHCP]   = {"dhcp",   VALUE_CLIENT, AT(dhcp),   WAY_PROGRAM, .back = BACK_ALWAYS, .needs = HOST_NEEDS | NEEDS(STEP_ADDRESSES)},
	[STEP_FILTER] = {"filter", VALUE_FILTER, AT(filter), WAY_FILTER, .back = BACK_FILTER},
	[STEP_SENDER] = {"sender", VALUE_SENDER, AT(filter), WAY_FILTER, .back = BACK_ALWAYS, .needs = NEEDS(STEP_FILTER)},
	[STEP_HOST_SETTING] = {"host.", VALUE_OPTION, AT(settings), WAY_SYSCTL, .back = BACK_NEVER},
	[STEP_ADDRESS] = {"address", VALUE_IP, AT(ip), WAY_IP, .back = BACK_ALWAYS},
	[STEP_ROUTE]  = {"route",  VALUE_IP,     AT(ip),     WAY_IP, .back = BACK_ALWAYS},
	[STEP_PROXY]  = {"proxy",  VALUE_IP,     AT(ip),     WAY_IP, .back = BACK_ALWAYS},
	[STEP_NAT]    = {"nat",    VALUE_IP,     AT(ip),     WAY_NAT, .back = BACK_HOST},
};
/* clang-format on */
_Static_assert(ARRAY_SIZE(step_rows) == STEP_KINDS, "a row each");

bool step_equal(const struct step *a, const struct step *b)
{
	return step_is_about_same(a, b) && value_equal(a, &a->from, &b->from) &&
	       value_equal(a, &a->to, &b->to);
}

bool step_is_about_same(const struct step *a, const struct step *b)
{
	return a->kind == b->kind && a->option == b->option &&
	       a->vlan_first == b->vlan_first && a->vlan_last == b->vlan_last &&
	       !memcmp(a->mac, b->mac, MAC_BYTES) &&
	       sender_equal(&a->sender, &b->sender) &&
	       ip_prefix_same(&a->prefix, &b->prefix) && link_ref_same(&a->dev, &b->dev);
}

bool step_is_ip(const struct step *step)
{
	return step_rows[step->kind].type == VALUE_IP;
}

struct ip_entry step_ip_entry(const struct step *step)
{
	return (struct ip_entry){.what = (enum ip_what)(step->kind - STEP_ADDRESS),
				 .dev = step->dev,
				 .prefix = step->prefix};
}

struct step step_invert(const struct step *step)
{
	struct step inverse = *step;

	inverse.from = step->to;
	inverse.to = step->from;
	return inverse;
}

struct value step_former(const struct step *step)
{
	uint64_t initial = step->option->initial;

	if (step->from.set)
		return step->from;
	return initial == OPTION_BY_KERNEL ? (struct value){} : value_of_number(initial);
}

const struct link_ref *step_device(const struct step *step)
{
	if (step->kind != STEP_FDB)
		return &step->dev;
	return step->to.set ? &step->to.link : &step->from.link;
}

bool step_is_shared(const struct step *step)
{
	return step->kind == STEP_SHARED || step->kind == STEP_PINNED_MTU ||
	       step->kind == STEP_HOST_SETTING || step->kind == STEP_PROXY ||
	       step->kind == STEP_NAT;
}

bool step_shares_message(const struct step *before, const struct step *step)
{
	if (!link_ref_same(&before->dev, &step->dev))
		return false;
	if (before->kind == STEP_BRIDGE)
		return before->to.set && step->kind == STEP_MAC;
	if (step_rows[before->kind].way == WAY_FILTER)
		return step_rows[step->kind].way == WAY_FILTER;
	return before->kind == STEP_VLAN && step->kind == STEP_VLAN &&
	       before->to.set == step->to.set;
}

bool step_goes_alone(const struct step *step)
{
	enum step_way way = step_rows[step->kind].way;

	return (way == WAY_FLAGS && step->to.number) || way == WAY_ADDRESSES ||
	       way == WAY_PROGRAM;
}

struct value step_get(const struct step *step, const struct link *link)
{
	const struct step_row *row = &step_rows[step->kind];

	return value_places[row->type].get(step, (const char *)link + row->place);
}

/* Below its least MTU there is no IPv6 on a device; above, it comes back on
 * (addrconf_notify() in net/ipv6/addrconf.c). */
static void simulate_ipv6(struct link *link)
{
	bool known = link->mtu >= LINK_IPV6_MTU;

	if (known != link->ipv6.known)
		link->ipv6 = (struct link_ipv6){.known = known, .on = known};
}

void step_simulate(const struct step *step, struct link *link)
{
	const struct step_row *row = &step_rows[step->kind];

	value_places[row->type].put(step, (char *)link + row->place);
	if (step->kind == STEP_MTU)
		simulate_ipv6(link);
	if (step->kind == STEP_VLAN && !step->to.set)
		vlan_values_remove(&link->vlan_values, step->vlan_first, step->vlan_last);
	if (step->kind != STEP_MASTER)
		return;
	/* Which VLAN the bridge gives a new port is not known here. */
	link->port = step->to.set ? option_values_initial(&port_options)
				  : (struct option_values){};
	link->vlans = (struct vlan_set){};
	link->vlan_values = (struct vlan_values){.known = UINT64_MAX};
}
