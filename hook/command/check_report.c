/* check_report.c - what check has found, for people or for programs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/command/check_report.h"

#include <string.h>

#include "hook/guest/describe.h"
#include "hook/show/output.h"
#include "netcore/plan_text.h"

struct check_report {
	FILE *out;
	const char *command;
	struct json_object *json; /* NULL: text */
	struct json_object *bridges, *maps, *guests, *errors, *nics, *warnings;
};

struct check_report *check_report_new(FILE *out, const char *command, bool json)
{
	struct check_report *report = calloc(1, sizeof(*report));

	if (report) {
		report->out = out;
		report->command = command;
	}
	if (!report || !json)
		return report;
	report->json = json_document();
	report->errors = json_add_array(report->json, "errors");
	report->bridges = json_add_array(report->json, "bridges");
	report->maps = json_add_array(report->json, "maps");
	report->guests = json_add_array(report->json, "guests");
	return report;
}

/* --- the policy */

/* A line each: into array, or to stderr where that is NULL. */
static void put_problems(const struct problems *problems, struct json_object *array)
{
	_cleanup_(cleanup_free) char *text = strdup(problems->text ? problems->text : "");
	char *rest = text, *line;

	while ((line = strsep(&rest, "\n")) && *line)
		if (array)
			json_object_array_add(array, json_text(line));
		else
			output_line(stderr, "%s", line);
}

static void json_policy(struct json_object *json, const struct policy *policy,
			const struct problems *problems)
{
	struct json_object *object = json_object_new_object();
	struct json_object *files = json_add_array(object, "files");

	for (size_t i = 0; i < policy->file_count; i++)
		json_object_array_add(files, json_text(policy->files[i]));
	json_add_bool(object, "built_in", policy == &builtin_policy);
	json_add_number(object, "rules", (int64_t)policy->rule_count);
	put_problems(problems, json_add_array(object, "problems"));
	json_object_object_add(json, "policy", object);
}

static void text_policy(FILE *out, const struct policy *policy,
			const struct problems *problems)
{
	if (problems->count)
		put_problems(problems, NULL);
	else if (policy == &builtin_policy)
		output_line(out, "policy: built-in (there is no " POLICY_FOLDER
				 "/policy.xml): a type='ethernet' NIC joins the bridge "
				 "that carries the default route, or else br0");
	else
		for (size_t i = 0; i < policy->file_count; i++)
			output_line(out, "policy: %s", policy->files[i]);
}

void check_report_policy(struct check_report *report, const struct policy *policy,
			 const struct problems *problems)
{
	if (report->json)
		json_policy(report->json, policy, problems);
	else
		text_policy(report->out, policy, problems);
}

/* --- steps */

static struct json_object *json_step(const struct step *step)
{
	struct json_object *object = json_object_new_object();
	char word[STEP_WORD_TEXT], from[80], to[80];

	step_word(step, word);
	value_print(step, &step->from, from, sizeof(from));
	value_print(step, &step->to, to, sizeof(to));
	json_add_text(object, "device", step->dev.name);
	json_add_text(object, "what", word);
	json_add_text(object, "from", from);
	json_add_text(object, "to", to);
	return object;
}

static void json_add_steps(struct json_object *object, const struct plan *plan)
{
	struct json_object *steps = json_add_array(object, "steps");

	for (size_t i = 0; i < plan->count; i++)
		json_object_array_add(steps, json_step(&plan->steps[i]));
}

/* unchanged: where there are no steps, nothing has to be done. */
static void text_steps(FILE *out, const struct plan *plan, bool unchanged)
{
	char line[STEP_TEXT];

	for (size_t i = 0; i < plan->count; i++) {
		step_print(&plan->steps[i], line);
		output_line(out, "      %s", line);
	}
	if (unchanged && plan->count == 0)
		output_line(out, "      nothing to change");
}

/* --- bridges */

static void json_bridge(struct check_report *report, const struct policy_bridge *bridge,
			const struct plan *plan, const struct error *err)
{
	struct json_object *object = json_object_new_object();

	json_add_text(object, "name", bridge->name);
	json_add_text(object, "file", bridge->file);
	json_add_number(object, "line", bridge->line);
	json_add_text(object, "reason", err ? err->text : NULL);
	json_add_steps(object, plan);
	report->warnings = json_add_array(object, "warnings");
	json_object_array_add(report->bridges, object);
}

void check_report_bridge(struct check_report *report, const struct policy_bridge *bridge,
			 const struct plan *plan, const struct error *err)
{
	if (report->json)
		return json_bridge(report, bridge, plan, err);
	fputc('\n', report->out);
	output_line(report->out, "bridge %s (%s:%u)%s%s", bridge->name, bridge->file,
		    bridge->line, err ? ": " : "", err ? err->text : "");
	text_steps(report->out, plan, !err);
}

static void json_map(struct check_report *report, const struct policy_map *map)
{
	struct json_object *object = json_object_new_object();

	json_add_text(object, "bridge", map->bridge);
	json_add_text(object, "to", map->to);
	json_add_text(object, "file", map->file);
	json_add_number(object, "line", map->line);
	report->warnings = json_add_array(object, "warnings");
	json_object_array_add(report->maps, object);
}

void check_report_map(struct check_report *report, const struct policy_map *map)
{
	if (report->json)
		return json_map(report, map);
	fputc('\n', report->out);
	output_line(report->out, "bridge %s of a guest from elsewhere becomes %s (%s:%u)",
		    map->bridge, map->to, map->file, map->line);
}

