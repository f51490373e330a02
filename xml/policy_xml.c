/* policy_xml.c - the policy's XML: its elements and attributes as rows
 *
 * To add an attribute, add its row to `attributes`. Those of a <match> come from
 * match_rows, those of <port>, <tag> and <bridge> from the tables of options.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "xml/policy_xml.h"

#include <ctype.h>
#include <string.h>

#include "netcore/array.h"
#include "xml/policy_bridges.h"
#include "xml/policy_filter.h"
#include "xml/policy_options.h"
#include "xml/policy_route.h"
#include "xml/rule_captures.h"
#include "xml/vlan_tags.h"

const char policy_xml_version[] = ONEBRIDGE_VERSION;

/* The least that IPv4 requires (RFC 791), and the most a bridge takes (br_device.c). */
enum { MTU_MIN = 68, MTU_MAX = 65535 };

struct policy_reading {
	const char *file;
	struct policy *policy;
	struct problems *problems;
	size_t problems_before;   /* the rule at hand */
	unsigned verdicts;        /* of the rule at hand */
	struct vlan_tags tags;    /* of the <vlan> at hand */
	struct option_values tag; /* the options of the <tag> at hand */
};

static struct rule *last_rule(struct walk *walk)
{
	struct policy *policy = ((struct policy_reading *)walk->data)->policy;

	return &policy->rules[policy->rule_count - 1];
}

static void policy_problem(struct walk *walk, unsigned line, const char *text)
{
	struct policy_reading *reading = walk->data;

	problems_add(reading->problems, reading->file, line, "%s", text);
}

static void rule_start(struct walk *walk)
{
	struct policy_reading *reading = walk->data;
	struct policy *policy = reading->policy;

	if (!array_grow(&policy->rules, policy->rule_count, sizeof(*policy->rules)))
		return walk_out_of_memory(walk);
	policy->rule_count++;
	*last_rule(walk) = (struct rule){.file = reading->file, .line = walk->line};
	walk_set_object(walk, last_rule(walk));
	reading->verdicts = 0;
	reading->problems_before = reading->problems->count;
}

/* A rule with a problem matches nothing: which rules it would hide is not known. */
static void rule_end(struct walk *walk, const char *text)
{
	struct policy_reading *reading = walk->data;
	struct rule *rule = walk_object(walk);

	if (rule->match_count == 0)
		walk_problem(walk, rule->line,
			     "the rule has no <match>; add one (<match/> matches every "
			     "NIC)");
	if (reading->verdicts != 1)
		walk_problem(walk, rule->line,
			     "the rule has %u verdicts; expected exactly one of "
			     "<attach>, <route>, <reject> and <ignore/>",
			     reading->verdicts);
	if (reading->problems->count == reading->problems_before)
		captures_check(walk, rule);
	if (reading->problems->count > reading->problems_before)
		rule_clear_matches(rule);
}

static void match_start(struct walk *walk)
{
	struct rule *rule = walk_object(walk);

	if (!array_grow(&rule->matches, rule->match_count, sizeof(*rule->matches)))
		return walk_out_of_memory(walk);
	rule->matches[rule->match_count] = (struct match){};
	walk_set_object(walk, &rule->matches[rule->match_count++]);
}

/* attribute->place is the field. A guest's UUID is in lower case. */
static void read_pattern(struct walk *walk, const struct attribute *attribute,
			 const char *value)
{
	struct match *match = walk_object(walk);
	const struct match_row *row = &match_rows[attribute->place];
	char **want = &match->want[attribute->place];

	if (!row->possible(value))
		return walk_bad_value(walk, attribute, value, row->expected);
	value_replace(walk, want, value);
	if (*want && attribute->place == MATCH_DOMAIN_UUID)
		for (char *c = *want; *c; c++)
			*c = (char)tolower((unsigned char)*c);
}

static void verdict_start(struct walk *walk, enum rule_action action)
{
	struct policy_reading *reading = walk->data;

	last_rule(walk)->action = action;
	reading->verdicts++;
}

