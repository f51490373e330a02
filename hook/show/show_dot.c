/* show_dot.c - a host's bridges as a picture, in Graphviz's language
 *
 * Uplinks stand on the left, bridges in the middle, all others on the right. An edge is a
 * port: its name, its options, its state by the colour. A guest is one node with a row
 * for each of its NICs, however many bridges those are in.
 *
 * Nodes are called b0, p3 and so on, so names from outside are in labels only. These are
 * Graphviz's HTML, in which only entities mean anything.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/show/show_dot.h"

#include <string.h>

#include "hook/show/output.h"
#include "netcore/utf8.h"
#include "hook/show/picture.h"
#include "hook/show/port_text.h"

enum { TEXT_MAX = 1024 /* bytes of a name; what is longer is cut */ };

#define DIM "#6b7280"
#define INK "#374151"

static void put_text(FILE *out, const char *text)
{
	static const struct {
		char byte;
		const char *entity;
	} entities[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};
	char shown[TEXT_MAX], mended[TEXT_MAX];

	text_show(text, shown, sizeof(shown));
	utf8_mend(shown, mended, sizeof(mended));
	for (const char *byte = mended; *byte; byte++) {
		size_t i = 0;

		while (i < ARRAY_SIZE(entities) && entities[i].byte != *byte)
			i++;
		if (i < ARRAY_SIZE(entities))
			fputs(entities[i].entity, out);
		else
			fputc(*byte, out);
	}
}

static void put_label_mac(FILE *out, const uint8_t mac[MAC_BYTES])
{
	char text[MAC_TEXT];

	text_print_mac(mac, text);
	fputs(text, out);
}

static void begin_table(FILE *out, const struct node_look *look)
{
	fprintf(out,
		"<table border=\"1\" cellborder=\"0\" cellspacing=\"0\" "
		"cellpadding=\"5\" style=\"rounded\" color=\"%s\" bgcolor=\"%s\">",
		look->border, look->fill);
}

/* The name, and below it, smaller, what it is. */
static void put_head(FILE *out, const char *name, const struct node_look *look)
{
	fputs("<tr><td><b>", out);
	put_text(out, name);
	fprintf(out, "</b><br/><font point-size=\"9\" color=\"%s\">%s", look->border,
		look->title);
}

static void end_head(FILE *out)
{
	fputs("</font></td></tr>", out);
}

/* --- nodes */

static void put_cluster(FILE *out, size_t number, const struct bridge_view *bridge)
{
	const struct node_look *look = &bridge_look;
	const struct link *link = bridge->link;
	char options[1024];
	enum health health;
	const char *state = port_text_state(link, &health);

	fprintf(out, "\tb%zu [label=<", number);
	begin_table(out, look);
	put_head(out, link->ref.name, look);
	fprintf(out, " · <font color=\"%s\">%s</font><br/>", edge_colours[health], state);
	put_label_mac(out, link->mac);
	port_text_bridge(link, options, sizeof(options));
	if (options[0])
		fprintf(out, "<br/>%s", options);
	end_head(out);
	fputs("</table>>]\n", out);
}

static void put_router(FILE *out, size_t number)
{
	fprintf(out, "\tb%zu [label=<", number);
	begin_table(out, &router_look);
	put_head(out, "this host", &router_look);
	end_head(out);
	fputs("</table>>]\n", out);
}

static void put_device(FILE *out, size_t number, const struct port_view *port)
{
	const struct node_look *look = &node_looks[port->owner.kind];

	fprintf(out, "\tp%zu [label=<", number);
	begin_table(out, look);
	put_head(out, port->link->ref.name, look);
	fputs(" · ", out);
	put_text(out, port_text_kind(port->link));
	fputs("<br/>", out);
	put_label_mac(out, port->link->mac);
	end_head(out);
	fputs("</table>>]\n", out);
}

static void put_nic(FILE *out, size_t number, const struct port_view *port)
{
	const struct port_owner *owner = &port->owner;

	fprintf(out, "<hr/><tr><td port=\"p%zu\" align=\"left\"><font point-size=\"10\">",
		number);
	put_text(out, owner->alias ? owner->alias : port->link->ref.name);
	if (owner->has_mac) {
		fputs(" &#160; ", out);
		put_label_mac(out, owner->mac);
	}
	fputs("</font></td></tr>", out);
}

static void put_person(FILE *out, const struct port_owner *owner)
{
	const struct node_look *look = &node_looks[owner->kind];
	const char *no_name =
		owner->kind == OWNER_PROCESS ? "(out of sight)" : "(no name)";

	put_head(out, owner->name ? owner->name : no_name, look);
	if (owner->pid)
		fprintf(out, "<br/>PID %d", (int)owner->pid);
	if (owner->user) {
		fputs(" · ", out);
		put_text(out, owner->user);
	}
	end_head(out);
}

