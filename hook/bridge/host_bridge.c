/* host_bridge.c - what this host has of a <bridge>, or would have after bridge up */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/host_bridge.h"

#include <string.h>

#include "hook/bridge/bridge_mac.h"
#include "hook/bridge/bridge_token.h"

void host_bridge_clear(struct host_bridge *host)
{
	host_addresses_clear(&host->has);
	host_uplink_clear(&host->uplink);
}

/* --- decide */

bool host_address_is_static(const struct host_address *address)
{
	return address->giver == HOST_ADMIN;
}

bool host_route_is_static(const struct host_route *route)
{
	return route->giver == HOST_ADMIN;
}

static void add_to_family(struct host_family *family, enum host_giver giver)
{
	family->has_static |= giver == HOST_ADMIN;
	family->by_dhcp |= giver == HOST_DHCP;
	family->by_router |= giver == HOST_ROUTER;
	family->has_router_address |= giver == HOST_ROUTER;
}

static void add_default_route(struct host_family *family, const struct host_route *route)
{
	if (route->giver == HOST_ADMIN || strcmp(route->to, "default") != 0)
		return;
	family->has_metric = true;
	family->metric = route->metric;
}

static uint64_t setting_of(const struct host_bridge *host, const char *name,
			   uint64_t unknown)
{
	size_t index = option_index(option_find(&ip_settings, name));

	return option_values_have(&host->settings, index) ? host->settings.value[index]
							  : unknown;
}

void host_bridge_decide(struct host_bridge *host)
{
	struct host_addresses *has = &host->has;

	host_addresses_settle(has, strstr(host->client, "udhcpc") != NULL);
	for (size_t i = 0; i < has->address_count; i++)
		add_to_family(has->addresses[i].ipv6 ? &host->ipv6 : &host->ipv4,
			      has->addresses[i].giver);
	for (size_t i = 0; i < has->route_count; i++) {
		struct host_family *family =
			has->routes[i].ipv6 ? &host->ipv6 : &host->ipv4;

		family->by_router |= has->routes[i].giver == HOST_ROUTER;
		add_default_route(family, &has->routes[i]);
	}
	if (host->bridge->uplink.addresses == ADDRESSES_DHCP)
		host->ipv4.by_dhcp = true;
	host->ipv6.ignores_router =
		!host->ipv6.by_router && setting_of(host, "ipv6.accept_ra", 1) == 0;
	host->privacy = setting_of(host, "ipv6.use_tempaddr", 0);
}

/* --- look */

/* As bridge up gives it. */
static void choose_mac(struct host_bridge *host, const struct link *link)
{
	static const uint8_t none[MAC_BYTES];
	uint8_t mac[MAC_BYTES] = {};

	if (host->bridge->has_mac)
		memcpy(mac, host->bridge->mac, MAC_BYTES);
	else if (link->ref.ifindex)
		memcpy(mac, link->mac, MAC_BYTES);
	else if (host->uplink.link.ref.ifindex)
		memcpy(mac, host->uplink.link.mac, MAC_BYTES);
	else if (!host->bridge->uplink.dev[0])
		bridge_mac_choose(host->bridge->name, mac);
	if (memcmp(mac, none, MAC_BYTES) != 0)
		text_print_mac(mac, host->mac);
}

static bool has_ipv6(const struct host_bridge *host, const struct link *link)
{
	if (link->ref.ifindex)
		return link->ipv6.on;
	return host->uplink.link.ref.ifindex ? host->uplink.link.ipv6.on : true;
}

static int look_at_addresses(struct net *net, const struct link *link,
			     struct host_bridge *host, struct error *err)
{
	const struct link_ref *device = &link->ref;
	int r = net->ops->list_addresses(net->self, device->ifindex, &host->has, err);

	if (r < 0)
		return r;
	memcpy(host->token, link->token, IPV6_BYTES);
	if (net->dhcp)
		net->dhcp->find(device->name, host->client);
	if (net->ops->read_settings) {
		net->ops->read_settings(net->self, IP_SETTINGS_ALL, device->name,
					&host->settings, NULL);
		net->ops->read_settings(net->self, IP_SETTINGS_ALL, "default",
					&host->defaults, NULL);
	}
	return net->ops->list_rules(net->self, device->name, host->rules,
				    sizeof(host->rules), err);
}

/* As bridge up gives it: to a bridge of another MAC. */
static void choose_token(struct host_bridge *host)
{
	static const uint8_t none[IPV6_BYTES];
	const struct link *uplink = &host->uplink.link;
	char mac[MAC_TEXT];

	text_print_mac(uplink->mac, mac);
	if (strcmp(mac, host->mac) != 0 && !memcmp(host->token, none, IPV6_BYTES) &&
	    bridge_token_is_needed(&host->has, uplink->mac))
		bridge_token_of_mac(uplink->mac, host->token);
}

/* Those of the bridge if it has any already, else the uplink's. */
static int look_for_addresses(struct net *net, const struct link *link,
			      struct host_bridge *host, struct error *err)
{
	bool moves = host->bridge->uplink.addresses >= ADDRESSES_MOVE;
	uint32_t uplink = host->uplink.link.ref.ifindex;
	int on_bridge = 0, on_uplink = 0, r;

	if (link->ref.ifindex)
		on_bridge = net->ops->has_addresses(net->self, link->ref.ifindex, err);
	if (on_bridge >= 0 && uplink)
		on_uplink = net->ops->has_addresses(net->self, uplink, err);
	if (on_bridge < 0 || on_uplink < 0)
		return on_bridge < 0 ? on_bridge : on_uplink;
	host->uplink_keeps = on_uplink && (on_bridge || !moves);
	if (on_bridge)
		return look_at_addresses(net, link, host, err);
	if (!uplink || !moves)
		return 0;
	r = look_at_addresses(net, &host->uplink.link, host, err);
	if (r == 0)
		choose_token(host);
	return r;
}

int host_bridge_look(struct net *net, const struct policy_bridge *bridge,
		     struct host_bridge *ret, struct error *err)
{
	struct link link = {};
	int r;

	ret->bridge = bridge;
	r = net_find(net, bridge->name, &link, err);
	if (r < 0)
		return r;
	if (r == 1)
		link.ref.ifindex = 0;
	r = host_uplink_look(net, bridge->uplink.dev, &link.ref, &ret->uplink, err);
	if (r < 0)
		return r;
	choose_mac(ret, &link);
	ret->ipv6_on = has_ipv6(ret, &link);
	r = look_for_addresses(net, &link, ret, err);
	if (r < 0)
		return r;
	host_bridge_decide(ret);
	return 0;
}
