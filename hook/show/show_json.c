/* show_json.c - a host's bridges as one JSON document, for programs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/show/show_json.h"

#include <string.h>

#include "hook/show/host_warning.h"
#include "hook/show/output.h"
#include "hook/show/port_text.h"

/* What any device has. */
static struct json_object *device_json(const struct link *link)
{
	struct json_object *object = json_object_new_object();
	enum health health;

	json_add_text(object, "name", link->ref.name);
	json_add_text(object, "state", port_text_state(link, &health));
	json_add_bool(object, "carrier", link->carrier);
	json_add_mac(object, "mac", link->mac);
	json_add_number(object, "mtu", link->mtu);
	return object;
}

static void add_option(struct json_object *object, const struct link_option *option,
		       uint64_t value)
{
	if (option_is_flag(option))
		json_add_bool(object, option->name, value);
	else
		json_object_object_add(object, option->name, json_option(option, value));
}

static struct json_object *options_json(const struct link *port)
{
	struct json_object *object = json_object_new_object();

	for (size_t i = 0; i < port_options.count; i++)
		if (port_text_changed(port, i))
			add_option(object, &port_options.rows[i], port->port.value[i]);
	return object;
}

static struct json_object *bridge_options_json(const struct link *bridge)
{
	struct json_object *object = json_object_new_object();

	for (size_t i = 0; i < bridge_options.count; i++)
		if (port_text_bridge_changed(bridge, i))
			add_option(object, &bridge_options.rows[i],
				   bridge->bridge.value[i]);
	return object;
}

/* As bridge(8) has them: {"vlan": 10, "vlanEnd": 20, "flags": []}. */
static struct json_object *vlan_json(unsigned first, unsigned last, int how)
{
	struct json_object *object = json_object_new_object(), *flags;

	json_add_number(object, "vlan", first);
	if (last > first)
		json_add_number(object, "vlanEnd", last);
	flags = json_add_array(object, "flags");
	if (how & VLAN_PVID)
		json_object_array_add(flags, json_object_new_string("PVID"));
	if (how & VLAN_UNTAGGED)
		json_object_array_add(flags, json_object_new_string("Egress Untagged"));
	return object;
}

static void add_vlan_options(struct json_object *object, const struct vlan_values *values,
			     unsigned vlan)
{
	for (size_t i = 0; i < vlan_options.count; i++) {
		const struct vlan_value *value = vlan_values_find(values, i, vlan);

		if (value)
			add_option(object, &vlan_options.rows[i], value->value);
	}
}

static struct json_object *vlans_json(const struct link *port)
{
	const struct vlan_set *set = &port->vlans;
	struct json_object *array = json_object_new_array();

	for (unsigned first = VLAN_MIN, last; first <= VLAN_MAX; first = last + 1) {
		struct json_object *object;

		last = vlan_values_run_end(&port->vlan_values, first,
					   vlan_set_run_end(set, first));
		if (!vlan_set_has(set, first))
			continue;
		object = vlan_json(first, last, vlan_set_how(set, first));
		add_vlan_options(object, &port->vlan_values, first);
		json_object_array_add(array, object);
	}
	return array;
}

static struct json_object *owner_json(const struct port_owner *owner)
{
	struct json_object *object = json_object_new_object();

	json_add_text(object, "kind", owner_words[owner->kind]);
	json_add_text(object, "name", owner->name);
	json_add_text(object, "uuid", owner->uuid);
	json_add_text(object, "alias", owner->alias);
	if (owner->has_mac)
		json_add_mac(object, "mac", owner->mac);
	if (owner->pid)
		json_add_number(object, "pid", owner->pid);
	json_add_text(object, "user", owner->user);
	return object;
}

static struct json_object *rule_json(const struct port_rule *rule)
{
	struct json_object *object = json_object_new_object();

	json_add_text(object, "name", rule->name);
	json_add_text(object, "file", rule->file);
	if (rule->line)
		json_add_number(object, "line", rule->line);
	return object;
}

static void json_add_rule(struct json_object *object, const struct port_rule *rule)
{
	if (!rule || !(rule->name || rule->by_state))
		return;
	if (rule->name)
		json_object_object_add(object, "rule", rule_json(rule));
	json_add_bool(object, "in_sync", rule->in_sync);
}

struct json_object *show_json_drops(const struct filter_drops *drops)
{
	struct json_object *object = json_object_new_object();
	struct json_object *reasons = json_object_new_object();

