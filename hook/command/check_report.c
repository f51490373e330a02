/* check_report.c - what check has found, for people or for programs */
#include "hook/command/check_report.h"

#include <json-c/json.h>
#include <string.h>

#include "hook/guest/words.h"
#include "netcore/cleanup.h"
#include "netcore/plan_text.h"

struct check_report {
	FILE *out;
	struct json_object *json; /* NULL: text */
	struct json_object *bridges, *guests, *errors, *nics;
};

static void add_text(struct json_object *object, const char *key, const char *text)
{
	if (text)
		json_object_object_add(object, key, json_object_new_string(text));
}

static struct json_object *add_array(struct json_object *object, const char *key)
{
	struct json_object *array = json_object_new_array();

	json_object_object_add(object, key, array);
	return array;
}

struct check_report *check_report_new(FILE *out, bool json)
{
	struct check_report *report = calloc(1, sizeof(*report));

	if (report)
		report->out = out;
	if (!report || !json)
		return report;
	report->json = json_object_new_object();
	report->errors = add_array(report->json, "errors");
	report->bridges = add_array(report->json, "bridges");
	report->guests = add_array(report->json, "guests");
	return report;
}

static void add_problems(struct json_object *array, const struct problems *problems)
{
	const char *line = problems->text ? problems->text : "";

	for (size_t length; *line; line += length + (line[length] == '\n')) {
		length = strcspn(line, "\n");
		json_object_array_add(array,
				      json_object_new_string_len(line, (int)length));
	}
}

static void json_policy(struct json_object *json, const struct policy *policy,
			const struct problems *problems)
{
	struct json_object *object = json_object_new_object();
	struct json_object *files = add_array(object, "files");

	for (size_t i = 0; i < policy->file_count; i++)
		json_object_array_add(files, json_object_new_string(policy->files[i]));
	json_object_object_add(object, "built_in",
			       json_object_new_boolean(policy == &builtin_policy));
	json_object_object_add(object, "rules",
			       json_object_new_int64((int64_t)policy->rule_count));
	add_problems(add_array(object, "problems"), problems);
	json_object_object_add(json, "policy", object);
}

static void text_policy(FILE *out, const struct policy *policy,
			const struct problems *problems)
{
	if (problems->count)
		fprintf(stderr, "%s", problems->text);
	else if (policy == &builtin_policy)
		fprintf(out,
			"policy: built in, for there is no " POLICY_FOLDER
			"/policy.xml: a type='ethernet' NIC joins the bridge with the "
			"default route, else br0\n");
	else
		for (size_t i = 0; i < policy->file_count; i++)
			fprintf(out, "policy: %s\n", policy->files[i]);
}

void check_report_policy(struct check_report *report, const struct policy *policy,
			 const struct problems *problems)
{
	if (report->json)
		json_policy(report->json, policy, problems);
	else
		text_policy(report->out, policy, problems);
}

static struct json_object *json_steps(const struct plan *plan);

static void json_bridge(struct json_object *bridges, const struct policy_bridge *bridge,
			const struct plan *plan, const struct error *err)
{
	struct json_object *object = json_object_new_object();

	add_text(object, "name", bridge->name);
	add_text(object, "file", bridge->file);
	json_object_object_add(object, "line", json_object_new_int64(bridge->line));
	add_text(object, "reason", err ? err->text : NULL);
	json_object_object_add(object, "steps", json_steps(plan));
	json_object_array_add(bridges, object);
}

static void text_plan(FILE *out, const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		char line[STEP_TEXT];

		step_print(&plan->steps[i], line);
		fprintf(out, "      %s\n", line);
	}
}

void check_report_bridge(struct check_report *report, const struct policy_bridge *bridge,
			 const struct plan *plan, const struct error *err)
{
	if (report->json)
		return json_bridge(report->bridges, bridge, plan, err);
	fprintf(report->out, "\nbridge %s (%s:%u)%s%s\n", bridge->name, bridge->file,
		bridge->line, err ? ": " : "", err ? err->text : "");
	text_plan(report->out, plan);
	if (!err && plan->count == 0)
		fprintf(report->out, "      nothing to change\n");
}

void check_report_guest(struct check_report *report, const struct guest *guest,
			const char *source)
{
	struct json_object *object;
	char name[1024];

	if (!report->json) {
		text_show(guest->name, name, sizeof(name));
		fprintf(report->out, "\nguest '%s' (%s)\n", name, source);
		return;
	}
	object = json_object_new_object();
	add_text(object, "name", guest->name);
	add_text(object, "uuid", guest->uuid);
	add_text(object, "source", source);
	report->nics = add_array(object, "nics");
	json_object_array_add(report->guests, object);
}

