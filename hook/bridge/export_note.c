/* export_note.c - what exported files lack, or leave to others, as a comment at their top
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/bridge/export_note.h"

#include <arpa/inet.h>
#include <stdarg.h>
#include <string.h>

#include "hook/bridge/export_ip.h"

struct notes {
	const struct host_bridge *host;
	const struct export_format *format;
	FILE *out;
	bool begun;
};

static void begin_note(struct notes *notes)
{
	if (!notes->begun)
		fprintf(notes->out, "# NOTE: these files do not say all of it.\n");
	notes->begun = true;
	fprintf(notes->out, "# - ");
}

static _printf_(2, 3) void add_note(struct notes *notes, const char *format, ...)
{
	char text[1200], shown[1200];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	text_show_controls(text, shown, sizeof(shown));
	begin_note(notes);
	fprintf(notes->out, "%s\n", shown);
}

/* --- the uplink */

static void note_device(struct notes *notes)
{
	const struct policy_bridge *bridge = notes->host->bridge;

	if (notes->host->uplink.obstacle.number)
		add_note(notes, "%s", notes->host->uplink.obstacle.text);
	if (bridge->uplink.dev[0] && !notes->host->uplink.link.ref.ifindex)
		add_note(notes,
			 "there is no device %s on this host now: what addresses and "
			 "routes it has is not known",
			 bridge->uplink.dev);
}

/* Its files for the uplink alone would stay in force beside these. */
static void note_manager(struct notes *notes)
{
	const struct host_uplink *uplink = &notes->host->uplink;

	if (uplink->manager[0])
		add_note(notes,
			 "%s configures %s now; remove that, unless it is these files",
			 uplink->manager, uplink->link.ref.name);
}

static void note_kept(struct notes *notes)
{
	const struct policy_bridge *bridge = notes->host->bridge;

	if (!notes->host->uplink_keeps)
		return;
	if (bridge->uplink.addresses == ADDRESSES_UNSAID)
		add_note(
			notes,
			"%s has addresses or routes, which do not work on a port and are "
			"not in these files; addresses='move' in the policy takes them "
			"to %s",
			bridge->uplink.dev, bridge->name);
	else
		add_note(notes,
			 "%s has addresses or routes of its own, which do not work on a "
			 "port and are not in these files",
			 bridge->uplink.dev);
}

/* "bond0 (bond of eth0, eth1)" */
static void print_parts(const struct host_uplink *uplink, char *ret, size_t size)
{
	size_t used = (size_t)snprintf(ret, size, "%s (%s", uplink->link.ref.name,
				       uplink->link.type);

	for (size_t i = 0; i < uplink->members.count && used < size; i++)
		used += (size_t)snprintf(ret + used, size - used, "%s%s",
					 i ? ", " : " of ",
					 uplink->members.links[i].ref.name);
	if (uplink->below.ref.ifindex && used < size)
		used += (size_t)snprintf(ret + used, size - used, " on %s",
					 uplink->below.ref.name);
	if (used < size)
		snprintf(ret + used, size - used, ")");
}

static bool has_parts(const struct notes *notes)
{
	enum host_uplink_kind kind = host_uplink_kind(&notes->host->uplink);

	return kind == UPLINK_ETHERNET ||
	       (kind != UPLINK_OTHER && notes->format->makes_uplinks);
}

static void note_part(struct notes *notes, const struct link *part)
{
	if (part->ref.ifindex && !host_is_ethernet(part))
		add_note(notes, "what makes %s (%s) is not in these files; keep it",
			 part->ref.name, part->type);
}

static void note_parts(struct notes *notes)
{
	const struct host_uplink *uplink = &notes->host->uplink;
	char parts[400];

	print_parts(uplink, parts, sizeof(parts));
	if (!has_parts(notes)) {
		add_note(notes, "what makes the uplink %s is not in these files; keep it",
			 parts);
		return;
	}
	if (uplink->link.vlan_special)
		add_note(notes,
			 "the VLAN device %s has a protocol, flags or priorities that "
			 "are not in these files",
			 uplink->link.ref.name);
	note_part(notes, &uplink->below);
	for (size_t i = 0; i < uplink->members.count; i++)
		note_part(notes, &uplink->members.links[i]);
}

/* --- what is asked for anew */

static void note_given(struct notes *notes)
{
	const struct host_addresses *has = &notes->host->has;

	for (size_t i = 0; i < has->address_count; i++) {
		const struct host_address *address = &has->addresses[i];

		if (address->giver == HOST_DHCP)
			add_note(notes,
				 "%s/%u is taken for a lease of DHCP: %s asks for one "
				 "itself, and may get another address",
				 address->address, address->prefix,
				 notes->host->bridge->name);
		if (address->giver == HOST_ROUTER)
			add_note(notes,
				 "%s/%u is dynamic, and taken for a router's: %s makes "
				 "an address of the next advertisement",
				 address->address, address->prefix,
				 notes->host->bridge->name);
	}
}