	json_add_number(object, "frames", (int64_t)drops->frames);
	for (size_t i = 0; i < drops->reason_count; i++)
		json_add_number(reasons, drops->reasons[i].text,
				(int64_t)drops->reasons[i].frames);
	json_object_object_add(object, "reasons", reasons);
	return object;
}

static void json_add_behind(struct json_object *object, const struct port_view *port)
{
	json_object_object_add(object, "behind", owner_json(&port->owner));
	json_add_rule(object, port->rule);
	if (port->drops)
		json_object_object_add(object, "filtered", show_json_drops(port->drops));
}

static struct json_object *port_json(const struct port_view *port, bool vlans)
{
	struct json_object *object = device_json(port->link);

	json_add_text(object, "kind", port_text_kind(port->link));
	json_object_object_add(object, "options", options_json(port->link));
	if (vlans)
		json_object_object_add(object, "vlans", vlans_json(port->link));
	json_add_behind(object, port);
	return object;
}

static void json_add_host(struct json_object *object, const struct host_addresses *has)
{
	struct json_object *addresses = json_add_array(object, "addresses");
	struct json_object *routes = json_add_array(object, "routes");
	char text[HOST_ADDRESS_TEXT + 8];

	for (size_t i = 0; i < has->address_count; i++) {
		snprintf(text, sizeof(text), "%s/%u", has->addresses[i].address,
			 has->addresses[i].prefix);
		json_object_array_add(addresses, json_text(text));
	}
	for (size_t i = 0; i < has->route_count; i++)
		json_object_array_add(routes, json_text(has->routes[i].to));
}

static void json_add_forward(struct json_object *object, const struct port_rule *rule)
{
	struct json_object *forward;

	if (!rule || !rule->forward)
		return;
	forward = json_object_new_object();
	json_add_text(forward, "mode", rule->forward);
	json_add_text(forward, "dev", rule->uplink[0] ? rule->uplink : NULL);
	json_object_object_add(object, "forward", forward);
}

static struct json_object *routed_json(const struct port_view *port)
{
	struct json_object *object = device_json(port->link);

	json_add_text(object, "kind", port_text_kind(port->link));
	json_add_host(object, port->has);
	json_add_forward(object, port->rule);
	json_add_behind(object, port);
	return object;
}

static struct json_object *member_json(const struct bridge_view *group,
				       const struct port_view *port)
{
	return port->has ? routed_json(port)
			 : port_json(port, bridge_view_has_vlans(group));
}

char *show_json_port_text(const struct bridge_view *bridge, const struct port_view *port)
{
	struct json_object *object = member_json(bridge, port);
	char *text =
		strdup(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN));

	json_object_put(object);
	return text;
}

static bool speaks_stp(const struct link *bridge)
{
	return option_values_have(&bridge->bridge, BRIDGE_stp_state) &&
	       bridge->bridge.value[BRIDGE_stp_state];
}

static struct json_object *bridge_json(const struct bridge_view *bridge)
{
	struct json_object *object = device_json(bridge->link), *ports;

	json_add_bool(object, "stp", speaks_stp(bridge->link));
	json_add_bool(object, "vlan_filtering", link_filters_vlans(bridge->link));
	json_object_object_add(object, "options", bridge_options_json(bridge->link));
	ports = json_add_array(object, "ports");
	for (size_t i = 0; i < bridge->port_count; i++)
		json_object_array_add(ports, member_json(bridge, &bridge->ports[i]));
	return object;
}

/* With the first one the array, too. */
static void add_warning(const char *text, void *data)
{
	struct json_object *document = data;
	struct json_object *array = json_object_object_get(document, "warnings");

	if (!array)
		array = json_add_array(document, "warnings");
	json_object_array_add(array, json_text(text));
}

static void json_add_routed(struct json_object *document,
			    const struct bridge_view *routed)
{
	struct json_object *array;

	if (!routed->port_count)
		return;
	array = json_add_array(document, "routed");
	for (size_t i = 0; i < routed->port_count; i++)
		json_object_array_add(array, member_json(routed, &routed->ports[i]));
}

int show_json(FILE *out, const struct host_view *view)
{
	struct json_object *document = json_document();
	struct json_object *bridges;

	if (view->watcher > 0)
		json_add_number(document, "watcher", view->watcher);
	bridges = json_add_array(document, "bridges");
	for (size_t i = 0; i < view->bridge_count; i++)
		json_object_array_add(bridges, bridge_json(&view->bridges[i]));
	json_add_routed(document, &view->routed);
	host_warning_find(view, add_warning, document);
	return json_document_print(document, out);
}
