/* show_json.c - a host's bridges as one JSON document, for programs */
#include "hook/show/show_json.h"

#include <json-c/json.h>

#include "hook/show/port_words.h"
#include "hook/show/utf8.h"

enum { TEXT_MAX = 4096 /* bytes of a name; what is longer is cut */ };

static void add_text(struct json_object *object, const char *key, const char *text)
{
	char mended[TEXT_MAX];

	if (!text)
		return;
	utf8_mend(text, mended, sizeof(mended));
	json_object_object_add(object, key, json_object_new_string(mended));
}

static void add_number(struct json_object *object, const char *key, int64_t number)
{
	json_object_object_add(object, key, json_object_new_int64(number));
}

static void add_bool(struct json_object *object, const char *key, bool value)
{
	json_object_object_add(object, key, json_object_new_boolean(value));
}

static void add_mac(struct json_object *object, const uint8_t mac[MAC_BYTES])
{
	char text[MAC_TEXT];

	text_print_mac(mac, text);
	add_text(object, "mac", text);
}

static struct json_object *add_array(struct json_object *object, const char *key)
{
	struct json_object *array = json_object_new_array();

	json_object_object_add(object, key, array);
	return array;
}

/* What any device has. */
static struct json_object *device_json(const struct link *link)
{
	struct json_object *object = json_object_new_object();
	enum health health;

	add_text(object, "name", link->ref.name);
	add_text(object, "state", port_words_state(link, &health));
	add_bool(object, "carrier", link->carrier);
	add_mac(object, link->mac);
	add_number(object, "mtu", link->mtu);
	return object;
}

/* Flags and numbers as such, the rest as the policy writes it. */
static void add_option(struct json_object *object, const struct link_option *option,
		       uint64_t value)
{
	char text[OPTION_TEXT];

	option_print(option, value, text, sizeof(text));
	if (option_is_flag(option))
		add_bool(object, option->name, value);
	else if (option_is_time(option))
		json_object_object_add(
			object, option->name,
			json_object_new_double_s((double)value / 100, text));
	else if (option->type == OPTION_MAC || option->type == OPTION_PROTOCOL)
		add_text(object, option->name, text);
	else
		add_number(object, option->name, (int64_t)value);
}

static struct json_object *options_json(const struct link *port)
{
	struct json_object *object = json_object_new_object();

	for (size_t i = 0; i < port_options.count; i++)
		if (port_words_changed(port, i))
			add_option(object, &port_options.rows[i], port->port.value[i]);
	return object;
}

static struct json_object *bridge_options_json(const struct link *bridge)
{
	struct json_object *object = json_object_new_object();

	for (size_t i = 0; i < bridge_options.count; i++)
		if (port_words_bridge_changed(bridge, i))
			add_option(object, &bridge_options.rows[i],
				   bridge->bridge.value[i]);
	return object;
}

/* As bridge(8) has them: {"vlan": 10, "vlanEnd": 20, "flags": []}. */
static struct json_object *vlan_json(unsigned first, unsigned last, int how)
{
	struct json_object *object = json_object_new_object(), *flags;

	add_number(object, "vlan", first);
	if (last > first)
		add_number(object, "vlanEnd", last);
	flags = add_array(object, "flags");
	if (how & VLAN_PVID)
		json_object_array_add(flags, json_object_new_string("PVID"));
	if (how & VLAN_UNTAGGED)
		json_object_array_add(flags, json_object_new_string("Egress Untagged"));
	return object;
}

static struct json_object *vlans_json(const struct vlan_set *set)
{
	struct json_object *array = json_object_new_array();

	for (unsigned first = VLAN_MIN, last; first <= VLAN_MAX; first = last + 1) {
		last = vlan_set_run_end(set, first);
		if (vlan_set_has(set, first))
			json_object_array_add(
				array, vlan_json(first, last, vlan_set_how(set, first)));
	}
	return array;
}

static struct json_object *behind_json(const struct behind *behind)
{
	struct json_object *object = json_object_new_object();

	add_text(object, "kind", behind_words[behind->kind]);
	add_text(object, "name", behind->name);
	add_text(object, "uuid", behind->uuid);
	add_text(object, "alias", behind->alias);
	if (behind->has_mac)
		add_mac(object, behind->mac);
	if (behind->pid)
		add_number(object, "pid", behind->pid);
	add_text(object, "user", behind->user);
	return object;
}

static struct json_object *port_json(const struct port_view *port, bool vlans)
{
	struct json_object *object = device_json(port->link);

	add_text(object, "kind", port_words_kind(port->link));
	json_object_object_add(object, "options", options_json(port->link));
	if (vlans)
		json_object_object_add(object, "vlans", vlans_json(&port->link->vlans));
	json_object_object_add(object, "behind", behind_json(&port->behind));
	return object;
}

static bool speaks_stp(const struct link *bridge)
{
	return option_values_have(&bridge->bridge, BRIDGE_stp_state) &&
	       bridge->bridge.value[BRIDGE_stp_state];
}

static struct json_object *bridge_json(const struct bridge_view *bridge)
{
	struct json_object *object = device_json(bridge->link), *ports;

	add_bool(object, "stp", speaks_stp(bridge->link));
	add_bool(object, "vlan_filtering", link_filters_vlans(bridge->link));
	json_object_object_add(object, "options", bridge_options_json(bridge->link));
	ports = add_array(object, "ports");
	for (size_t i = 0; i < bridge->port_count; i++)
		json_object_array_add(ports, port_json(&bridge->ports[i],
						       link_filters_vlans(bridge->link)));
	return object;
}

int show_json(FILE *out, const struct host_view *view)
{
	struct json_object *json = json_object_new_object();
	struct json_object *bridges = add_array(json, "bridges");
	int written;

	for (size_t i = 0; i < view->bridge_count; i++)
		json_object_array_add(bridges, bridge_json(&view->bridges[i]));
	written =
		fprintf(out, "%s\n",
			json_object_to_json_string_ext(
				json, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
					      JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
	return written < 0 ? -1 : 0;
}
