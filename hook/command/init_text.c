/* init_text.c - the text of a first policy, from what was found on the host */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/command/init_text.h"

#include <stdarg.h>
#include <string.h>

#include "hook/show/output.h"
#include "netcore/capture.h"
#include "netcore/utf8.h"

enum { INIT_LINE = 1024 };

/* --- lines and words that are valid XML */

/* A line inside a comment, where "--" is not allowed. */
static void _printf_(2, 3) print_note(FILE *out, const char *format, ...)
{
	char text[INIT_LINE], shown[4 * INIT_LINE], valid[4 * INIT_LINE], last = '\0';
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	text_show_controls(text, shown, sizeof(shown));
	utf8_mend(shown, valid, sizeof(valid));
	fputs("    ", out);
	for (const char *byte = valid; *byte; byte++) {
		bool again = *byte == '-' && last == '-';

		fputs(again ? "\\x2d" : (char[]){*byte, '\0'}, out);
		last = again ? '\0' : *byte;
	}
	fputc('\n', out);
}

static void print_byte(FILE *out, char byte)
{
	if (strchr("&<>'\"", byte))
		fprintf(out, "&#%d;", byte);
	else
		fputc(byte, out);
}

/* XML has no way to name some of the devices that the kernel allows. */
static bool has_xml_name(const char *name)
{
	char shown[4 * IFNAMSIZ], valid[4 * IFNAMSIZ];

	text_show_controls(name, shown, sizeof(shown));
	utf8_mend(shown, valid, sizeof(valid));
	return name[0] && !strcmp(name, valid);
}

/* A pattern that fits this name, and, where XML can have all of its bytes, no other. */
static void print_pattern(FILE *out, const char *name)
{
	bool valid = has_xml_name(name);

	for (; *name; name++) {
		if (!valid &&
		    ((unsigned char)*name < ' ' || (unsigned char)*name > '~')) {
			fputc('*', out);
			continue;
		}
		if (strchr("*?[{\\", *name))
			fputc('\\', out);
		print_byte(out, *name);
	}
}

/* Nor has a policy for a bridge that is called as if a match captured its name. */
static bool can_be_bridge(const char *name)
{
	struct capture_place use;

	return has_xml_name(name) && !capture_find_use(name, &use);
}

static void print_bridge(FILE *out, const char *name)
{
	fputs("    <attach bridge='", out);
	while (*name)
		print_byte(out, *name++);
	fputs("'/>\n", out);
}

/* --- what was found */

static const char *master_of(const struct facts *facts, const char *device)
{
	const struct link *link = link_list_find(&facts->links, device);
	const struct link *bridge =
		link ? link_list_find_at(&facts->links, link->master.ifindex) : NULL;

	return bridge ? bridge->ref.name : "";
}

static void print_found_bridges(FILE *out, const struct facts *facts)
{
	for (size_t i = 0; i < facts->view.bridge_count; i++) {
		const struct bridge_view *bridge = &facts->view.bridges[i];
		const struct link *uplink = facts_uplink(bridge);

		print_note(out, "bridge %s: %zu ports, %s%s", bridge->link->ref.name,
			   bridge->port_count, uplink ? "uplink " : "no uplink",
			   uplink ? uplink->ref.name : "");
	}
	if (!facts->view.bridge_count)
		print_note(out, "no bridge");
}

static bool leads_to_default(const struct device_fact *device)
{
	for (size_t i = 0; i < device->has.route_count; i++)
		if (!strcmp(device->has.routes[i].to, "default"))
			return true;
	return false;
}

static void print_default_route(FILE *out, const struct facts *facts)
{
	for (size_t i = 0; i < facts->device_count; i++)
		if (leads_to_default(&facts->devices[i]))
			print_note(out, "default route: %s",
				   facts->devices[i].link->ref.name);
}

static void print_guest(FILE *out, const struct facts *facts, const struct guest *guest,
			const char *source)
{
	const char *name = guest->name ? guest->name : "";

	for (size_t i = 0; i < guest->nic_count; i++) {
		const struct nic *nic = &guest->nics[i];
		const char *device = nic->target ? nic->target : "";
		const char *bridge = master_of(facts, device);

		print_note(out, "guest '%s' (%s): %s %s%s%s", name, source, nic->actual,
			   device, *bridge ? " on " : "", bridge);
	}
	if (!guest->nic_count)
		print_note(out, "guest '%s' (%s): no NIC", name, source);
}

static void print_guests(FILE *out, const struct facts *facts)
{
	const struct evidence *evidence = facts->evidence;
	const struct holders *holders = &evidence->holders;

	for (size_t i = 0; i < evidence->guest_count; i++)
		print_guest(out, facts, &evidence->guests[i], "libvirt");
	for (size_t i = 0; i < holders->count; i++) {
		const struct holder *holder = &holders->all[i];
		char source[32];

		snprintf(source, sizeof(source), "QEMU %d", (int)holder->pid);
		if (holder->is_qemu && !holder->is_libvirts && holder->is_here)
			print_guest(out, facts, &holder->guest, source);
	}
	if (facts->unseen & (1U << SIGHT_PROCESSES))
		print_note(out, "guests of other users may be missing: run it as root");
	if (facts->unseen & (1U << SIGHT_LIBVIRT))
		print_note(out, "libvirt's guests are missing: it does not answer");
}

