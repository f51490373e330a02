/* show_svg.c - a host's bridges as a picture in a page, without Graphviz
 *
 * Three columns: uplinks, bridges, all others. A bridge is a block of rows, as high as
 * what stands on its left or right; whoever is on several bridges stands in the first
 * one's.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/show/show_svg.h"

#include <stdlib.h>
#include <string.h>

#include "hook/show/picture.h"
#include "netcore/cleanup.h"

/* Everything in the units of the drawing, which are pixels unless it is scaled. */
enum {
	LEFT = 10,
	MIDDLE = 370,
	RIGHT = 860,
	NODE = 220, /* width of a node … */
	WIDTH = RIGHT + NODE + 10,
	HEAD = 44, /* … and its height, but for the NICs */
	ROW = 18,
	GAP = 12,
	BLOCK_GAP = 24,
	NODE_LETTERS = 36, /* bytes that fit into a node … */
	NAME_LETTERS = 24, /* … as its name */
	TEXT_MAX = 1200,   /* bytes of any text */
	EDGE_LETTERS = 38, /* … and beside an edge */
};

struct drawing {
	struct page *page;
	struct picture picture;
	int *node;   /* by port: the top of its node … */
	int *edge;   /* … and where its edge ends there */
	int *bridge; /* by bridge: the top */
	int height;
};

static void drawing_clear(struct drawing *drawing)
{
	picture_clear(&drawing->picture);
	free(drawing->node);
	free(drawing->edge);
	free(drawing->bridge);
}

/* --- where everything is */

/* Puts the node of that port, and returns its height. */
static int place_node(struct drawing *drawing, size_t number, int top)
{
	const struct picture *picture = &drawing->picture;
	int height = HEAD;

	drawing->node[number] = top;
	drawing->edge[number] = top + HEAD / 2;
	if (!picture_has_name(&picture->ports[number]->owner))
		return height;
	for (size_t i = number; i < picture->port_count; i++)
		if (picture->first[i] == number) {
			drawing->edge[i] = top + height + ROW / 2;
			height += ROW;
		}
	return height + ROW / 3;
}

static int larger(int a, int b)
{
	return a > b ? a : b;
}

/* Of the ports from first on. Returns the bottom. */
static int place_bridge(struct drawing *drawing, size_t number,
			const struct bridge_view *bridge, size_t first, int top)
{
	int left = top, right = top, bottom;

	for (size_t i = first; i < first + bridge->port_count; i++) {
		bool is_uplink = drawing->picture.ports[i]->owner.kind == OWNER_UPLINK;
		int *side = is_uplink ? &left : &right;

		if (drawing->picture.first[i] == i)
			*side += place_node(drawing, i, *side) + GAP;
	}
	bottom = larger(larger(left, right) - GAP, top + HEAD);
	drawing->bridge[number] = (top + bottom - HEAD) / 2;
	return bottom;
}

static bool place_all(struct drawing *drawing, const struct host_view *view)
{
	size_t first = 0;
	int top = GAP;

	if (picture_make(view, &drawing->picture) < 0)
		return false;
	drawing->node = calloc(drawing->picture.port_count + 1, sizeof(int));
	drawing->edge = calloc(drawing->picture.port_count + 1, sizeof(int));
	drawing->bridge = calloc(host_view_group_count(view) + 1, sizeof(int));
	if (!drawing->node || !drawing->edge || !drawing->bridge)
		return false;
	for (size_t i = 0; i < host_view_group_count(view); i++) {
		const struct bridge_view *group = host_view_group(view, i);

		top = place_bridge(drawing, i, group, first, top) + BLOCK_GAP;
		first += group->port_count;
	}
	drawing->height = top;
	return true;
}

/* --- what is drawn */

/* Adds a word behind a space; an empty one adds nothing. */
static void svg_add_word(char *words, size_t size, const char *gap, const char *word)
{
	size_t used = strlen(words);

	if (word && *word && used < size)
		snprintf(words + used, size - used, "%s%s", used ? gap : "", word);
}

/* How much of it fits: it is cut before a character of UTF-8. */
static size_t cut_length(const char *text, size_t letters)
{
	size_t length = strlen(text);

	if (length <= letters)
		return length;
	while (letters && (text[letters] & 0xc0) == 0x80)
		letters--;
	return letters;
}

