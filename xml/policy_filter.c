/* policy_filter.c - <antispoof> and <guard>, as a policy has them: who may send */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/policy_filter.h"

#include <string.h>

#include "xml/values.h"

static bool keep_mac(uint8_t macs[ANTISPOOF_MACS][MAC_BYTES], size_t *count,
		     const uint8_t mac[MAC_BYTES])
{
	if (*count == ANTISPOOF_MACS)
		return false;
	memcpy(macs[(*count)++], mac, MAC_BYTES);
	return true;
}

static struct antispoof *antispoof_of(struct walk *walk)
{
	return &((struct attach *)walk_object(walk))->antispoof;
}

void policy_filter_start(struct walk *walk)
{
	antispoof_of(walk)->on = true;
}

void policy_filter_start_guard(struct walk *walk)
{
	((struct attach *)walk_object(walk))->guard = true;
}

void policy_filter_read_mac(struct walk *walk, const struct attribute *attribute,
			    const char *value)
{
	struct antispoof *antispoof = antispoof_of(walk);
	uint8_t mac[MAC_BYTES];
	bool added;

	if (!value_read_nic_mac(walk, attribute, value, mac))
		return;
	if (mac_is_virtual_router(mac))
		added = keep_mac(antispoof->shared, &antispoof->shared_count, mac);
	else
		added = keep_mac(antispoof->macs, &antispoof->mac_count, mac);
	if (!added)
		walk_problem(walk, walk->line,
			     "more than %d <mac> in <antispoof>; move the others to "
			     "another NIC",
			     ANTISPOOF_MACS);
}

void policy_filter_read_source(struct walk *walk, const struct attribute *attribute,
			       const char *value)
{
	if (strcmp(value, "domain") != 0)
		return walk_bad_value(walk, attribute, value, "domain");
	antispoof_of(walk)->of_domain = true;
}

/* --- <ip> */

void policy_filter_start_ip(struct walk *walk)
{
	antispoof_of(walk)->ip = (struct sender){};
	antispoof_of(walk)->ip_prefix = 0;
}

void policy_filter_read_ip(struct walk *walk, const struct attribute *attribute,
			   const char *value)
{
	struct sender ip;

	if (strchr(value, '/') || sender_read(value, &ip) < 0 || !sender_is_host(&ip))
		return walk_bad_value(walk, attribute, value,
				      "an IPv4 or IPv6 address of a host");
	antispoof_of(walk)->ip = ip;
}

/* As libvirt writes an address of a guest, with the prefix of its network. */
static void refuse_later_address(struct walk *walk, const struct ip_prefix *ip,
				 const struct ip_prefix *network)
{
	char text[IP_PREFIX_TEXT], first[IP_PREFIX_TEXT];

	ip_prefix_print_address(ip, text);
	ip_prefix_print_address(network, first);
	walk_problem(walk, walk->line,
		     "%s is not the first address with prefix='%u'; say address='%s' for "
		     "all of these, or leave prefix= out for that address alone",
		     text, network->length, first);
}

static bool apply_prefix(struct walk *walk, struct ip_prefix *ip, uint32_t length)
{
	struct ip_prefix network = *ip;

	if (length > ip->length) {
		walk_problem(walk, walk->line,
			     "prefix='%u' is too long for an IPv4 address; expected at "
			     "most 32",
			     length);
		return false;
	}
	network.length = (uint8_t)length;
	network = ip_prefix_network(&network);
	if (!ip_prefix_same_address(&network, ip)) {
		refuse_later_address(walk, ip, &network);
		return false;
	}
	*ip = network;
	return true;
}

void policy_filter_end_ip(struct walk *walk, const char *text)
{
	struct antispoof *antispoof = antispoof_of(walk);

	if (!antispoof->ip.kind) /* which has been reported */
		return;
	if (antispoof->ip_prefix &&
	    !apply_prefix(walk, &antispoof->ip.at, antispoof->ip_prefix))
		return;
	if (antispoof->address_count == ANTISPOOF_ADDRESSES)
		return walk_problem(walk, walk->line,
				    "more than %d <ip> in <antispoof>; name networks "
				    "(prefix=) instead",
				    ANTISPOOF_ADDRESSES);
	antispoof->addresses[antispoof->address_count++] = antispoof->ip;
}

/* --- what goes together */

static void check_options(struct walk *walk, const struct option_values *port)
{
	const struct option_values needed = option_values_antispoof();

	for (size_t i = 0; i < port_options.count; i++) {
		const char *name = port_options.rows[i].name;

		if (option_values_have(&needed, i) && option_values_have(port, i) &&
		    port->value[i] != needed.value[i])
			walk_problem(walk, walk->line,
				     "<antispoof> requires %s='%s'; remove %s= from "
				     "<port>, or remove <antispoof>",
				     name, needed.value[i] ? "yes" : "no", name);
	}
}

/* A MAC that moves between hosts is learnt wherever it is. */
static void check_shared(struct walk *walk, const struct option_values *port)
{
	static const struct {
		size_t option;
		bool wanted;
	} rows[] = {{PORT_learning, true}, {PORT_locked, false}};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *name = port_options.rows[rows[i].option].name;

		if (option_values_have(port, rows[i].option) &&
		    port->value[rows[i].option] != rows[i].wanted)
			walk_problem(walk, walk->line,
				     "the MAC of a virtual router (VRRP) in <antispoof> "
				     "requires %s='%s'; remove %s= from <port>",
				     name, rows[i].wanted ? "yes" : "no", name);
	}
}

void policy_filter_check(struct walk *walk, const struct attach *attach)
{
	if (attach->antispoof.on && attach->antispoof.shared_count)
		check_shared(walk, &attach->port);
	else if (attach->antispoof.on)
		check_options(walk, &attach->port);
	if (attach->guard && !attach->antispoof.on && !attach_guards(attach))
		walk_problem(walk, walk->line,
			     "<guard> guards against nothing; set dhcp='yes' or "
			     "ra='yes', or remove it");
}