static struct json_object *json_step(const struct step *step)
{
	struct json_object *object = json_object_new_object();
	char word[STEP_WORD_TEXT], from[80], to[80];

	step_word(step, word);
	value_print(step, &step->from, from, sizeof(from));
	value_print(step, &step->to, to, sizeof(to));
	add_text(object, "device", step->dev.name);
	add_text(object, "what", word);
	add_text(object, "from", from);
	add_text(object, "to", to);
	return object;
}

static struct json_object *json_steps(const struct plan *plan)
{
	struct json_object *steps = json_object_new_array();

	for (size_t i = 0; i < plan->count; i++)
		json_object_array_add(steps, json_step(&plan->steps[i]));
	return steps;
}

static struct json_object *json_rule(const struct rule *rule)
{
	struct json_object *object = json_object_new_object();

	add_text(object, "name", rule->name);
	add_text(object, "file", rule->file);
	json_object_object_add(object, "line", json_object_new_int64(rule->line));
	return object;
}

/* The bridge as far as the rule or the guest's XML names it. */
static const char *named_bridge(const struct finding *finding)
{
	if (finding->outcome != OUTCOME_ATTACH)
		return NULL;
	return finding->rule->attach.bridge[0] ? finding->rule->attach.bridge
					       : finding->nic->bridge;
}

static void json_finding(struct json_object *nics, const struct finding *finding)
{
	struct json_object *object = json_object_new_object();
	char mac[MAC_TEXT];

	text_print_mac(finding->nic->mac, mac);
	json_object_object_add(object, "interface",
			       json_object_new_int64(finding->nic->number));
	add_text(object, "type", finding->nic->type);
	add_text(object, "alias", finding->nic->alias);
	add_text(object, "mac", finding->nic->has_mac ? mac : NULL);
	add_text(object, "verdict", outcome_words[finding->outcome]);
	add_text(object, "bridge", named_bridge(finding));
	if (finding->rule)
		json_object_object_add(object, "rule", json_rule(finding->rule));
	add_text(object, "reason", finding->reason[0] ? finding->reason : NULL);
	json_object_object_add(object, "steps", json_steps(&finding->plan));
	json_object_array_add(nics, object);
}

static void text_steps(FILE *out, const struct finding *finding)
{
	text_plan(out, &finding->plan);
	if (finding->outcome == OUTCOME_ATTACH && finding->plan.count == 0 &&
	    !finding->reason[0])
		fprintf(out, "      nothing to change\n");
}

/* Whether the rule has given the verdict, or is only what it waits for or fails by. */
static bool outcome_decided(enum outcome outcome)
{
	return outcome != OUTCOME_OPEN && outcome != OUTCOME_WRONG;
}

static void text_finding(FILE *out, const struct finding *finding)
{
	char nic[WORDS_TEXT], rule[WORDS_TEXT];

	words_nic(finding->nic, nic, sizeof(nic));
	fprintf(out, "  %s: %s", nic, outcome_words[finding->outcome]);
	if (named_bridge(finding))
		fprintf(out, " to %s", named_bridge(finding));
	if (finding->rule) {
		words_rule(finding->rule, rule, sizeof(rule));
		fprintf(out, "%s%s", outcome_decided(finding->outcome) ? " by " : ": ",
			rule);
	}
	fprintf(out, "%s%s\n", finding->reason[0] ? ": " : "", finding->reason);
	text_steps(out, finding);
}

void check_report_finding(struct check_report *report, const struct finding *finding)
{
	if (report->json)
		json_finding(report->nics, finding);
	else
		text_finding(report->out, finding);
}

void check_report_error(struct check_report *report, const char *text)
{
	if (report->json)
		json_object_array_add(report->errors, json_object_new_string(text));
	else
		fprintf(stderr, "onebridge check: %s\n", text);
}

int check_report_end(struct check_report *report)
{
	int written = 0;

	if (report->json)
		written = fprintf(
			report->out, "%s\n",
			json_object_to_json_string_ext(
				report->json, JSON_C_TO_STRING_PRETTY |
						      JSON_C_TO_STRING_SPACED |
						      JSON_C_TO_STRING_NOSLASHESCAPE));
	if (fflush(report->out) != 0)
		written = -1;
	json_object_put(report->json);
	free(report);
	return written < 0 ? -1 : 0;
}
