/* rule_captures.c - what a rule's matches capture, and what uses it, in policy XML */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "xml/rule_captures.h"

#include <stdlib.h>
#include <string.h>

#include "netcore/array.h"
#include "netcore/capture.h"
#include "xml/quote.h"

/* --- what uses it */

/* A number is bounded by VLANs, a text by a pattern. */
static bool bound_valid(const struct capture_place *use)
{
	char text[VLAN_RANGE_TEXT];
	uint16_t first, last;

	if (!use->bound || !capture_is_number(use))
		return true;
	if (use->bound_length >= (int)sizeof(text))
		return false;
	snprintf(text, sizeof(text), "%.*s", use->bound_length, use->bound);
	return vlan_range_read(text, &first, &last) == 0;
}

/* What a value with uses is made of. */
struct used_value {
	size_t shortest; /* bytes that it has at least */
	bool any;        /* a name alone says what it is */
	bool valid;
};

static struct used_value used_value_read(const char *value)
{
	struct used_value ret = {.any = true, .valid = true};
	struct capture_place use;

	for (; capture_find_use(value, &use); value = use.end) {
		ret.any = ret.any && value == use.at && !use.bound &&
			  !capture_is_number(&use);
		ret.valid = ret.valid && bound_valid(&use);
		ret.shortest += (size_t)(use.at - value) + 1;
	}
	ret.any = ret.any && !*value;
	ret.shortest += strlen(value);
	return ret;
}

/* Whether all that is not used from a name can be in a device's. */
static bool plain_part_valid(const char *value)
{
	char plain[IFNAMSIZ];
	struct capture_place use;
	size_t length = 0;

	for (; capture_find_use(value, &use); value = use.end) {
		memcpy(plain + length, value, (size_t)(use.at - value));
		length += (size_t)(use.at - value);
		plain[length++] = 'x';
	}
	strcpy(plain + length, value);
	return text_is_ifname(plain);
}

void captures_read_bridge(struct walk *walk, const struct attribute *attribute,
			  const char *value)
{
	struct attach *attach = walk_object(walk);
	struct used_value used = used_value_read(value);
	struct capture_place use;

	if (!capture_find_use(value, &use)) {
		if (value_check_ifname(walk, attribute, value))
			strcpy(attach->bridge, value);
		return;
	}
	if (!used.valid || used.shortest >= IFNAMSIZ || !plain_part_valid(value))
		return walk_bad_value(walk, attribute, value,
				      "what a device name can be made of (1 to 15 bytes, "
				      "without '/', ':' or white space), a bound of a "
				      "{vlan} as in {vlan:100-199}");
	if (used.any)
		return walk_problem(walk, walk->line,
				    "<attach bridge='%s'> lets a guest's name choose any "
				    "bridge; write a part of the name ('br-%s'), or a "
				    "pattern that it must fit ('{%.*s:lab-*}')",
				    quote_text(value).text, quote_text(value).text,
				    use.name_length, use.name);
	value_replace(walk, &attach->bridge_use, value);
}

void captures_read_tag(struct walk *walk, const struct attribute *attribute,
		       const char *value, struct attach *attach)
{
	struct captured_vlan captured = {};
	struct vlan_tags *tags = walk_object(walk);
	struct capture_place use;

	if (!strchr(value, '{'))
		return vlan_tags_read_id(walk, attribute, value);
	if (!capture_find_use(value, &use) || use.at != value || *use.end ||
	    !capture_is_number(&use) || !bound_valid(&use))
		return walk_bad_value(walk, attribute, value,
				      "a number from 1 to 4094, a range (10-20), or what "
				      "a <match> captures ({vlan}, {vlan:100-199})");
	if (attach->captured_vlan_count == CAPTURES_MAX)
		return walk_problem(walk, walk->line,
				    "more than %d <tag>s use captures; remove some",
				    CAPTURES_MAX);
	value_replace(walk, &captured.use, value);
	if (!captured.use || !array_grow(&attach->captured_vlans,
					 attach->captured_vlan_count, sizeof(captured))) {
		free(captured.use);
		return walk_out_of_memory(walk);
	}
	tags->first = (uint16_t)(VLAN_CAPTURED + attach->captured_vlan_count);
	tags->last = tags->first;
	attach->captured_vlans[attach->captured_vlan_count++] = captured;
}

