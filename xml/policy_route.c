/* policy_route.c - <route>, <ip>, <guest> and <forward> of a policy */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/policy_route.h"

#include "netcore/cleanup.h"

static void address_start(struct walk *walk, struct ip_prefix *all, size_t *count,
			  size_t max)
{
	if (*count == max)
		return walk_problem(walk, walk->line,
				    "more than %zu <%s> in <route>; remove the others",
				    max, walk_element(walk)->name);
	all[*count] = (struct ip_prefix){};
	walk_set_object(walk, &all[(*count)++]);
}

void policy_route_ip_start(struct walk *walk)
{
	struct route *route = walk_object(walk);

	address_start(walk, route->ips, &route->ip_count, ROUTE_IPS);
}

void policy_route_guest_start(struct walk *walk)
{
	struct route *route = walk_object(walk);

	address_start(walk, route->guests, &route->guest_count, ROUTE_GUESTS);
}

/* Neither "this network" (0.0.0.0/8), nor the loopback's, a group's, or a reserved one;
 * of IPv6 a global unicast or unique local one (RFC 4291, RFC 4193). */
static bool is_a_hosts(const struct ip_prefix *address)
{
	uint8_t first = address->bytes[0];

	if (address->ipv6)
		return (first & 0xe0) == 0x20 || (first & 0xfe) == 0xfc;
	return first != 0 && first != 127 && first < 224;
}

/* The prefix may have been read before. */
void policy_route_read_address(struct walk *walk, const struct attribute *attribute,
			       const char *value)
{
	struct ip_prefix *address = walk_object(walk), read;

	if (!ip_prefix_read_address(value, &read) || !is_a_hosts(&read))
		return walk_bad_value(
			walk, attribute, value,
			"the address of one host (192.168.17.1, 2001:db8::1)");
	if (address->length)
		read.length = address->length;
	*address = read;
}

void policy_route_read_prefix(struct walk *walk, const struct attribute *attribute,
			      const char *value)
{
	struct ip_prefix *address = walk_object(walk);
	uint32_t length;

	if (text_read_number(value, 1, 128, &length) < 0)
		return walk_bad_value(walk, attribute, value, "a number from 1 to 128");
	address->length = (uint8_t)length;
}

/* --- the whole of it */

/* One whose address could not be read has been reported. */
static bool was_read(const struct ip_prefix *address)
{
	return address->bytes[0] != 0;
}

static void check_guest_address(struct walk *walk, const struct route *route,
				size_t index)
{
	const struct ip_prefix *guest = &route->guests[index];
	char text[IP_PREFIX_TEXT];

	ip_prefix_print_address(guest, text);
	for (size_t i = 0; i < index; i++)
		if (ip_prefix_same_address(guest, &route->guests[i]))
			walk_problem(walk, walk->line,
				     "<guest address='%s'/> stands there twice; remove "
				     "one",
				     text);
	for (size_t i = 0; i < route->ip_count; i++)
		if (ip_prefix_same_address(guest, &route->ips[i]))
			walk_problem(walk, walk->line,
				     "%s is both the host's <ip> and the <guest>'s; give "
				     "the guest another one",
				     text);
}

/* The first and the last address of a network of several hosts are nobody's. */
static bool is_an_end(const struct ip_prefix *ip)
{
	unsigned zeros = 0, ones = 0;

	if (ip->ipv6)
		return false;
	for (unsigned bit = ip->length; bit < 32; bit++)
		if (ip->bytes[bit / 8] & 0x80 >> bit % 8)
			ones++;
		else
			zeros++;
	return zeros + ones > 1 && (!zeros || !ones);
}

static void check_ip(struct walk *walk, const struct route *route, size_t index)
{
	const struct ip_prefix *ip = &route->ips[index];
	char text[IP_PREFIX_TEXT];

	ip_prefix_print(ip, text);
	if (ip->length > ip_prefix_bits(ip))
		walk_problem(walk, walk->line,
			     "<ip> %s has a longer prefix than its address; 32 is the "
			     "longest of IPv4",
			     text);
	else if (is_an_end(ip))
		walk_problem(walk, walk->line,
			     "<ip> %s is the address of the network, or of all in it; "
			     "use another one",
			     text);
	if (ip->length == ip_prefix_bits(ip) && !route_has_guests(route, ip->ipv6))
		walk_problem(walk, walk->line,
			     "<ip> %s reaches no guest; set prefix= to the network that "
			     "it shares with the guest, or add a <guest address=>",
			     text);
	for (size_t i = 0; i < index; i++)
		if (ip_prefix_overlaps(ip, &route->ips[i]))
			walk_problem(walk, walk->line,
				     "the networks of two <ip> overlap, one is %s; "
				     "remove one",
				     text);
}

/* There is no setting by which a device's IPv6 stays here where the host forwards any. */
static void check_ipv6(struct walk *walk, const struct route *route)
{
	if (route->forward == FORWARD_NONE && route_has_family(route, true))
		walk_problem(walk, walk->line,
			     "<route> has an IPv6 address, but no <forward>; add one: a "
			     "host that forwards IPv6 does so from every device");
}

static void check_forward(struct walk *walk, const struct route *route)
{
	bool needs_dev = route->forward == FORWARD_NAT || route->forward == FORWARD_ROUTE;

	if (needs_dev && !route->dev[0])
		walk_problem(walk, walk->line,
			     "<forward> needs the device by which the packets leave; set "
			     "dev= (ip route show default)");
	if (route->forward == FORWARD_OPEN && route->dev[0])
		walk_problem(walk, walk->line,
			     "<forward mode='open'> has no device; remove dev=, or set "
			     "mode='nat' or 'route'");
}

void policy_route_end(struct walk *walk, const char *text)
{
	const struct route *route = walk_object(walk);

	if (!route->ip_count && !route->guest_count)
		walk_problem(walk, walk->line,
			     "<route> has no address; add an <ip address= prefix=> for "
			     "the host, or a <guest address=>");
	for (size_t i = 0; i < route->ip_count; i++)
		if (was_read(&route->ips[i]))
			check_ip(walk, route, i);
	for (size_t i = 0; i < route->guest_count; i++)
		if (was_read(&route->guests[i]))
			check_guest_address(walk, route, i);
	check_ipv6(walk, route);
	check_forward(walk, route);
}
