/* show_table.c - a host's bridges as a table and a tree, for people
 *
 * Names go to libsmartcols as they are: it shows what cannot be printed as \xNN itself,
 * and would do so again with what text_show() has made of it.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "hook/show/show_table.h"

#include <inttypes.h>
#include <libsmartcols/libsmartcols.h>
#include <string.h>

#include "hook/show/port_text.h"
#include "netcore/cleanup.h"

enum { OPTIONS_WIDTH = 30 /* bytes of a line, on a terminal */ };

enum column {
	COLUMN_NAME,
	COLUMN_STATE,
	COLUMN_TYPE,
	COLUMN_OWNER,
	COLUMN_NIC,
	COLUMN_MAC,
	COLUMN_PID,
	COLUMN_USER,
	COLUMN_RULE,
	COLUMN_SYNC,
	COLUMN_FILTERED,
	COLUMN_VLAN,
	COLUMN_OPTIONS,
};

static const struct {
	const char *title;
	int flags;
} columns[] = {
	[COLUMN_NAME] = {"NAME", SCOLS_FL_TREE},
	[COLUMN_STATE] = {"STATE", 0},
	[COLUMN_TYPE] = {"TYPE", 0},
	[COLUMN_OWNER] = {"OWNER", 0},
	[COLUMN_NIC] = {"NIC", 0},
	[COLUMN_MAC] = {"MAC", 0},
	[COLUMN_PID] = {"PID", SCOLS_FL_RIGHT},
	[COLUMN_USER] = {"USER", 0},
	[COLUMN_RULE] = {"RULE", 0},
	[COLUMN_SYNC] = {"IN SYNC", 0},
	[COLUMN_FILTERED] = {"FILTERED", SCOLS_FL_RIGHT},
	[COLUMN_VLAN] = {"VLAN", SCOLS_FL_WRAP},
	[COLUMN_OPTIONS] = {"OPTIONS", SCOLS_FL_WRAP},
};

/* Where the cells of one line go; a failure of any is kept in failed. */
struct row {
	struct libscols_line *line;
	const struct show_look *look;
	bool failed;
};

static void cleanup_table(struct libscols_table **table)
{
	scols_unref_table(*table);
}

static void put(struct row *row, enum column column, const char *text)
{
	if (text && *text && scols_line_set_data(row->line, column, text) < 0)
		row->failed = true;
}

static void colour(struct row *row, enum column column, const char *name)
{
	struct libscols_cell *cell = scols_line_get_cell(row->line, column);

	if (row->look->colours && name && cell)
		scols_cell_set_color(cell, name);
}

static void put_mac(struct row *row, const uint8_t mac[MAC_BYTES])
{
	char text[MAC_TEXT];

	text_print_mac(mac, text);
	put(row, COLUMN_MAC, text);
}

static void put_state(struct row *row, const struct link *link)
{
	static const char *const colours[] = {[HEALTH_GOOD] = "green",
					      [HEALTH_WAITING] = "yellow",
					      [HEALTH_BAD] = "red"};
	enum health health;

	put(row, COLUMN_STATE, port_text_state(link, &health));
	colour(row, COLUMN_STATE, colours[health]);
}

static void put_behind(struct row *row, const struct port_owner *owner)
{
	static const char *const colours[] = {
		[OWNER_NOBODY] = "darkgray", [OWNER_LIBVIRT] = "cyan",
		[OWNER_QEMU] = "magenta",    [OWNER_PROCESS] = "magenta",
		[OWNER_GUEST] = "magenta",   [OWNER_NAMESPACE] = "blue",
		[OWNER_UPLINK] = "blue",     [OWNER_UNKNOWN] = "yellow",
	};
	char pid[16];

	put(row, COLUMN_TYPE, owner_words[owner->kind]);
	colour(row, COLUMN_TYPE, colours[owner->kind]);
	put(row, COLUMN_NIC, owner->alias);
	put(row, COLUMN_USER, owner->user);
	if (owner->has_mac)
		put_mac(row, owner->mac);
	if (!owner->pid)
		return;
	snprintf(pid, sizeof(pid), "%d", (int)owner->pid);
	put(row, COLUMN_PID, pid);
}