static void reject_start(struct walk *walk)
{
	verdict_start(walk, RULE_REJECT);
}

static void ignore_start(struct walk *walk)
{
	verdict_start(walk, RULE_IGNORE);
}

static void attach_start(struct walk *walk)
{
	verdict_start(walk, RULE_ATTACH);
	walk_set_object(walk, &last_rule(walk)->attach);
}

static void attach_end(struct walk *walk, const char *text)
{
	const struct attach *attach = walk_object(walk);

	policy_filter_check(walk, attach);
	if (!attach->antispoof.on)
		policy_options_check_needs(walk, &port_options, &attach->port);
	policy_options_check_vlans(walk, &attach->vlan_values, &attach->port);
}

static void route_start(struct walk *walk)
{
	verdict_start(walk, RULE_ROUTE);
	walk_set_object(walk, &last_rule(walk)->route);
}

/* What it has in common with <attach>. */
static void routed_start(struct walk *walk)
{
	walk_set_object(walk, &last_rule(walk)->attach);
}

static void policy_vlan_start(struct walk *walk)
{
	struct policy_reading *reading = walk->data;

	reading->tags = (struct vlan_tags){};
	walk_set_object(walk, &reading->tags);
}

static void policy_vlan_end(struct walk *walk, const char *text)
{
	struct attach *attach = &last_rule(walk)->attach;

	free(attach->vlans);
	attach->vlans = vlan_tags_take(walk);
	captures_end_vlan(walk_object(walk), attach);
}

static void policy_read_tag_id(struct walk *walk, const struct attribute *attribute,
			       const char *value)
{
	captures_read_tag(walk, attribute, value, &last_rule(walk)->attach);
}

static void policy_read_vlan_option(struct walk *walk, const struct attribute *attribute,
				    const char *value)
{
	struct policy_reading *reading = walk->data;

	policy_options_read(walk, attribute, value, &vlan_options, &reading->tag);
}

static void policy_tag_end(struct walk *walk, const char *text)
{
	struct policy_reading *reading = walk->data;
	struct attach *attach = &last_rule(walk)->attach;

	policy_options_put_vlans(walk, &reading->tag, &reading->tags,
				 &attach->vlan_values);
	reading->tag = (struct option_values){};
	vlan_tags_end_tag(walk, text);
}

static void bridge_start(struct walk *walk)
{
	struct policy_reading *reading = walk->data;

	policy_bridges_add(walk, reading->policy, reading->file);
}

static void map_start(struct walk *walk)
{
	struct policy_reading *reading = walk->data;

	policy_bridges_add_map(walk, reading->policy, reading->file);
}

static void policy_read_port_option(struct walk *walk, const struct attribute *attribute,
				    const char *value)
{
	struct attach *attach = walk_object(walk);

	policy_options_read(walk, attribute, value, &port_options, &attach->port);
}

enum {
	POLICY,
	BRIDGE,
	BRIDGE_MAC,
	BRIDGE_MTU,
	UPLINK,
	MAP,
	RULE,
	MATCH,
	DOMAIN,
	INTERFACE,
	MAC,
	TARGET,
	SOURCE,
	ORIGIN,
	ATTACH,
	VLAN,
	TAG,
	PORT,
	ANTISPOOF,
	ANTISPOOF_MAC,
	ANTISPOOF_IP,
	GUARD,
	MTU,
	TAP,
	ROUTE,
	ROUTE_IP,
	ROUTE_GUEST,
	ROUTE_FORWARD,
	ROUTE_MTU,
	ROUTE_TAP,
	REJECT,
	IGNORE,
};