void check_report_warning(struct check_report *report, const char *text)
{
	if (report->json)
		json_object_array_add(report->warnings, json_text(text));
	else
		output_line(report->out, "      warning: %s", text);
}

/* --- guests and their NICs */

void check_report_guest(struct check_report *report, const struct guest *guest,
			const char *source)
{
	struct json_object *object;

	if (!report->json) {
		fputc('\n', report->out);
		if (guest->name)
			output_line(report->out, "guest '%s' (%s)", guest->name, source);
		else
			output_line(report->out, "guest without a name (%s)", source);
		return;
	}
	object = json_object_new_object();
	json_add_text(object, "name", guest->name);
	json_add_text(object, "uuid", guest->uuid);
	json_add_text(object, "source", source);
	report->nics = json_add_array(object, "nics");
	json_object_array_add(report->guests, object);
}

static struct json_object *json_rule(const struct rule *rule)
{
	struct json_object *object = json_object_new_object();

	json_add_text(object, "name", rule->name);
	json_add_text(object, "file", rule->file);
	json_add_number(object, "line", rule->line);
	return object;
}

static const char *attached_bridge(const struct verdict *verdict)
{
	return verdict->kind == VERDICT_ATTACH ? verdict_bridge(verdict) : NULL;
}

static void json_captures(struct json_object *json, const struct captures *captures)
{
	struct json_object *object = json_object_new_object();

	for (size_t i = 0; i < captures->count; i++) {
		const struct capture *capture = &captures->all[i];
		char name[CAPTURE_NAME_MAX + 1];
		_cleanup_(cleanup_free) char *text =
			strndup(capture->text, (size_t)capture->length);

		snprintf(name, sizeof(name), "%.*s", capture->name_length, capture->name);
		json_add_text(object, name, text);
	}
	json_object_object_add(json, "captures", object);
}

static void json_verdict(struct check_report *report, const struct verdict *verdict)
{
	struct json_object *object = json_object_new_object();

	json_add_number(object, "interface", verdict->nic->number);
	json_add_text(object, "type", verdict->nic->type);
	json_add_text(object, "alias", verdict->nic->alias);
	if (verdict->nic->has_mac)
		json_add_mac(object, "mac", verdict->nic->mac);
	json_add_text(object, "verdict", verdict_names[verdict->kind]);
	json_add_text(object, "bridge", attached_bridge(verdict));
	if (verdict->rule)
		json_object_object_add(object, "rule", json_rule(verdict->rule));
	if (verdict->captures.count)
		json_captures(object, &verdict->captures);
	json_add_text(object, "reason", verdict->reason[0] ? verdict->reason : NULL);
	json_add_steps(object, &verdict->plan);
	report->warnings = json_add_array(object, "warnings");
	json_object_array_add(report->nics, object);
}

/* Whether the rule has given the verdict, or is only what is open or failed. */
static bool is_by_rule(const struct verdict *verdict)
{
	return verdict->kind != VERDICT_OPEN && verdict->kind != VERDICT_ERROR;
}

static void text_verdict(FILE *out, const struct verdict *verdict)
{
	const char *bridge = attached_bridge(verdict), *by = "";
	char nic[NIC_TEXT], rule[DESCRIBE_TEXT] = "";

	nic_describe(verdict->nic, nic, sizeof(nic));
	if (verdict->rule) {
		by = is_by_rule(verdict) ? " by " : ": ";
		describe_rule(verdict->rule, rule, sizeof(rule));
	}
	output_line(out, "  %s: %s%s%s%s%s%s%s", nic, verdict_names[verdict->kind],
		    bridge ? " to " : "", bridge ? bridge : "", by, rule,
		    verdict->reason[0] ? ": " : "", verdict->reason);
	for (size_t i = 0; i < verdict->captures.count; i++) {
		const struct capture *capture = &verdict->captures.all[i];

		output_line(out, "      {%.*s} is '%.*s'", capture->name_length,
			    capture->name, capture->length, capture->text);
	}
	text_steps(out, &verdict->plan, verdict_has_plan(verdict) && !verdict->reason[0]);
}

void check_report_verdict(struct check_report *report, const struct verdict *verdict)
{
	if (report->json)
		json_verdict(report, verdict);
	else
		text_verdict(report->out, verdict);
	for (size_t i = 0; i < verdict->warning_count; i++)
		check_report_warning(report, verdict->warnings[i].text);
}

static void json_port(struct json_object *nics, const char *name, const struct plan *plan,
		      const struct error *err)
{
	struct json_object *object = json_object_new_object();

	json_add_text(object, "device", name);
	json_add_text(object, "reason", err ? err->text : NULL);
	json_add_steps(object, plan);
	json_object_array_add(nics, object);
}

void check_report_port(struct check_report *report, const char *name,
		       const struct plan *plan, const struct error *err)
{
	if (report->json)
		return json_port(report->nics, name, plan, err);
	output_line(report->out, "  %s, by its state%s%s", name, err ? ": " : "",
		    err ? err->text : "");
	text_steps(report->out, plan, false);
}

void check_report_error(struct check_report *report, const char *text)
{
	if (report->json)
		json_object_array_add(report->errors, json_text(text));
	else
		output_line(stderr, "%s: %s", report->command, text);
}

int check_report_end(struct check_report *report)
{
	int r = report->json ? json_document_print(report->json, report->out) : 0;

	if (fflush(report->out) != 0)
		r = -1;
	free(report);
	return r;
}