void captures_end_vlan(const struct vlan_tags *tags, struct attach *attach)
{
	for (size_t i = 0; i < attach->captured_vlan_count; i++)
		attach->captured_vlans[i].how = tags->captured_how[i];
}

/* --- whether it is captured, and used */

static bool same_name(const struct capture_place *a, const struct capture_place *b)
{
	return a->name_length == b->name_length &&
	       !memcmp(a->name, b->name, (size_t)a->name_length);
}

/* How often the match captures it; NULL: anything. */
static unsigned count_captures(const struct match *match, const struct capture_place *of)
{
	unsigned count = 0;

	for (size_t i = 0; i < MATCH_FIELDS; i++) {
		const char *pattern = match->want[i];
		struct capture_place place;

		for (; pattern && capture_find(pattern, &place); pattern = place.end)
			count += !of || same_name(&place, of);
	}
	return count;
}

static bool value_uses(const char *value, const struct capture_place *capture)
{
	struct capture_place use;

	for (; value && capture_find_use(value, &use); value = use.end)
		if (same_name(&use, capture))
			return true;
	return false;
}

static bool attach_uses(const struct attach *attach, const struct capture_place *capture)
{
	for (size_t i = 0; i < attach->captured_vlan_count; i++)
		if (value_uses(attach->captured_vlans[i].use, capture))
			return true;
	return value_uses(attach->bridge_use, capture);
}

static void check_value(struct walk *walk, const struct rule *rule, const char *value)
{
	struct capture_place use;

	for (; value && capture_find_use(value, &use); value = use.end) {
		size_t i = 0;

		while (i < rule->match_count && count_captures(&rule->matches[i], &use))
			i++;
		if (i < rule->match_count)
			walk_problem(walk, rule->line,
				     "{%.*s} is used, but not every <match> of the rule "
				     "captures it; write it in a pattern of each "
				     "(<target dev='*_{%.*s}'/>)",
				     use.name_length, use.name, use.name_length,
				     use.name);
	}
}

static void check_capture(struct walk *walk, const struct rule *rule,
			  const struct match *match, const struct capture_place *capture)
{
	if (!attach_uses(&rule->attach, capture))
		walk_problem(walk, rule->line,
			     "{%.*s} is captured, but not used; use it in <attach "
			     "bridge=> or <tag id=>, or write \\{ for a plain {",
			     capture->name_length, capture->name);
	else if (count_captures(match, capture) > 1)
		walk_problem(walk, rule->line,
			     "{%.*s} is captured twice in a <match>; give one of them "
			     "another name ({%.*s2})",
			     capture->name_length, capture->name, capture->name_length,
			     capture->name);
}

static void check_pattern(struct walk *walk, const struct rule *rule,
			  const struct match *match, enum match_field field)
{
	const char *pattern = match->want[field];
	struct capture_place place;
	const char *doubt = pattern ? capture_doubt(pattern, &place) : NULL;

	if (doubt)
		walk_problem(walk, rule->line, "{%.*s} in <%s %s='%s'> %s",
			     place.name_length, place.name, match_rows[field].element,
			     match_rows[field].attribute, quote_text(pattern).text,
			     doubt);
	for (; pattern && capture_find(pattern, &place); pattern = place.end)
		check_capture(walk, rule, match, &place);
}

void captures_check(struct walk *walk, const struct rule *rule)
{
	for (size_t i = 0; i < rule->match_count; i++) {
		const struct match *match = &rule->matches[i];

		for (size_t field = 0; field < MATCH_FIELDS; field++)
			check_pattern(walk, rule, match, (enum match_field)field);
		if (count_captures(match, NULL) > CAPTURES_MAX)
			walk_problem(walk, rule->line,
				     "a <match> captures more than %d parts; remove some",
				     CAPTURES_MAX);
	}
	check_value(walk, rule, rule->attach.bridge_use);
	for (size_t i = 0; i < rule->attach.captured_vlan_count; i++)
		check_value(walk, rule, rule->attach.captured_vlans[i].use);
}