static const struct element elements[] = {
	[POLICY] = {"policy", ELEMENT_ROOT},
	[BRIDGE] = {"bridge", POLICY, .start = bridge_start, .end = policy_bridges_end},
	[BRIDGE_MAC] = {"mac", BRIDGE, .once = true},
	[BRIDGE_MTU] = {"mtu", BRIDGE, .once = true},
	[UPLINK] = {"uplink", BRIDGE, .once = true},
	[MAP] = {"map", POLICY, .start = map_start},
	[RULE] = {"rule", POLICY, .start = rule_start, .end = rule_end},
	[MATCH] = {"match", RULE, .start = match_start},
	[DOMAIN] = {"domain", MATCH, .once = true, .some = true},
	[INTERFACE] = {"interface", MATCH, .once = true, .some = true},
	[MAC] = {"mac", MATCH, .once = true, .some = true},
	[TARGET] = {"target", MATCH, .once = true, .some = true},
	[SOURCE] = {"source", MATCH, .once = true, .some = true},
	[ORIGIN] = {"origin", MATCH, .once = true, .some = true},
	[ATTACH] = {"attach", RULE, .start = attach_start, .end = attach_end},
	[VLAN] = {"vlan", ATTACH, .once = true, .start = policy_vlan_start,
		  .end = policy_vlan_end},
	[TAG] = {"tag", VLAN, .end = policy_tag_end},
	[PORT] = {"port", ATTACH, .once = true},
	[ANTISPOOF] = {"antispoof", ATTACH, .once = true, .start = policy_filter_start},
	[ANTISPOOF_MAC] = {"mac", ANTISPOOF},
	[ANTISPOOF_IP] = {"ip", ANTISPOOF, .start = policy_filter_start_ip,
			  .end = policy_filter_end_ip},
	[GUARD] = {"guard", ATTACH, .once = true, .start = policy_filter_start_guard},
	[MTU] = {"mtu", ATTACH, .once = true},
	[TAP] = {"tap", ATTACH, .once = true, .some = true},
	[ROUTE] = {"route", RULE, .start = route_start, .end = policy_route_end},
	[ROUTE_IP] = {"ip", ROUTE, .start = policy_route_ip_start},
	[ROUTE_GUEST] = {"guest", ROUTE, .start = policy_route_guest_start},
	[ROUTE_FORWARD] = {"forward", ROUTE, .once = true},
	[ROUTE_MTU] = {"mtu", ROUTE, .once = true, .start = routed_start},
	[ROUTE_TAP] = {"tap", ROUTE, .once = true, .some = true, .start = routed_start},
	[REJECT] = {"reject", RULE, .start = reject_start},
	[IGNORE] = {"ignore", RULE, .start = ignore_start},
};
_Static_assert(ARRAY_SIZE(elements) <= ELEMENTS_MAX, "a bit each");

#define IN_BRIDGE(field) offsetof(struct policy_bridge, field)
#define IN_RULE(field)   offsetof(struct rule, field)
#define IN_ATTACH(field) offsetof(struct attach, field)
#define IN_ROUTE(field)  offsetof(struct route, field)
#define MTU_BOUNDS       .min = MTU_MIN, .max = MTU_MAX

