/* show_metrics.c - a host's guest ports as metrics, for Prometheus
 *
 * What a guest receives is what its TAP sends. Format:
 * prometheus.io/docs/instrumenting/exposition_formats.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/show/show_metrics.h"

#include <inttypes.h>
#include <stddef.h>

#include "hook/show/output.h"
#include "netcore/utf8.h"

enum { LABEL_TEXT = 1024 };

static void print_head(FILE *out, const char *name, const char *type, const char *help)
{
	fprintf(out, "# HELP onebridge_%s %s\n# TYPE onebridge_%s %s\n", name, help, name,
		type);
}

/* A text that is NULL is an empty one, which is as good as none. */
static void print_label(FILE *out, const char *name, const char *value)
{
	char text[LABEL_TEXT];

	utf8_mend(value ? value : "", text, sizeof(text));
	fprintf(out, "%s=\"", name);
	for (const char *at = text; *at; at++)
		if (*at == '\n')
			fputs("\\n", out);
		else
			fprintf(out, "%s%c", *at == '"' || *at == '\\' ? "\\" : "", *at);
	fputc('"', out);
}

/* Another program that holds a TAP is no guest. */
static const char *guest_of(const struct port_owner *owner)
{
	return owner->kind == OWNER_PROCESS ? NULL : owner->name;
}

static void print_port(FILE *out, const char *name, const struct port_view *port)
{
	fprintf(out, "onebridge_%s{", name);
	print_label(out, "guest", guest_of(&port->owner));
	fputc(',', out);
	print_label(out, "alias", port->owner.alias);
	fputc(',', out);
	print_label(out, "device", port->link->ref.name);
}

/* --- a value for each port of a guest */

typedef void (*print_sample)(FILE *out, const struct bridge_view *bridge,
			     const struct port_view *port, const void *data);

static bool is_guests(const struct port_view *port)
{
	return port->link->kind == LINK_TAP;
}

static void each_port(FILE *out, const struct host_view *view, print_sample print,
		      const void *data)
{
	for (size_t i = 0; i < host_view_group_count(view); i++) {
		const struct bridge_view *group = host_view_group(view, i);

		for (size_t j = 0; j < group->port_count; j++)
			if (is_guests(&group->ports[j]))
				print(out, group, &group->ports[j], data);
	}
}

static void print_info(FILE *out, const struct bridge_view *bridge,
		       const struct port_view *port, const void *data)
{
	print_port(out, "port_info", port);
	fputc(',', out);
	print_label(out, "uuid", port->owner.uuid);
	fputc(',', out);
	print_label(out, "bridge", bridge->link ? bridge->link->ref.name : NULL);
	fputc(',', out);
	print_label(out, "rule", port->rule ? port->rule->name : NULL);
	fputs("} 1\n", out);
}

static void print_forwarding(FILE *out, const struct bridge_view *bridge,
			     const struct port_view *port, const void *data)
{
	const struct link *link = port->link;

	print_port(out, "port_forwarding", port);
	fprintf(out, "} %d\n",
		link->up && link->carrier &&
			(!link->is_port || link->state == PORT_FORWARDING));
}

static void print_in_sync(FILE *out, const struct bridge_view *bridge,
			  const struct port_view *port, const void *data)
{
	if (!port->rule || !(port->rule->name || port->rule->by_state))
		return;
	print_port(out, "port_in_sync", port);
	fprintf(out, "} %d\n", port->rule->in_sync);
}

/* Each of the host's sides is the guest's other one. */
static const struct counter_row {
	const char *name, *help;
	size_t place;
} counter_rows[] = {
#define SIDES(field, words)                                                              \
	{"port_receive_" #field "_total", words " that the guest has received.",         \
	 offsetof(struct counters, sent.field)},                                         \
	{                                                                                \
		"port_transmit_" #field "_total", words " that the guest has sent.",     \
			offsetof(struct counters, received.field)                        \
	}
	SIDES(bytes, "Bytes"),
	SIDES(packets, "Frames"),
	SIDES(errors, "Errors of frames"),
	SIDES(dropped, "Frames that were dropped, of those"),
#undef SIDES
};

static void print_counter(FILE *out, const struct bridge_view *bridge,
			  const struct port_view *port, const void *data)
{
	const struct counter_row *row = data;
	const char *counters = (const char *)port->counters;

	if (!counters)
		return;
	print_port(out, row->name, port);
	fprintf(out, "} %" PRIu64 "\n", *(const uint64_t *)(counters + row->place));
}

static void print_filtered(FILE *out, const struct bridge_view *bridge,
			   const struct port_view *port, const void *data)
{
	if (!port->drops)
		return;
	print_port(out, "port_filtered_packets_total", port);
	fprintf(out, "} %" PRIu64 "\n", port->drops->frames);
}

/* --- the host */

static void print_bridges(FILE *out, const struct host_view *view)
{
	print_head(out, "bridge_ports", "gauge", "Ports of the bridge, uplinks too.");
	for (size_t i = 0; i < view->bridge_count; i++) {
		fputs("onebridge_bridge_ports{", out);
		print_label(out, "bridge", view->bridges[i].link->ref.name);
		fprintf(out, "} %zu\n", view->bridges[i].port_count);
	}
}

int show_metrics(FILE *out, const struct host_view *view)
{
	print_bridges(out, view);
	print_head(out, "port_info", "gauge", "A port of a guest, and what it is.");
	each_port(out, view, print_info, NULL);
	print_head(out, "port_forwarding", "gauge",
		   "Whether the port is up and forwards frames.");
	each_port(out, view, print_forwarding, NULL);
	print_head(out, "port_in_sync", "gauge",
		   "Whether the port is as the policy says.");
	each_port(out, view, print_in_sync, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(counter_rows); i++) {
		print_head(out, counter_rows[i].name, "counter", counter_rows[i].help);
		each_port(out, view, print_counter, &counter_rows[i]);
	}
	print_head(out, "port_filtered_packets_total", "counter",
		   "Frames of the guest that its filter has dropped.");
	each_port(out, view, print_filtered, NULL);
	if (view->watcher >= 0) {
		print_head(out, "watcher_running", "gauge",
			   "Whether onebridge watch runs.");
		fprintf(out, "onebridge_watcher_running %d\n", view->watcher > 0);
	}
	return ferror(out) ? -1 : 0;
}
