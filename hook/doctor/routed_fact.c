/* routed_fact.c - what the host has on a TAP that is in no bridge */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/doctor/routed_fact.h"

#include <string.h>

static void add_net(struct nic_fact *fact, const char *text)
{
	struct ip_prefix *net = &fact->nets[fact->net_count];

	if (fact->net_count < ROUTED_NETS && ip_prefix_read(text, net))
		fact->net_count++;
}

static void note_addresses(struct nic_fact *fact, const struct host_addresses *has)
{
	if (has->address_count)
		snprintf(fact->address, sizeof(fact->address), "%s/%u",
			 has->addresses[0].address, has->addresses[0].prefix);
	for (size_t i = 0; i < has->address_count; i++)
		add_net(fact, has->addresses[i].network);
	for (size_t i = 0; i < has->route_count; i++)
		add_net(fact, has->routes[i].to);
}

/* By the device's own setting: ip_route_input_slow() in net/ipv4/route.c. */
static bool forwards_ipv4(struct net *net, const char *device)
{
	size_t index = option_index(option_find(&ip_settings, "ipv4.forwarding"));
	struct option_values values = {};

	net->ops->read_settings(net->self, UINT64_C(1) << index, device, &values, NULL);
	return option_values_have(&values, index) && values.value[index];
}

void routed_fact_look(struct net *net, struct nic_fact *fact)
{
	struct host_addresses has = {};
	uint32_t ifindex = fact->tap->ref.ifindex;

	fact->has_addresses = net->ops->has_addresses(net->self, ifindex, NULL) == 1;
	if (!fact->has_addresses)
		return;
	fact->forwards = forwards_ipv4(net, fact->tap->ref.name);
	net->ops->list_addresses(net->self, ifindex, &has, NULL);
	host_addresses_settle(&has, false);
	note_addresses(fact, &has);
	host_addresses_clear(&has);
}

/* Every device may have a link-local network. */
bool routed_fact_has(const struct nic_fact *fact, bool ipv6)
{
	static const uint8_t link_local[] = {0xfe, 0x80};

	for (size_t i = 0; i < fact->net_count; i++)
		if (fact->nets[i].ipv6 == ipv6 &&
		    !(ipv6 && !memcmp(fact->nets[i].bytes, link_local, 2)))
			return true;
	return false;
}
