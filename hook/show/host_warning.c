/* host_warning.c - what is odd about a host's bridges and their ports */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/show/host_warning.h"

#include <string.h>

#include "hook/show/port_mac.h"

/* Where a warning goes. */
struct sink {
	void (*warn)(const char *text, void *data);
	void *data;
};

static void warn_of_mac(const struct sink *sink, const struct bridge_view *bridge,
			const struct port_view *a, const struct port_view *b)
{
	const uint8_t *mac = port_mac_of(a)[0] == 0xfe ? port_mac_of(b) : port_mac_of(a);
	char mac_text[MAC_TEXT], text[256];

	text_print_mac(mac, mac_text);
	snprintf(text, sizeof(text),
		 "%s and %s on %s have the same MAC, %s, and frames for it reach one of "
		 "the two only; give each NIC a MAC of its own",
		 a->link->ref.name, b->link->ref.name, bridge->link->ref.name, mac_text);
	sink->warn(text, sink->data);
}

static void find_twin(const struct sink *sink, const struct bridge_view *bridge, size_t i)
{
	const struct port_view *twin = port_mac_twin(bridge, i);

	if (twin)
		warn_of_mac(sink, bridge, &bridge->ports[i], twin);
}

static bool may_spoof(const struct port_view *port)
{
	return port->arrived && !port->link->port.value[PORT_locked];
}

/* Of a guest with several such ports, at the first. */
static void find_arrived(const struct sink *sink, const struct bridge_view *bridge,
			 size_t i)
{
	const struct port_owner *owner = &bridge->ports[i].owner;
	const char *name = owner->name ? owner->name : owner->uuid;
	char text[768];

	if (!may_spoof(&bridge->ports[i]))
		return;
	for (size_t j = 0; j < i; j++)
		if (may_spoof(&bridge->ports[j]) &&
		    owner_same(&bridge->ports[j].owner, owner))
			return;
	snprintf(
		text, sizeof(text),
		"guest '%.100s' has migrated to this host, and its <antispoof> is not in "
		"force yet on %s; put it in force (onebridge sync %s)",
		name, bridge->link->ref.name, text_for_shell(name).text);
	sink->warn(text, sink->data);
}

static bool is_port(const struct host_view *view, const char *device)
{
	for (size_t i = 0; i < view->bridge_count; i++)
		for (size_t j = 0; j < view->bridges[i].port_count; j++)
			if (!strcmp(view->bridges[i].ports[j].link->ref.name, device))
				return true;
	return false;
}

/* It is in no bridge, where it would be seen. */
static void find_cut_off(const struct sink *sink, const struct host_view *view,
			 const struct port_rule *rule)
{
	char text[768];

	if (!rule->rejected || is_port(view, rule->device))
		return;
	snprintf(text, sizeof(text),
		 "%s of guest '%.100s' is cut off: rule '%.100s' rejects it (%.200s:%u)",
		 rule->device, rule->guest ? rule->guest : "", rule->name, rule->file,
		 rule->line);
	sink->warn(text, sink->data);
}

void host_warning_find(const struct host_view *view,
		       void (*warn)(const char *text, void *data), void *data)
{
	const struct sink sink = {warn, data};

	for (size_t i = 0; i < view->bridge_count; i++)
		for (size_t j = 0; j < view->bridges[i].port_count; j++) {
			find_twin(&sink, &view->bridges[i], j);
			find_arrived(&sink, &view->bridges[i], j);
		}
	for (size_t i = 0; view->rules && i < view->rules->count; i++)
		find_cut_off(&sink, view, &view->rules->all[i]);
}