/* A text that is cut to so many bytes; all of it appears under the pointer. */
static void svg_put_words(const struct drawing *drawing, int x, int y, const char *class,
			  size_t letters, const char *text)
{
	struct page *page = drawing->page;
	char visible[TEXT_MAX], shown[EDGE_LETTERS + 8];
	size_t length;

	if (!*text)
		return;
	text_show_controls(text, visible, sizeof(visible));
	length = cut_length(visible, letters);
	snprintf(shown, sizeof(shown), "%.*s%s", (int)length, visible,
		 visible[length] ? "…" : "");
	page_begin(page, "text");
	page_number(page, "x", x);
	page_number(page, "y", y);
	page_attribute(page, "class", class);
	page_text(page, shown);
	page_element(page, "title", text);
	page_end(page);
	page_raw(page, "\n");
}

static void put_box(const struct drawing *drawing, int x, int y, int height,
		    const struct node_look *look)
{
	struct page *page = drawing->page;

	page_begin(page, "rect");
	page_number(page, "x", x);
	page_number(page, "y", y);
	page_number(page, "width", NODE);
	page_number(page, "height", height);
	page_number(page, "rx", 6);
	page_attribute(page, "fill", look->fill);
	page_attribute(page, "stroke", look->border);
	page_end(page);
	page_raw(page, "\n");
}

/* A box with its name, and what it is. */
static void put_node(const struct drawing *drawing, int x, int y, int height,
		     const struct node_look *look, const char *name, const char *what)
{
	put_box(drawing, x, y, height, look);
	svg_put_words(drawing, x + 10, y + 18, "name", NAME_LETTERS, name);
	svg_put_words(drawing, x + 10, y + 34, "what", NODE_LETTERS, what);
}

static void draw_bridge(const struct drawing *drawing, size_t number,
			const struct link *link)
{
	char what[TEXT_MAX] = "", options[1024], mac[MAC_TEXT];
	enum health health;

	text_print_mac(link->mac, mac);
	port_text_bridge(link, options, sizeof(options));
	svg_add_word(what, sizeof(what), "", port_text_state(link, &health));
	svg_add_word(what, sizeof(what), " · ", mac);
	svg_add_word(what, sizeof(what), " · ", options);
	put_node(drawing, MIDDLE, drawing->bridge[number], HEAD, &bridge_look,
		 link->ref.name, what);
}

static void draw_device(const struct drawing *drawing, size_t number)
{
	const struct port_view *port = drawing->picture.ports[number];
	const struct node_look *look = &node_looks[port->owner.kind];
	int x = port->owner.kind == OWNER_UPLINK ? LEFT : RIGHT;
	char what[100], mac[MAC_TEXT];

	text_print_mac(port->link->mac, mac);
	snprintf(what, sizeof(what), "%s · %s · %s", look->title,
		 port_text_kind(port->link), mac);
	put_node(drawing, x, drawing->node[number], HEAD, look, port->link->ref.name,
		 what);
}

static void draw_nic(const struct drawing *drawing, const struct port_view *port, int y)
{
	const struct port_owner *owner = &port->owner;
	const char *name = owner->alias ? owner->alias : port->link->ref.name;
	char text[300] = "", mac[MAC_TEXT] = "";

	if (owner->has_mac)
		text_print_mac(owner->mac, mac);
	svg_add_word(text, sizeof(text), "", name);
	svg_add_word(text, sizeof(text), " ", mac);
	svg_put_words(drawing, RIGHT + 10, y + 4, "what", NODE_LETTERS, text);
}

/* Who it is, below the name. */
static void describe_owner(const struct port_owner *owner, char *ret, size_t size)
{
	char pid[32] = "";

	*ret = '\0';
	svg_add_word(ret, size, "", node_looks[owner->kind].title);
	if (owner->kind == OWNER_NOBODY && owner->name)
		svg_add_word(ret, size, " · ", "the TAP is kept for it");
	if (owner->pid)
		snprintf(pid, sizeof(pid), "PID %d", (int)owner->pid);
	svg_add_word(ret, size, " · ", pid);
	svg_add_word(ret, size, " · ", owner->user);
}

static bool is_nic_of(const struct picture *picture, size_t port, size_t number)
{
	return picture->first[port] == number &&
	       picture_has_name(&picture->ports[number]->owner);
}