static const struct attribute attributes[] = {
	{BRIDGE, "name", value_ifname, IN_BRIDGE(name), .required = true},
	{BRIDGE, "create", value_flag, IN_BRIDGE(create)},
	{BRIDGE_MAC, "address", policy_bridges_read_mac, .required = true},
	{BRIDGE_MTU, "size", value_number, IN_BRIDGE(mtu), true, MTU_BOUNDS},
	{UPLINK, "dev", value_ifname, IN_BRIDGE(uplink.dev), .required = true},
	{UPLINK, "addresses", value_choice, IN_BRIDGE(uplink.addresses),
	 .choices = {NULL, "keep", "move", "dhcp"}},
	{UPLINK, "vlans", value_choice, IN_BRIDGE(uplink.vlans),
	 .choices = {"keep", "sync"}},
	{MAP, "bridge", value_ifname, offsetof(struct policy_map, bridge),
	 .required = true},
	{MAP, "to", value_ifname, offsetof(struct policy_map, to), .required = true},
	{RULE, "name", value_some_text, IN_RULE(name), .required = true},
	{REJECT, "reason", value_some_text, IN_RULE(reason)},
	{ATTACH, "bridge", captures_read_bridge},
	{PORT, "required", value_inverted_flag, IN_ATTACH(port_optional)},
	{ANTISPOOF, "required", value_inverted_flag, IN_ATTACH(antispoof.optional)},
	{ANTISPOOF, "addresses", policy_filter_read_source},
	{ANTISPOOF_MAC, "address", policy_filter_read_mac, .required = true},
	{ANTISPOOF_IP, "address", policy_filter_read_ip, .required = true},
	{ANTISPOOF_IP, "prefix", value_number, IN_ATTACH(antispoof.ip_prefix), .min = 1,
	 .max = 128},
	{GUARD, "dhcp", value_inverted_flag, IN_ATTACH(no_dhcp_guard)},
	{GUARD, "ra", value_inverted_flag, IN_ATTACH(no_ra_guard)},
	{MTU, "size", value_number, IN_ATTACH(mtu), true, MTU_BOUNDS},
	{TAP, "owner", value_some_text, IN_ATTACH(tap_owner)},
	{TAP, "group", value_some_text, IN_ATTACH(tap_group)},
	{ROUTE_IP, "address", policy_route_read_address, .required = true},
	{ROUTE_IP, "prefix", policy_route_read_prefix},
	{ROUTE_GUEST, "address", policy_route_read_address, .required = true},
	{ROUTE_FORWARD, "mode", value_choice, IN_ROUTE(forward), .required = true,
	 .choices = {NULL, "nat", "route", "open"}},
	{ROUTE_FORWARD, "dev", value_ifname, IN_ROUTE(dev)},
	{ROUTE_MTU, "size", value_number, IN_ATTACH(mtu), true, MTU_BOUNDS},
	{ROUTE_TAP, "owner", value_some_text, IN_ATTACH(tap_owner)},
	{ROUTE_TAP, "group", value_some_text, IN_ATTACH(tap_group)},
	VLAN_TAGS_ATTRIBUTES(VLAN, TAG, policy_read_tag_id),
};

enum { ATTRIBUTES_MAX = ARRAY_SIZE(attributes) + MATCH_FIELDS + 5 * OPTIONS_MAX };

static int match_element(const char *name)
{
	int element = DOMAIN;

	while (strcmp(elements[element].name, name) != 0)
		element++;
	return element;
}

/* Every attribute, from all five tables. Returns how many. */
static size_t collect_attributes(struct attribute ret[ATTRIBUTES_MAX])
{
	size_t count = ARRAY_SIZE(attributes);

	memcpy(ret, attributes, sizeof(attributes));
	for (size_t i = 0; i < MATCH_FIELDS; i++)
		ret[count++] =
			(struct attribute){match_element(match_rows[i].element),
					   match_rows[i].attribute, read_pattern, i};
	count += policy_options_attributes(&port_options, PORT, policy_read_port_option,
					   ret + count);
	count += policy_options_attributes(&vlan_options, TAG, policy_read_vlan_option,
					   ret + count);
	return count + policy_options_attributes(&bridge_options, BRIDGE,
						 policy_bridges_read_option, ret + count);
}

void policy_xml_read(const char *file, int fd, const char *text, size_t length,
		     struct policy *policy, struct problems *problems)
{
	struct attribute all[ATTRIBUTES_MAX];
	struct vocabulary vocabulary = {
		.elements = elements,
		.element_count = ARRAY_SIZE(elements),
		.attributes = all,
		.attribute_count = collect_attributes(all),
		.strict = true,
		.problem = policy_problem,
	};
	struct policy_reading reading = {
		.file = file, .policy = policy, .problems = problems};
	struct walk walk = {.vocabulary = &vocabulary, .data = &reading};
	struct error err;

	if (walk_read(&walk, fd, text, length, &err) == 0)
		return;
	/* problems_add() makes control characters visible itself. */
	text_unshow(err.text);
	problems_add(problems, file, walk.line, "%s", err.text);
}