static void put_who(struct row *row, const struct port_view *port)
{
	char text[300];

	switch (port->owner.kind) {
	case OWNER_UPLINK:
	case OWNER_NAMESPACE:
		put(row, COLUMN_OWNER, port_text_kind(port->link));
		put_mac(row, port->link->mac);
		return;
	case OWNER_NOBODY:
		snprintf(text, sizeof(text), "(kept for %s)", port->owner.name);
		put(row, COLUMN_OWNER, port->owner.name ? text : NULL);
		return;
	case OWNER_UNKNOWN:
		put(row, COLUMN_OWNER, "(needs root)");
		return;
	case OWNER_PROCESS:
		put(row, COLUMN_OWNER,
		    port->owner.name ? port->owner.name : "(out of sight)");
		return;
	case OWNER_LIBVIRT:
	case OWNER_QEMU:
	case OWNER_GUEST:
		put(row, COLUMN_OWNER, port->owner.name);
		return;
	}
}

static void put_rule(struct row *row, const struct port_rule *rule)
{
	if (!rule || !(rule->name || rule->by_state))
		return;
	put(row, COLUMN_RULE, rule->by_state ? "(by its state)" : rule->name);
	put(row, COLUMN_SYNC, rule->in_sync ? "yes" : "no");
	colour(row, COLUMN_SYNC, rule->in_sync ? "green" : "red");
}

static void put_drops(struct row *row, const struct filter_drops *drops)
{
	char text[24];

	if (!drops)
		return;
	snprintf(text, sizeof(text), "%" PRIu64, drops->frames);
	put(row, COLUMN_FILTERED, text);
}

/* Breaks a line of words where it gets too long. */
static void break_words(char *text)
{
	for (char *start = text, *space = strchr(text, ' '); space;) {
		char *next = strchr(space + 1, ' ');
		size_t length = next ? (size_t)(next - start) : strlen(start);

		if (length > OPTIONS_WIDTH) {
			*space = '\n';
			start = space + 1;
		}
		space = next;
	}
}

static void put_words(struct row *row, enum column column, char *text)
{
	if (row->look->terminal)
		break_words(text);
	put(row, column, text);
}

static bool put_port_line(struct libscols_table *table, struct libscols_line *parent,
			  const struct port_view *port, bool vlans,
			  const struct show_look *look)
{
	struct row row = {.line = scols_table_new_line(table, parent), .look = look};
	char text[512];

	if (!row.line)
		return false;
	put(&row, COLUMN_NAME, port->link->ref.name);
	put_state(&row, port->link);
	put_behind(&row, &port->owner);
	put_who(&row, port);
	put_rule(&row, port->rule);
	put_drops(&row, port->drops);
	vlan_set_print(&port->link->vlans, text, sizeof(text));
	if (vlans)
		put_words(&row, COLUMN_VLAN, text);
	if (port->has)
		port_text_routed(port, text, sizeof(text));
	else
		port_text_port(port->link, text, sizeof(text));
	put_words(&row, COLUMN_OPTIONS, text);
	return !row.failed;
}

static bool add_bridge(struct libscols_table *table, const struct bridge_view *bridge,
		       const struct show_look *look)
{
	struct row row = {.line = scols_table_new_line(table, NULL), .look = look};
	char options[1024], ports[32];

	if (!row.line)
		return false;
	put(&row, COLUMN_NAME, bridge->link->ref.name);
	colour(&row, COLUMN_NAME, "bold");
	put_state(&row, bridge->link);
	snprintf(ports, sizeof(ports), "%zu port%s", bridge->port_count,
		 bridge->port_count == 1 ? "" : "s");
	put(&row, COLUMN_OWNER, ports);
	put_mac(&row, bridge->link->mac);
	port_text_bridge(bridge->link, options, sizeof(options));
	put_words(&row, COLUMN_OPTIONS, options);
	for (size_t i = 0; !row.failed && i < bridge->port_count; i++)
		row.failed = !put_port_line(table, row.line, &bridge->ports[i],
					    link_filters_vlans(bridge->link), look);
	return !row.failed;
}