static void print_scripts(FILE *out, const struct init *init)
{
	const struct host_files *files = &init->facts->files;

	for (size_t i = 0; i < init->scripts.count; i++) {
		const struct init_script *script = &init->scripts.all[i];

		print_note(out, "script %s%s%s", script->path,
			   script->bridge[0] ? ", which uses bridge " : "",
			   script->bridge);
	}
	for (size_t i = 0; i < files->script_count; i++)
		if (files->scripts[i].guest[0] &&
		    !host_file_is_ours(files->scripts[i].path))
			print_note(out, "script %s, which guest '%s' names",
				   files->scripts[i].path, files->scripts[i].guest);
}

/* --- rules */

static void print_nic(FILE *out, const struct init_nic *nic, size_t number)
{
	char mac[MAC_TEXT];

	fputs("\n  <!--\n", out);
	print_note(out, "%s of guest '%s', which runs already, stays as it is.",
		   nic->device, nic->guest);
	fprintf(out, "  -->\n  <rule name='running-%zu'>\n    <match>", number);
	text_print_mac(nic->mac, mac);
	if (nic->by_mac) {
		fprintf(out, "<domain uuid='%s'/><mac address='%s'/>", nic->uuid, mac);
	} else {
		fputs("<target dev='", out);
		print_pattern(out, nic->device);
		fputs("'/>", out);
	}
	fputs("</match>\n", out);
	if (nic->way == INIT_ATTACH && can_be_bridge(nic->bridge))
		print_bridge(out, nic->bridge);
	else
		fputs("    <ignore/>\n", out);
	fputs("  </rule>\n", out);
}

static void print_rule(FILE *out, const char *name, const char *match, const char *bridge)
{
	fprintf(out, "\n  <rule name='%s'>\n    <match>%s</match>\n", name, match);
	print_bridge(out, bridge);
	fputs("  </rule>\n", out);
}

/* The one that a NIC joins without a policy; empty: there is none. */
static const char *bridge_without_policy(const struct facts *facts)
{
	const struct link *bridge =
		link_list_find_at(&facts->links, facts->default_bridge);

	if (!bridge)
		bridge = link_list_find(&facts->links, "br0");
	return bridge && bridge->kind == LINK_BRIDGE ? bridge->ref.name : "";
}

/* The one that the scripts that there are use, else the same. */
static const char *bridge_by_hand(const struct init *init)
{
	for (size_t i = 0; i < init->scripts.count; i++)
		if (init->scripts.all[i].bridge[0])
			return init->scripts.all[i].bridge;
	return bridge_without_policy(init->facts);
}

/* A device by which guests could reach other hosts, and whose name is one in a comment
 * as well; NULL: none. */
static const char *find_uplink(const struct facts *facts)
{
	for (size_t i = 0; i < facts->device_count; i++) {
		const struct device_fact *device = &facts->devices[i];
		const char *name = device->link->ref.name;

		if (leads_to_default(device) && !device->is_station &&
		    device->link->kind != LINK_BRIDGE && can_be_bridge(name) &&
		    !strpbrk(name, "-&<>'\""))
			return name;
	}
	return NULL;
}

static void print_no_bridge(FILE *out, const struct facts *facts)
{
	const char *uplink = find_uplink(facts);

	fputs("\n  <!-- No bridge was found for hand-run guests.", out);
	if (uplink)
		fprintf(out,
			" This makes one of %s, with the host's addresses,\n"
			"    when onebridge bridge up br0 is run:\n"
			"    <bridge name='br0'><uplink dev='%s' "
			"addresses='move'/></bridge>\n   ",
			uplink, uplink);
	fputs(" With a bridge, add:\n"
	      "    <rule name='hand-run'><match><origin type='qemu-ifup'/></match>"
	      "<attach bridge='br0'/></rule>\n  -->\n",
	      out);
}

static void print_rules_for_all(FILE *out, const struct init *init)
{
	const char *by_hand = bridge_by_hand(init);
	const char *ethernet = bridge_without_policy(init->facts);

	if (can_be_bridge(by_hand))
		print_rule(out, "hand-run", "<origin type='qemu-ifup'/>", by_hand);
	else
		print_no_bridge(out, init->facts);
	if (can_be_bridge(ethernet))
		print_rule(out, "ethernet", "<interface type='ethernet'/>", ethernet);
}

void init_print(FILE *out, const struct init *init)
{
	fputs("<!--\n    A first policy, by onebridge init; see onebridge-policy(5).\n"
	      "    What was found on this host:\n\n",
	      out);
	print_found_bridges(out, init->facts);
	print_default_route(out, init->facts);
	print_guests(out, init->facts);
	print_scripts(out, init);
	fputs("\n    Other NICs of libvirt's guests stay as libvirt creates them.\n-->\n"
	      "<policy>",
	      out);
	for (size_t i = 0; i < init->nic_count; i++)
		if (init->nics[i].way != INIT_NOTHING)
			print_nic(out, &init->nics[i], i + 1);
	print_rules_for_all(out, init);
	fputs("</policy>\n", out);
}