/* Whoever is behind that port, and behind others maybe. */
static void draw_guest(const struct drawing *drawing, size_t number)
{
	const struct picture *picture = &drawing->picture;
	const struct port_owner *owner = &picture->ports[number]->owner;
	int top = drawing->node[number], height = HEAD;
	char what[400];

	for (size_t i = number; i < picture->port_count; i++)
		if (is_nic_of(picture, i, number))
			height = drawing->edge[i] - top + ROW / 2 + ROW / 3;
	describe_owner(owner, what, sizeof(what));
	put_node(drawing, RIGHT, top, height, &node_looks[owner->kind],
		 owner->name ? owner->name : "(no name)", what);
	for (size_t i = number; i < picture->port_count; i++)
		if (is_nic_of(picture, i, number))
			draw_nic(drawing, picture->ports[i], drawing->edge[i]);
}

/* The port's name, its state unless that is good, and its options. */
static void put_edge_label(const struct drawing *drawing, const struct port_view *port,
			   int y)
{
	bool is_uplink = port->owner.kind == OWNER_UPLINK;
	char text[700] = "", options[512];
	enum health health;
	const char *state = port_text_state(port->link, &health);

	port_text_edge(port, options, sizeof(options));
	if (!picture_is_device(port))
		svg_add_word(text, sizeof(text), "", port->link->ref.name);
	if (health != HEALTH_GOOD)
		svg_add_word(text, sizeof(text), " ", state);
	svg_add_word(text, sizeof(text), " ", options);
	if (is_uplink)
		svg_put_words(drawing, LEFT + NODE + 6, y - 5, "edge", EDGE_LETTERS / 2,
			      text);
	else
		svg_put_words(drawing, RIGHT - 6, y - 5, "edge end", EDGE_LETTERS, text);
}

static void draw_edge(const struct drawing *drawing, size_t bridge, size_t number)
{
	const struct port_view *port = drawing->picture.ports[number];
	bool is_uplink = port->owner.kind == OWNER_UPLINK;
	int from = is_uplink ? LEFT + NODE : MIDDLE + NODE;
	int to = is_uplink ? MIDDLE : RIGHT, middle = (from + to) / 2;
	int y = drawing->bridge[bridge] + HEAD / 2, end = drawing->edge[number];
	enum health health;
	char path[120];

	port_text_state(port->link, &health);
	snprintf(path, sizeof(path), "M%d %dC%d %d %d %d %d %d", from,
		 is_uplink ? end : y, middle, is_uplink ? end : y, middle,
		 is_uplink ? y : end, to, is_uplink ? y : end);
	page_begin(drawing->page, "path");
	page_attribute(drawing->page, "d", path);
	page_attribute(drawing->page, "class", health == HEALTH_GOOD ? "good" : "bad");
	page_attribute(drawing->page, "stroke", edge_colours[health]);
	page_end(drawing->page);
	page_raw(drawing->page, "\n");
	put_edge_label(drawing, port, end);
}

static void draw_all(const struct drawing *drawing, const struct host_view *view)
{
	const struct picture *picture = &drawing->picture;

	for (size_t i = 0, number = 0; i < host_view_group_count(view); i++)
		for (size_t j = 0; j < host_view_group(view, i)->port_count; j++)
			draw_edge(drawing, i, number++);
	for (size_t i = 0; i < view->bridge_count; i++)
		draw_bridge(drawing, i, view->bridges[i].link);
	if (view->routed.port_count)
		put_node(drawing, MIDDLE, drawing->bridge[view->bridge_count], HEAD,
			 &router_look, "this host", router_look.title);
	for (size_t i = 0; i < picture->port_count; i++)
		if (picture_is_device(picture->ports[i]))
			draw_device(drawing, i);
		else if (picture->first[i] == i)
			draw_guest(drawing, i);
}

void show_svg(struct page *page, const struct host_view *view)
{
	_cleanup_(drawing_clear) struct drawing drawing = {.page = page};
	char box[64];

	if (!place_all(&drawing, view)) {
		page->failed = true;
		return;
	}
	snprintf(box, sizeof(box), "0 0 %d %d", WIDTH, drawing.height);
	page_begin(page, "svg");
	page_attribute(page, "viewBox", box);
	page_number(page, "width", WIDTH);
	page_number(page, "height", drawing.height);
	page_attribute(page, "role", "img");
	page_element(page, "title", "bridges, their ports and owners");
	page_raw(page, "\n");
	draw_all(&drawing, view);
	page_end(page);
	page_raw(page, "\n");
}