static void put_nobody(FILE *out, const struct port_owner *owner)
{
	const struct node_look *look = &node_looks[owner->kind];

	fprintf(out, "<tr><td><font point-size=\"10\" color=\"%s\">%s", DIM, look->title);
	if (owner->name) {
		fputs("<br/>kept for ", out);
		put_text(out, owner->name);
	}
	end_head(out);
}

/* --- the graph */

struct graph {
	FILE *out;
	struct picture picture;
};

static void graph_clear(struct graph *graph)
{
	picture_clear(&graph->picture);
}

/* The node of whoever is behind that port, and behind others maybe. */
static void put_guest(const struct graph *graph, size_t number)
{
	const struct port_owner *owner = &graph->picture.ports[number]->owner;

	fprintf(graph->out, "\tp%zu [label=<", number);
	begin_table(graph->out, &node_looks[owner->kind]);
	if (picture_has_name(owner))
		put_person(graph->out, owner);
	else
		put_nobody(graph->out, owner);
	for (size_t i = number; picture_has_name(owner) && i < graph->picture.port_count;
	     i++)
		if (graph->picture.first[i] == number)
			put_nic(graph->out, i, graph->picture.ports[i]);
	fputs("</table>>]\n", graph->out);
}

static void put_ends(const struct graph *graph, size_t bridge, size_t number)
{
	const struct port_view *port = graph->picture.ports[number];

	if (port->owner.kind == OWNER_UPLINK)
		fprintf(graph->out, "\tp%zu -- b%zu", number, bridge);
	else if (picture_has_name(&port->owner))
		fprintf(graph->out, "\tb%zu -- p%zu:p%zu:w", bridge,
			graph->picture.first[number], number);
	else
		fprintf(graph->out, "\tb%zu -- p%zu", bridge, number);
}

/* The words beside an edge; gap: what is before the first line that follows. */
static const char *put_words_lines(FILE *out, char *words, const char *gap)
{
	for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
		fputs(gap, out);
		put_text(out, word);
		gap = "<br/>";
	}
	return gap;
}

/* What is written beside an edge, a line each; nothing where there is nothing to say. */
static void put_label(FILE *out, const struct port_view *port)
{
	const char *gap = ", label=<", *state;
	enum health health;
	char words[1024];

	if (!picture_is_device(port)) {
		fprintf(out, "%s<b>", gap);
		put_text(out, port->link->ref.name);
		fputs("</b>", out);
		gap = "<br/>";
	}
	state = port_text_state(port->link, &health);
	if (health != HEALTH_GOOD) {
		fprintf(out, "%s<font color=\"%s\">%s</font>", gap, edge_colours[health],
			state);
		gap = "<br/>";
	}
	port_text_edge(port, words, sizeof(words));
	gap = put_words_lines(out, words, gap);
	fputs(gap[0] == '<' ? ">]\n" : "]\n", out);
}

static void put_edge(const struct graph *graph, size_t bridge, size_t number)
{
	const struct port_view *port = graph->picture.ports[number];
	enum health health;

	port_text_state(port->link, &health);
	put_ends(graph, bridge, number);
	fprintf(graph->out, " [color=\"%s\", style=%s", edge_colours[health],
		health == HEALTH_GOOD ? "solid" : "dashed");
	put_label(graph->out, port);
}

static void put_bridges(struct graph *graph, const struct host_view *view)
{
	for (size_t i = 0; i < view->bridge_count; i++)
		put_cluster(graph->out, i, &view->bridges[i]);
	if (view->routed.port_count)
		put_router(graph->out, view->bridge_count);
	for (size_t i = 0; i < graph->picture.port_count; i++)
		if (picture_is_device(graph->picture.ports[i]))
			put_device(graph->out, i, graph->picture.ports[i]);
		else if (graph->picture.first[i] == i)
			put_guest(graph, i);
	for (size_t i = 0, number = 0; i < host_view_group_count(view); i++)
		for (size_t j = 0; j < host_view_group(view, i)->port_count; j++)
			put_edge(graph, i, number++);
}

int show_dot(FILE *out, const struct host_view *view)
{
	_cleanup_(graph_clear) struct graph graph = {.out = out};

	if (picture_make(view, &graph.picture) < 0)
		return -1;
	fputs("graph onebridge {\n"
	      "\tgraph [rankdir=LR, ranksep=1.1, nodesep=0.25, bgcolor=white, pad=0.3]\n"
	      "\tnode [shape=plain, fontname=\"Helvetica,Arial,sans-serif\", fontsize=12]\n"
	      "\tedge [fontname=\"Helvetica,Arial,sans-serif\", fontsize=9, penwidth=1.6,\n"
	      "\t      fontcolor=\"" INK "\"]\n",
	      out);
	put_bridges(&graph, view);
	if (host_view_group_count(view) == 0)
		fputs("\tnothing [label=\"this host has no bridge\"]\n", out);
	return fputs("}\n", out) < 0 || ferror(out) ? -1 : 0;
}