static void note_default(struct notes *notes)
{
	const struct host_addresses *has = &notes->host->has;

	for (size_t i = 0; i < has->route_count; i++)
		if (has->routes[i].giver == HOST_DHCP && has->routes[i].is_boot)
			add_note(notes, "the route %s by %s is left to DHCP, too",
				 has->routes[i].to,
				 has->routes[i].hops[0].gateway[0]
					 ? has->routes[i].hops[0].gateway
					 : "the link");
}

/* --- the rest */

static void note_others(struct notes *notes)
{
	const struct host_addresses *has = &notes->host->has;

	for (size_t i = 0; i < has->other_count; i++) {
		const struct host_other *other = &has->others[i];

		if (!other->is_command) {
			add_note(notes, "%s: not in these files", other->text);
		} else if (!notes->format->has_commands) {
			begin_note(notes);
			fprintf(notes->out, "not in these files: ");
			export_ip_other(notes->host, other, notes->out);
			fputc('\n', notes->out);
		}
	}
	if (has->daemon_routes)
		add_note(notes,
			 "%zu routes of a routing protocol are not in these files: its "
			 "daemon makes them again",
			 has->daemon_routes);
}

static bool has_table(const struct host_addresses *has)
{
	for (size_t i = 0; i < has->route_count; i++)
		if (has->routes[i].table != HOST_MAIN_TABLE)
			return true;
	return false;
}

static void note_rules(struct notes *notes)
{
	if (has_table(&notes->host->has))
		add_note(notes,
			 "routes are in tables of their own; the routing rules that "
			 "lead there (ip rule) are not in these files");
	if (notes->host->rules[0])
		add_note(notes,
			 "routing rules name the device (%s), and are not in these "
			 "files; %s needs them",
			 notes->host->rules, notes->host->bridge->name);
}

/* By a word of the files for what a router announces; or the managers', who set it on
 * each device. */
static bool is_managers_setting(const struct host_family *ipv6, const char *name)
{
	static const struct {
		const char *name;
		bool with_router;
	} rows[] = {
		{"ipv4.promote_secondaries"}, {"ipv6.addr_gen_mode"},
		{"ipv6.accept_ra", true},     {"ipv6.autoconf", true},
		{"ipv6.use_tempaddr", true},  {"ipv6.hop_limit", true},
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (!strcmp(rows[i].name, name))
			return !rows[i].with_router || ipv6->by_router ||
			       ipv6->ignores_router;
	return false;
}

static void note_settings(struct notes *notes)
{
	const struct host_bridge *host = notes->host;

	for (size_t i = 0; i < ip_settings.count; i++) {
		const char *name = ip_settings.rows[i].name;

		if (!option_values_have(&host->settings, i) ||
		    host->settings.value[i] == host->defaults.value[i] ||
		    is_managers_setting(&host->ipv6, name))
			continue;
		add_note(notes,
			 "the setting net/%.4s/conf/%s/%s=%u is not in these files; "
			 "put it into /etc/sysctl.d",
			 name, host->bridge->name, name + strlen("ipvN."),
			 (unsigned)host->settings.value[i]);
	}
}

static void note_token(struct notes *notes)
{
	static const uint8_t none[IPV6_BYTES];
	const struct host_bridge *host = notes->host;
	char token[INET6_ADDRSTRLEN];

	if (!memcmp(host->token, none, IPV6_BYTES))
		return;
	inet_ntop(AF_INET6, host->token, token, sizeof(token));
	add_note(notes,
		 "the IPv6 token %s is not in these files; %s needs it (ip token set "
		 "%s dev %s)",
		 token, host->bridge->name, token, host->bridge->name);
}

static void note_dns(struct notes *notes)
{
	if (notes->host->ipv4.has_static || notes->host->ipv6.has_static)
		add_note(notes, "DNS servers and search domains are not known here; add "
				"those of the host's old files");
}

void export_print_notes(const struct host_bridge *host,
			const struct export_format *format, FILE *out)
{
	static void (*const all[])(struct notes *) = {
		note_device,   note_manager, note_parts,  note_kept,
		note_given,    note_default, note_others, note_rules,
		note_settings, note_token,   note_dns,
	};
	struct notes notes = {.host = host, .format = format, .out = out};

	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		all[i](&notes);
}
