/* route_want.c - what a rule's <route> wants of the host
 *
 * IPv4 is forwarded from a device by that device's own setting (ip_route_input_slow() in
 * net/ipv4/route.c): only the TAP and the uplink get it, and the host becomes no router
 * for anybody else. IPv6 is forwarded by the host as a whole (ip6_forward() in
 * net/ipv6/ip6_output.c).
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/guest/route_want.h"

#include <errno.h>

#include "netcore/cleanup.h"

static void want_entry(struct ip_entries *entries, enum ip_what what,
		       const struct link_ref *dev, const struct ip_prefix *prefix)
{
	ip_entries_put(entries, &(struct ip_entry){what, *dev, *prefix});
}

/* A guest without a network of its own reaches the host at the addresses that peers use
 * for that, too: link-local, on every such TAP the same. */
static const struct ip_prefix gateways[] = {
	{.length = 32, .bytes = {169, 254, 0, 1}},
	{.ipv6 = true, .length = 64, .bytes = {0xfe, 0x80, [15] = 1}},
};

/* With guests named, nobody else in the network is behind the TAP. */
static void put_addresses(const struct route *route, const struct link_ref *tap,
			  struct ip_entries *ret)
{
	for (size_t i = 0; i < route->ip_count; i++) {
		const struct ip_prefix *ip = &route->ips[i];
		struct ip_prefix alone = ip_prefix_host(ip);

		want_entry(ret, IP_ADDRESS, tap,
			   route_has_guests(route, ip->ipv6) ? &alone : ip);
	}
	for (size_t i = 0; i < ARRAY_SIZE(gateways); i++)
		if (!route_has_ips(route, gateways[i].ipv6) &&
		    route_has_guests(route, gateways[i].ipv6))
			want_entry(ret, IP_ADDRESS, tap, &gateways[i]);
}

/* IPv6 has addresses enough: it is forwarded as it is. */
static void put_nat(const struct route *route, const struct link_ref *uplink,
		    struct ip_entries *ret)
{
	for (size_t i = 0; i < route->guest_count; i++)
		if (!route->guests[i].ipv6)
			want_entry(ret, IP_NAT, uplink, &route->guests[i]);
	for (size_t i = 0; !route_has_guests(route, false) && i < route->ip_count; i++) {
		struct ip_prefix network = ip_prefix_network(&route->ips[i]);

		if (!network.ipv6)
			want_entry(ret, IP_NAT, uplink, &network);
	}
}

/* Addresses that are not translated may be of the uplink's own network. */
static void put_proxies(const struct route *route, const struct link_ref *uplink,
			struct ip_entries *ret)
{
	for (size_t i = 0; i < route->guest_count; i++)
		if (route->forward == FORWARD_ROUTE || route->guests[i].ipv6)
			want_entry(ret, IP_PROXY, uplink, &route->guests[i]);
}

void route_want_entries(const struct route *route, const struct link_ref *tap,
			const struct link *uplink, struct ip_entries *ret)
{
	put_addresses(route, tap, ret);
	for (size_t i = 0; i < route->guest_count; i++)
		want_entry(ret, IP_ROUTE, tap, &route->guests[i]);
	if (!uplink)
		return;
	if (route->forward == FORWARD_NAT)
		put_nat(route, &uplink->ref, ret);
	put_proxies(route, &uplink->ref, ret);
}

/* The guest sends from its own addresses alone: what would not be answered by the TAP is
 * dropped (rp_filter, RFC 3704). */
static void want_settings(const struct route *route, struct option_values *ret)
{
	option_values_set(ret, routed_setting("ipv4.forwarding"),
			  route->forward != FORWARD_NONE);
	option_values_set(ret, routed_setting("ipv4.rp_filter"), 1);
	if (route_has_family(route, true))
		option_values_set(ret, routed_setting("ipv6.accept_ra"), 0);
}

/* A host that forwards IPv6 takes no advertisements, and gives up the default route that
 * it has by one, but on devices with accept_ra=2 (rt6_purge_dflt_routers() in
 * net/ipv6/route.c). */
static void want_advertisements(const struct seen *seen, struct routed_want *want)
{
	size_t accept_ra = routed_setting("ipv6.accept_ra");

	for (size_t i = 0; i < seen->advertised.count; i++) {
		const struct link *link = &seen->advertised.links[i];

		if (option_values_have(&link->settings, accept_ra) &&
		    link->settings.value[accept_ra])
			routed_want_of_host(want, &link->ref, &link->settings,
					    "ipv6.accept_ra", 2);
	}
}

static void want_of_host(const struct route *route, const struct seen *seen,
			 const struct link *uplink, struct routed_want *want)
{
	static const struct link_ref all = {.name = "all"};

	if (route_has_family(route, false))
		routed_want_of_host(want, &uplink->ref, &uplink->settings,
				    "ipv4.forwarding", 1);
	if (!route_has_family(route, true))
		return;
	want_advertisements(seen, want);
	routed_want_of_host(want, &uplink->ref, &uplink->settings, "ipv6.proxy_ndp", 1);
	routed_want_of_host(want, &all, &seen->all_settings, "ipv6.forwarding", 1);
}

uint64_t route_want_settings(void)
{
	static const char *const names[] = {"ipv4.forwarding", "ipv4.rp_filter",
					    "ipv6.forwarding", "ipv6.accept_ra",
					    "ipv6.proxy_ndp"};
	uint64_t settings = 0;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		settings |= UINT64_C(1) << routed_setting(names[i]);
	return settings;
}

int route_want(const struct rule *rule, const struct seen *seen,
	       const struct link_ref *tap, const struct link *uplink, uint32_t nic_mtu,
	       struct routed_want *ret, struct error *err)
{
	const struct route *route = &rule->route;
	struct routed_want want = {.mtu = rule->attach.mtu ? rule->attach.mtu : nic_mtu,
				   .ipv6 = route_has_family(route, true)};

	route_want_entries(route, tap, uplink, &want.entries);
	want_settings(route, &want.settings);
	if (uplink)
		want_of_host(route, seen, uplink, &want);
	if (want.entries.no_memory) {
		routed_want_clear(&want);
		return error_set(err, ENOMEM, "no memory for a guest's addresses");
	}
	*ret = want;
	return 0;
}
