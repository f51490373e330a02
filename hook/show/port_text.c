/* port_text.c - a bridge's and a port's state and options, as show prints them */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/show/port_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ETHERNET_MTU = 1500 };

static const struct {
	const char *word;
	enum health health;
} states[] = {
	[PORT_DISABLED] = {"disabled", HEALTH_BAD},
	[PORT_LISTENING] = {"listening", HEALTH_WAITING},
	[PORT_LEARNING] = {"learning", HEALTH_WAITING},
	[PORT_FORWARDING] = {"forwarding", HEALTH_GOOD},
	[PORT_BLOCKING] = {"blocking", HEALTH_WAITING},
};

const char *port_text_state(const struct link *link, enum health *ret_health)
{
	*ret_health = HEALTH_BAD;
	if (!link->up)
		return "down";
	if (!link->carrier) {
		/* A bridge has no carrier until one of its ports has. */
		*ret_health = link->is_port ? HEALTH_BAD : HEALTH_WAITING;
		return "no-carrier";
	}
	*ret_health = link->is_port ? states[link->state].health : HEALTH_GOOD;
	return link->is_port ? states[link->state].word : "up";
}

const char *port_text_kind(const struct link *link)
{
	if (link->kind == LINK_TAP)
		return "tap";
	return link->type[0] ? link->type : "hardware";
}

/* What port_cost() in net/bridge/br_if.c makes of a link's speed, which is not known
 * here; a TAP says that it has 10 Mbit/s or, of late, 10 Gbit/s. */
static bool is_cost_by_kernel(uint32_t cost)
{
	static const uint32_t costs[] = {1, 2, 4, 19, 100};

	for (size_t i = 0; i < ARRAY_SIZE(costs); i++)
		if (costs[i] == cost)
			return true;
	return false;
}

bool port_text_changed(const struct link *port, size_t option)
{
	uint32_t value = port->port.value[option];

	if (!option_values_have(&port->port, option))
		return false;
	if (port_options.rows[option].initial == OPTION_BY_KERNEL)
		return !is_cost_by_kernel(value);
	return value != port_options.rows[option].initial;
}

bool port_text_bridge_changed(const struct link *bridge, size_t option)
{
	const struct link_option *row = &bridge_options.rows[option];

	return option_values_have(&bridge->bridge, option) &&
	       !option_same(row, bridge->bridge.value[option], row->initial);
}

static void add_word(char *text, size_t size, const char *name, const char *value)
{
	size_t used = strlen(text);

	snprintf(text + used, size - used, "%s%s=%s", used ? " " : "", name, value);
}

static void show_mtu(char *text, size_t size, const struct link *link)
{
	char value[16];

	if (link->mtu == ETHERNET_MTU)
		return;
	snprintf(value, sizeof(value), "%u", link->mtu);
	add_word(text, size, "mtu", value);
}

/* "vlan.state:10-20=blocking" */
static void add_vlan_value(char *text, size_t size, const struct vlan_value *value)
{
	const struct link_option *option = &vlan_options.rows[value->option];
	char name[48], range[VLAN_RANGE_TEXT], printed[OPTION_TEXT];

	vlan_range_print(value->first, value->last, range);
	snprintf(name, sizeof(name), "vlan.%s:%s", option->name, range);
	option_print(option, value->value, printed, sizeof(printed));
	add_word(text, size, name, printed);
}

void port_text_port(const struct link *port, char *ret, size_t size)
{
	char value[16];

	ret[0] = '\0';
	for (size_t i = 0; i < port_options.count; i++) {
		if (!port_text_changed(port, i))
			continue;
		option_print(&port_options.rows[i], port->port.value[i], value,
			     sizeof(value));
		add_word(ret, size, port_options.rows[i].name, value);
	}
	for (size_t i = 0; i < port->vlan_values.count; i++)
		add_vlan_value(ret, size, &port->vlan_values.all[i]);
	show_mtu(ret, size, port);
}

void port_text_bridge(const struct link *bridge, char *ret, size_t size)
{
	char value[OPTION_TEXT];

	ret[0] = '\0';
	for (size_t i = 0; i < bridge_options.count; i++) {
		if (!port_text_bridge_changed(bridge, i))
			continue;
		option_print(&bridge_options.rows[i], bridge->bridge.value[i], value,
			     sizeof(value));
		add_word(ret, size, bridge_options.rows[i].name, value);
	}
	show_mtu(ret, size, bridge);
}

void port_text_routed(const struct port_view *port, char *ret, size_t size)
{
	const struct port_rule *rule = port->rule;
	char text[HOST_ADDRESS_TEXT + 8];

	ret[0] = '\0';
	for (size_t i = 0; i < port->has->address_count; i++) {
		snprintf(text, sizeof(text), "%s/%u", port->has->addresses[i].address,
			 port->has->addresses[i].prefix);
		add_word(ret, size, "address", text);
	}
	for (size_t i = 0; i < port->has->route_count; i++)
		add_word(ret, size, "route", port->has->routes[i].to);
	if (!rule || !rule->forward)
		return;
	snprintf(text, sizeof(text), "%s%s%s", rule->forward, rule->uplink[0] ? ":" : "",
		 rule->uplink);
	add_word(ret, size, "forward", text);
}

void port_text_edge(const struct port_view *port, char *ret, size_t size)
{
	char frames[24];

	if (port->has)
		port_text_routed(port, ret, size);
	else
		port_text_port(port->link, ret, size);
	if (!port->drops || !port->drops->frames)
		return;
	snprintf(frames, sizeof(frames), "%" PRIu64, port->drops->frames);
	add_word(ret, size, "filtered", frames);
}
