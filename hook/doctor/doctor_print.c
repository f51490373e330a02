/* doctor_print.c - what doctor has found, for people or for programs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/doctor/doctor_print.h"

#include <inttypes.h>
#include <string.h>

#include "hook/show/output.h"
#include "hook/show/show_json.h"
#include "netcore/kernel/filter_text.h"

static const char *const sight_words[SIGHTS] = {
	[SIGHT_PROCESSES] = "root is required to see the processes of other users",
	[SIGHT_STATES] = "root is required to read " STATE_FOLDER,
	[SIGHT_FIREWALL] = "root is required to read the rules of the firewall",
	[SIGHT_LIBVIRT] =
		"libvirt does not answer; its guests are known by their processes "
		"alone",
};

/* "tap, mac" */
static void name_blind(unsigned sight, char *ret, size_t size)
{
	size_t used = 0;

	ret[0] = '\0';
	for (size_t i = 0; i < check_count && used < size; i++)
		if (checks[i].needs & 1U << sight)
			used += (size_t)snprintf(ret + used, size - used, "%s%s",
						 used ? ", " : "", checks[i].name);
}

void doctor_print_unseen(FILE *out, const struct facts *facts)
{
	char names[400];

	for (unsigned i = 0; i < SIGHTS; i++) {
		if (!(facts->unseen & 1U << i))
			continue;
		name_blind(i, names, sizeof(names));
		output_line(out, "onebridge doctor: %s; not checked, or in part: %s",
			    sight_words[i], names);
	}
}

/* "web ── tap0 ── forwarding ── br0 ── no VLANs ── up0 ✗" */
static void draw_path(FILE *out, const struct path *path)
{
	char line[HOPS * 96] = "";
	size_t used = 0;

	for (size_t i = 0; i < path->count && used < sizeof(line); i++) {
		const struct hop *hop = &path->hops[i];

		used += (size_t)snprintf(line + used, sizeof(line) - used, "%s%s%s",
					 i ? " ── " : "", hop->name,
					 hop->fails || hop->why ? " ✗" : "");
	}
	output_line(out, "%s", line);
}

/* What a filter is there for keeps nobody off the network: it is told of, and no finding.
 */
static void print_drops(FILE *out, const struct path *path)
{
	const struct port_rule *rule = path->rule;
	const char *name = rule && rule->name ? rule->name : "(not known)";
	char reasons[FILTER_DROPS_TEXT], table[FILTER_TABLE_TEXT];

	if (!path->drops)
		return;
	filter_drops_print(path->drops, reasons);
	filter_table_name(path->drops->tap, table);
	output_line(out, "filtered: %" PRIu64 " frames of %s dropped by rule '%s'",
		    path->drops->frames, path->drops->tap, name);
	output_line(out, "  evidence: %s (nft list table netdev %s)", reasons, table);
	if (rule && rule->file)
		output_line(
			out,
			"  remedy:   if the guest may send them, let the rule allow it "
			"(%s:%u)",
			rule->file, rule->line);
}

static void draw_paths(FILE *out, const struct facts *facts,
		       const struct findings *findings, const char *word)
{
	for (size_t i = 0; word && i < facts->nic_count; i++) {
		struct path path;

		if (!path_is_of(&facts->nics[i], word))
			continue;
		path_make(facts, findings, &facts->nics[i], &path);
		draw_path(out, &path);
		print_drops(out, &path);
	}
}

int doctor_print_text(FILE *out, const struct facts *facts,
		      const struct findings *findings, const char *word)
{
	draw_paths(out, facts, findings, word);
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->all[i];
		char what[FINDING_TEXT], remedy[FINDING_TEXT];

		finding_what(finding, what);
		finding_remedy(finding, remedy);
		output_line(out, "%s: %s", finding->check->name, what);
		output_line(out, "  evidence: %s", finding->evidence);
		output_line(out, "  remedy:   %s", remedy);
	}
	return ferror(out) ? -1 : 0;
}

/* --- JSON */

static void add_field(struct json_object *object, const char *key, const char *name)
{
	json_add_text(object, key, *name ? name : NULL);
}

static struct json_object *finding_json(const struct finding *finding)
{
	struct json_object *object = json_object_new_object();
	char text[FINDING_TEXT];

	json_add_text(object, "check", finding->check->name);
	add_field(object, "bridge", finding->bridge);
	add_field(object, "device", finding->dev);
	add_field(object, "guest", finding->guest);
	add_field(object, "path", finding->path);
	finding_what(finding, text);
	json_add_text(object, "what", text);
	json_add_text(object, "evidence", finding->evidence);
	finding_remedy(finding, text);
	json_add_text(object, "remedy", text);
	return object;
}

static struct json_object *path_json(const struct path *path)
{
	struct json_object *object = json_object_new_object(), *hops;

	json_add_text(object, "guest", path->guest);
	hops = json_add_array(object, "hops");
	for (size_t i = 0; i < path->count; i++) {
		const struct hop *hop = &path->hops[i];
		struct json_object *one = json_object_new_object();

		json_add_text(one, "hop", hop->word);
		json_add_text(one, "name", hop->name);
		json_add_bool(one, "fails", hop->fails || hop->why);
		json_object_array_add(hops, one);
	}
	if (path->drops)
		json_object_object_add(object, "filtered", show_json_drops(path->drops));
	return object;
}

static void add_paths(struct json_object *document, const struct facts *facts,
		      const struct findings *findings, const char *word)
{
	struct json_object *array = json_add_array(document, "paths");

	for (size_t i = 0; i < facts->nic_count; i++) {
		struct path path;

		if (!path_is_of(&facts->nics[i], word))
			continue;
		path_make(facts, findings, &facts->nics[i], &path);
		json_object_array_add(array, path_json(&path));
	}
}

int doctor_print_json(FILE *out, const struct facts *facts,
		      const struct findings *findings, const char *word)
{
	struct json_object *document = json_document();
	struct json_object *array = json_add_array(document, "findings");

	for (size_t i = 0; i < findings->count; i++)
		json_object_array_add(array, finding_json(&findings->all[i]));
	array = json_add_array(document, "unseen");
	for (unsigned i = 0; i < SIGHTS; i++)
		if (facts->unseen & 1U << i)
			json_object_array_add(array, json_text(sight_words[i]));
	if (word)
		add_paths(document, facts, findings, word);
	return json_document_print(document, out);
}