static bool add_routed_taps(struct libscols_table *table,
			    const struct bridge_view *routed,
			    const struct show_look *look)
{
	struct row row = {.line = scols_table_new_line(table, NULL), .look = look};
	char taps[32];

	if (!row.line)
		return false;
	put(&row, COLUMN_NAME, "(routed)");
	snprintf(taps, sizeof(taps), "%zu TAP%s", routed->port_count,
		 routed->port_count == 1 ? "" : "s");
	put(&row, COLUMN_OWNER, taps);
	for (size_t i = 0; !row.failed && i < routed->port_count; i++)
		row.failed =
			!put_port_line(table, row.line, &routed->ports[i], false, look);
	return !row.failed;
}

static bool add_group(struct libscols_table *table, const struct bridge_view *group,
		      const struct show_look *look)
{
	return group->link ? add_bridge(table, group, look)
			   : add_routed_taps(table, group, look);
}

/* Whether VLANs mean anything on any of them. */
static bool shows_vlans(const struct host_view *view)
{
	for (size_t i = 0; i < view->bridge_count; i++)
		if (link_filters_vlans(view->bridges[i].link))
			return true;
	return false;
}

/* Whether a rule is known of any of them. */
static bool any_has_rule(const struct host_view *view)
{
	for (size_t i = 0; i < host_view_group_count(view); i++)
		for (size_t j = 0; j < host_view_group(view, i)->port_count; j++)
			if (host_view_group(view, i)->ports[j].rule)
				return true;
	return false;
}

static bool any_has_filter(const struct host_view *view)
{
	for (size_t i = 0; i < host_view_group_count(view); i++)
		for (size_t j = 0; j < host_view_group(view, i)->port_count; j++)
			if (host_view_group(view, i)->ports[j].drops)
				return true;
	return false;
}

static bool is_shown(enum column column, const struct host_view *view)
{
	if (column == COLUMN_VLAN)
		return shows_vlans(view);
	if (column == COLUMN_FILTERED)
		return any_has_filter(view);
	return (column != COLUMN_RULE && column != COLUMN_SYNC) || any_has_rule(view);
}

static bool add_column(struct libscols_table *table, enum column column, bool shown)
{
	struct libscols_column *added = scols_table_new_column(
		table, columns[column].title, 0,
		columns[column].flags | (shown ? 0 : SCOLS_FL_HIDDEN));

	if (!added)
		return false;
	return !(columns[column].flags & SCOLS_FL_WRAP) ||
	       (scols_column_set_safechars(added, "\n") == 0 &&
		scols_column_set_wrapfunc(added, scols_wrapnl_chunksize,
					  scols_wrapnl_nextchunk, NULL) == 0);
}

static struct libscols_table *new_table(FILE *out, const struct host_view *view,
					const struct show_look *look)
{
	struct libscols_table *table = scols_new_table();

	if (!table)
		return NULL;
	scols_table_set_stream(table, out);
	scols_table_enable_colors(table, look->colours);
	scols_table_enable_minout(table, 1); /* no spaces at the ends of lines */
	if (!look->terminal)
		scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		if (!add_column(table, (enum column)i, is_shown((enum column)i, view))) {
			scols_unref_table(table);
			return NULL;
		}
	return table;
}

static void print_watcher(FILE *out, pid_t watcher)
{
	if (watcher > 0)
		fprintf(out, "watcher: PID %d\n", (int)watcher);
	else if (watcher == 0)
		fprintf(out,
			"watcher: not running; start it (systemctl start onebridge)\n");
}

struct libscols_table *show_table_make(FILE *out, const struct host_view *view,
				       const struct show_look *look)
{
	struct libscols_table *table = new_table(out, view, look);

	for (size_t i = 0; table && i < host_view_group_count(view); i++)
		if (!add_group(table, host_view_group(view, i), look)) {
			scols_unref_table(table);
			return NULL;
		}
	return table;
}

int show_table(FILE *out, const struct host_view *view, const struct show_look *look)
{
	_cleanup_(cleanup_table) struct libscols_table *table =
		show_table_make(out, view, look);

	if (!table || scols_print_table(table) < 0)
		return -1;
	if (any_has_rule(view))
		print_watcher(out, view->watcher);
	return ferror(out) ? -1 : 0;
}
