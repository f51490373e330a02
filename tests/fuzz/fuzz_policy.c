/* fuzz_policy.c - any bytes as policy XML: they are rules, or problems with their places
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "netcore/capture.h"
#include "netcore/text.h"
#include "xml/policy_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* What is certain lies in the name, and what the rule uses is captured. */
static void check_captures(const struct rule *rule, const struct match *match)
{
	struct captures captures = {};
	struct capture_place place;

	for (size_t i = 0; i < MATCH_FIELDS; i++) {
		const char *pattern = match->want[i];

		if (!pattern || !capture_find(pattern, &place))
			continue;
		must(rule_uses_captures(rule));
		if (capture_fits(pattern, rule->name))
			must(capture_read(pattern, rule->name, &captures, &place) !=
			     -E2BIG);
	}
	for (size_t i = 0; i < captures.count; i++)
		must(captures.all[i].length > 0 &&
		     strstr(rule->name, captures.all[i].text));
}

static void check_rule(const struct rule *rule)
{
	must(rule->name && *rule->name);
	must(rule->match_count > 0);
	must(rule->line > 0 && rule->file);
	must(!*rule->attach.bridge || text_is_ifname(rule->attach.bridge));
	must(!rule->attach.mtu || rule->attach.mtu >= 68);
	for (size_t i = 0; i < rule->match_count; i++)
		check_captures(rule, &rule->matches[i]);
	for (size_t i = 0; i < port_options.count; i++)
		if (option_values_have(&rule->attach.port, i))
			must(rule->attach.port.value[i] >= port_options.rows[i].min &&
			     rule->attach.port.value[i] <= port_options.rows[i].max);
}

/* One line each, which begins with the file's name and has a remedy. */
static void check_problems(const struct problems *problems)
{
	size_t lines = 0;

	for (char *line = problems->text, *end; *line; line = end + 1, lines++) {
		end = strchr(line, '\n');
		must(end && !strncmp(line, "file:", 5));
		must(memchr(line, ';', (size_t)(end - line)));
	}
	must(lines == (problems->count < PROBLEMS_MAX ? problems->count : PROBLEMS_MAX));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(policy_clear) struct policy policy = {};
	_cleanup_(problems_clear) struct problems problems = {};

	policy_read_text("file", (const char *)data, size, &policy, &problems);
	policy_read_finish(&policy, &problems);
	if (problems.count > 0)
		check_problems(&problems);
	for (size_t i = 0; problems.count == 0 && i < policy.rule_count; i++)
		check_rule(&policy.rules[i]);
	return 0;
}
