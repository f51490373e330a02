/* policy_xml.c - the policy's XML: its elements and attributes as rows
 *
 * To add an attribute, add its row to `attributes`; those of a <match> come from
 * match_rows, those of <port> and <bridge> from the tables of options.
 */
#include "xml/policy_xml.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "netcore/text.h"
#include "netcore/array.h"
#include "xml/pattern.h"
#include "xml/quote.h"
#include "xml/vlan_tags.h"
#include "xml/vocabulary.h"

const char policy_xml_version[] = ONEBRIDGE_VERSION;

/* The least that IPv4 asks for (RFC 791), and the most a bridge takes (br_device.c). */
enum { MTU_MIN = 68, MTU_MAX = 65535 };

struct reading {
	const char *file;
	struct policy *policy;
	struct problems *problems;
	size_t problems_before; /* the rule at hand */
	unsigned verdicts;      /* of the rule at hand */
	struct vlan_tags tags;  /* of the <vlan> at hand */
};

static struct rule *reading_rule(struct walk *walk)
{
	struct reading *reading = walk->data;

	return &reading->policy->rules[reading->policy->rule_count - 1];
}

static void reading_problem(struct walk *walk, unsigned line, const char *text)
{
	struct reading *reading = walk->data;

	problems_add(reading->problems, reading->file, line, "%s", text);
}

static void bad_value(struct walk *walk, const struct attribute *attribute,
		      const char *value, const char *wanted)
{
	struct reading *reading = walk->data;

	problems_add(reading->problems, reading->file, walk->line,
		     "bad value in <%s %s='%s'>; %s is wanted", walk_element(walk)->name,
		     attribute->name, quote_text(value).text, wanted);
}

static void out_of_memory(struct walk *walk)
{
	reader_fail(walk->reader, walk->line, ENOMEM, "out of memory");
}

static void keep_text(struct walk *walk, char **field, const char *value)
{
	free(*field);
	*field = strdup(value);
	if (!*field)
		out_of_memory(walk);
}

static void rule_start(struct walk *walk)
{
	struct reading *reading = walk->data;
	struct policy *policy = reading->policy;

	if (!array_grow(&policy->rules, policy->rule_count, sizeof(*policy->rules)))
		return out_of_memory(walk);
	policy->rule_count++;
	*reading_rule(walk) = (struct rule){.file = reading->file, .line = walk->line};
	reading->verdicts = 0;
	reading->problems_before = reading->problems->count;
}

/* Of a rule that is not as it was meant, nobody can say which others it hides. */
static void rule_end(struct walk *walk, const char *text)
{
	struct reading *reading = walk->data;
	struct rule *rule = reading_rule(walk);

	(void)text;
	if (rule->match_count == 0)
		problems_add(reading->problems, rule->file, rule->line,
			     "a rule without <match>; <match/> holds for every NIC");
	if (reading->verdicts != 1)
		problems_add(reading->problems, rule->file, rule->line,
			     "a rule with %u verdicts; exactly one is wanted: "
			     "<attach>, <reject> or <ignore/>",
			     reading->verdicts);
	if (reading->problems->count > reading->problems_before)
		rule_clear_matches(rule);
}

/* Whether the element at hand is one of a <bridge>. */
static bool in_bridge(struct walk *walk);

static struct policy_bridge *reading_bridge(struct walk *walk)
{
	struct reading *reading = walk->data;

	return &reading->policy->bridges[reading->policy->bridge_count - 1];
}

static void bridge_start(struct walk *walk)
{
	struct reading *reading = walk->data;
	struct policy *policy = reading->policy;

	if (!array_grow(&policy->bridges, policy->bridge_count, sizeof(*policy->bridges)))
		return out_of_memory(walk);
	policy->bridge_count++;
	*reading_bridge(walk) =
		(struct policy_bridge){.file = reading->file, .line = walk->line};
}

/* An option that is on, and the flag that it needs is not. */
static void check_needs(struct walk *walk, const struct option_table *table,
			const struct option_values *values)
{
	char problem[160];

	for (size_t i = 0; i < table->count; i++) {
		const struct link_option *option = &table->rows[i];
		size_t needed;

		if (!option->needs || !option_values_have(values, i) || !values->value[i])
			continue;
		needed = option_index(option_find(table, option->needs));
		if (option_values_have(values, needed) && values->value[needed])
			continue;
		snprintf(problem, sizeof(problem),
			 "%s='yes' needs %s='yes' beside it; add it, or take %s= out",
			 option->name, option->needs, option->name);
		reading_problem(walk, walk->line, problem);
	}
}

static void bridge_end(struct walk *walk, const char *text)
{
	(void)text;
	check_needs(walk, &bridge_options, &reading_bridge(walk)->options);
}

static void match_start(struct walk *walk)
{
	struct rule *rule = reading_rule(walk);

	if (!array_grow(&rule->matches, rule->match_count, sizeof(*rule->matches)))
		return out_of_memory(walk);
	rule->matches[rule->match_count++] = (struct match){};
}

static void verdict_start(struct walk *walk, enum verdict verdict)
{
	struct reading *reading = walk->data;

	reading_rule(walk)->verdict = verdict;
	reading->verdicts++;
}

static void attach_start(struct walk *walk)
{
	verdict_start(walk, VERDICT_ATTACH);
}

static void antispoof_start(struct walk *walk)
{
	reading_rule(walk)->attach.antispoof.on = true;
}

/* <antispoof/> means some options itself. */
static void check_antispoof(struct walk *walk, const struct option_values *port)
{
	const struct option_values needed = option_values_antispoof();
	char problem[120];

	for (size_t i = 0; i < port_options.count; i++) {
		const char *name = port_options.rows[i].name;

		if (!option_values_have(&needed, i) || !option_values_have(port, i) ||
		    port->value[i] == needed.value[i])
			continue;
		snprintf(problem, sizeof(problem),
			 "<antispoof> needs %s='%s'; take %s= out of <port>, or "
			 "<antispoof>",
			 name, needed.value[i] ? "yes" : "no", name);
		reading_problem(walk, walk->line, problem);
	}
}

static void attach_end(struct walk *walk, const char *text)
{
	const struct attach *attach = &reading_rule(walk)->attach;

	(void)text;
	if (attach->antispoof.on)
		check_antispoof(walk, &attach->port);
	else
		check_needs(walk, &port_options, &attach->port);
}

static void reject_start(struct walk *walk)
{
	verdict_start(walk, VERDICT_REJECT);
}

static void ignore_start(struct walk *walk)
{
	verdict_start(walk, VERDICT_IGNORE);
}

/* A text of the rule, where attribute->place says. */
static void read_text(struct walk *walk, const struct attribute *attribute,
		      const char *value)
{
	if (!*value)
		return bad_value(walk, attribute, value, "at least one character");
	keep_text(walk, (char **)((char *)reading_rule(walk) + attribute->place), value);
}

#define DEVICE_WANTED                                                                    \
	"a device's name (at most 15 bytes, without '/', ':' or white space)"

static void read_bridge(struct walk *walk, const struct attribute *attribute,
			const char *value)
{
	if (!text_is_ifname(value))
		return bad_value(walk, attribute, value, DEVICE_WANTED);
	strcpy(reading_rule(walk)->attach.bridge, value);
}

static void read_mtu(struct walk *walk, const struct attribute *attribute,
		     const char *value)
{
	uint32_t *mtu = in_bridge(walk) ? &reading_bridge(walk)->mtu
					: &reading_rule(walk)->attach.mtu;

	if (text_read_number(value, MTU_MIN, MTU_MAX, mtu) < 0)
		bad_value(walk, attribute, value, "a number from 68 to 65535");
}

static void read_device(struct walk *walk, const struct attribute *attribute,
			const char *value)
{
	char *field = (char *)reading_bridge(walk) + attribute->place;

	if (!text_is_ifname(value))
		return bad_value(walk, attribute, value, DEVICE_WANTED);
	strcpy(field, value);
}

static void read_create(struct walk *walk, const struct attribute *attribute,
			const char *value)
{
	if (text_read_bool(value, &reading_bridge(walk)->create) < 0)
		bad_value(walk, attribute, value, "yes or no");
}

static void read_addresses(struct walk *walk, const struct attribute *attribute,
			   const char *value)
{
	static const char *const words[] = {[ADDRESSES_KEEP] = "keep",
					    [ADDRESSES_MOVE] = "move",
					    [ADDRESSES_DHCP] = "dhcp"};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i], value)) {
			reading_bridge(walk)->uplink.addresses = (enum uplink_addresses)i;
			return;
		}
	bad_value(walk, attribute, value, "move, keep or dhcp");
}

static void read_uplink_vlans(struct walk *walk, const struct attribute *attribute,
			      const char *value)
{
	bool sync = !strcmp(value, "sync");

	if (!sync && strcmp(value, "keep") != 0)
		return bad_value(walk, attribute, value, "sync or keep");
	reading_bridge(walk)->uplink.sync_vlans = sync;
}

static void read_bridge_option(struct walk *walk, const struct attribute *attribute,
			       const char *value)
{
	const struct link_option *option = &bridge_options.rows[attribute->place];
	char wanted[64];
	uint64_t number;

	if (option_read(option, value, &number) == 0)
		return option_values_set(&reading_bridge(walk)->options, attribute->place,
					 number);
	option_expects(option, wanted, sizeof(wanted));
	bad_value(walk, attribute, value, wanted);
}

static void read_port_option(struct walk *walk, const struct attribute *attribute,
			     const char *value)
{
	const struct link_option *option = &port_options.rows[attribute->place];
	struct option_values *port = &reading_rule(walk)->attach.port;
	char wanted[64];
	uint64_t number;

	if (option->type == OPTION_DEVICE && text_is_ifname(value)) {
		snprintf(port->device, sizeof(port->device), "%s", value);
		return option_values_set(port, attribute->place, 0);
	}
	if (option->type != OPTION_DEVICE && option_read(option, value, &number) == 0)
		return option_values_set(port, attribute->place, number);
	option_expects(option, wanted, sizeof(wanted));
	bad_value(walk, attribute, value, wanted);
}

/* required=, kept as its opposite where attribute->place says. */
static void read_required(struct walk *walk, const struct attribute *attribute,
			  const char *value)
{
	bool *optional = (bool *)((char *)reading_rule(walk) + attribute->place);
	bool required;

	if (text_read_bool(value, &required) < 0)
		return bad_value(walk, attribute, value, "yes or no");
	*optional = !required;
}

/* As one NIC can have it: no group's, and not all zeros. */
static bool read_nic_mac(struct walk *walk, const struct attribute *attribute,
			 const char *value, uint8_t ret[MAC_BYTES])
{
	static const uint8_t none[MAC_BYTES];

	if (text_read_mac(value, ret) == 0 && !(ret[0] & 1) &&
	    memcmp(ret, none, MAC_BYTES) != 0)
		return true;
	bad_value(walk, attribute, value,
		  "a MAC that one NIC can have (six pairs of hex digits)");
	return false;
}

static void read_bridge_mac(struct walk *walk, const struct attribute *attribute,
			    const char *value)
{
	struct policy_bridge *bridge = reading_bridge(walk);

	bridge->has_mac = read_nic_mac(walk, attribute, value, bridge->mac);
}

static void read_own_mac(struct walk *walk, const struct attribute *attribute,
			 const char *value)
{
	struct antispoof *antispoof = &reading_rule(walk)->attach.antispoof;
	uint8_t mac[MAC_BYTES];

	if (!read_nic_mac(walk, attribute, value, mac))
		return;
	if (antispoof->mac_count == ANTISPOOF_MACS)
		return reading_problem(walk, walk->line,
				       "more than 15 <mac> in <antispoof>; give the "
				       "rest to a NIC of their own");
	memcpy(antispoof->macs[antispoof->mac_count++], mac, MAC_BYTES);
}

static void vlan_start(struct walk *walk)
{
	struct reading *reading = walk->data;

	reading->tags = (struct vlan_tags){};
}

static void tell_at_end(struct walk *walk, const char *problem)
{
	if (problem)
		reading_problem(walk, walk->line, problem);
}

static void tag_end(struct walk *walk, const char *text)
{
	struct reading *reading = walk->data;

	(void)text;
	tell_at_end(walk, vlan_tags_end_tag(&reading->tags));
}

static void vlan_end(struct walk *walk, const char *text)
{
	struct reading *reading = walk->data;
	struct attach *attach = &reading_rule(walk)->attach;

	(void)text;
	tell_at_end(walk, vlan_tags_end(&reading->tags));
	free(attach->vlans);
	attach->vlans = malloc(sizeof(*attach->vlans));
	if (!attach->vlans)
		return out_of_memory(walk);
	*attach->vlans = reading->tags.set;
}

/* Reads by whichever of vlan_tags.h is asked for. */
static void read_tag_by(const char *(*read)(struct vlan_tags *tags, const char *text),
			struct walk *walk, const struct attribute *attribute,
			const char *value)
{
	struct reading *reading = walk->data;
	const char *wanted = read(&reading->tags, value);

	if (wanted)
		bad_value(walk, attribute, value, wanted);
}

static void read_tag_id(struct walk *walk, const struct attribute *attribute,
			const char *value)
{
	read_tag_by(vlan_tags_read_id, walk, attribute, value);
}

static void read_native(struct walk *walk, const struct attribute *attribute,
			const char *value)
{
	read_tag_by(vlan_tags_read_native, walk, attribute, value);
}

static void read_trunk(struct walk *walk, const struct attribute *attribute,
		       const char *value)
{
	read_tag_by(vlan_tags_read_trunk, walk, attribute, value);
}

/* The guest's UUID is in lower case. */
static void lower_case(char *text)
{
	for (; *text; text++)
		*text = (char)tolower((unsigned char)*text);
}

static void read_pattern(struct walk *walk, const struct attribute *attribute,
			 const char *value)
{
	struct rule *rule = reading_rule(walk);
	char **want = &rule->matches[rule->match_count - 1].want[attribute->place];
	const char *refusal = pattern_refusal(attribute->place, value);

	if (refusal)
		return bad_value(walk, attribute, value, refusal);
	keep_text(walk, want, value);
	if (*want && attribute->place == MATCH_DOMAIN_UUID)
		lower_case(*want);
}

enum {
	POLICY,
	BRIDGE,
	BRIDGE_MAC,
	BRIDGE_MTU,
	UPLINK,
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
	OWN_MAC,
	MTU,
	TAP,
	REJECT,
	IGNORE,
};

static const struct element elements[] = {
	[POLICY] = {"policy", ELEMENT_ROOT},
	[BRIDGE] = {"bridge", POLICY, .start = bridge_start, .end = bridge_end},
	[BRIDGE_MAC] = {"mac", BRIDGE, .once = true},
	[BRIDGE_MTU] = {"mtu", BRIDGE, .once = true},
	[UPLINK] = {"uplink", BRIDGE, .once = true},
	[RULE] = {"rule", POLICY, .start = rule_start, .end = rule_end},
	[MATCH] = {"match", RULE, .start = match_start},
	[DOMAIN] = {"domain", MATCH, .once = true, .some = true},
	[INTERFACE] = {"interface", MATCH, .once = true, .some = true},
	[MAC] = {"mac", MATCH, .once = true, .some = true},
	[TARGET] = {"target", MATCH, .once = true, .some = true},
	[SOURCE] = {"source", MATCH, .once = true, .some = true},
	[ORIGIN] = {"origin", MATCH, .once = true, .some = true},
	[ATTACH] = {"attach", RULE, .start = attach_start, .end = attach_end},
	[VLAN] = {"vlan", ATTACH, .once = true, .start = vlan_start, .end = vlan_end},
	[TAG] = {"tag", VLAN, .end = tag_end},
	[PORT] = {"port", ATTACH, .once = true},
	[ANTISPOOF] = {"antispoof", ATTACH, .once = true, .start = antispoof_start},
	[OWN_MAC] = {"mac", ANTISPOOF},
	[MTU] = {"mtu", ATTACH, .once = true},
	[TAP] = {"tap", ATTACH, .once = true, .some = true},
	[REJECT] = {"reject", RULE, .start = reject_start},
	[IGNORE] = {"ignore", RULE, .start = ignore_start},
};
_Static_assert(ARRAY_SIZE(elements) <= VOCABULARY_ELEMENTS, "a bit each");

static const struct attribute attributes[] = {
	{BRIDGE, "name", read_device, offsetof(struct policy_bridge, name),
	 .required = true},
	{BRIDGE, "create", read_create},
	{BRIDGE, "stp", read_bridge_option}, /* bridge_options begins with it */
	{BRIDGE_MAC, "address", read_bridge_mac, .required = true},
	{BRIDGE_MTU, "size", read_mtu, .required = true},
	{UPLINK, "dev", read_device, offsetof(struct policy_bridge, uplink.dev),
	 .required = true},
	{UPLINK, "addresses", read_addresses},
	{UPLINK, "vlans", read_uplink_vlans},
	{RULE, "name", read_text, offsetof(struct rule, name), .required = true},
	{ATTACH, "bridge", read_bridge},
	{VLAN, "trunk", read_trunk},
	{TAG, "id", read_tag_id, .required = true},
	{TAG, "nativeMode", read_native},
	{PORT, "required", read_required, offsetof(struct rule, attach.port_optional)},
	{ANTISPOOF, "required", read_required,
	 offsetof(struct rule, attach.antispoof.optional)},
	{OWN_MAC, "address", read_own_mac, .required = true},
	{MTU, "size", read_mtu, .required = true},
	{TAP, "owner", read_text, offsetof(struct rule, attach.tap_owner)},
	{TAP, "group", read_text, offsetof(struct rule, attach.tap_group)},
	{REJECT, "reason", read_text, offsetof(struct rule, reason)},
};

static bool in_bridge(struct walk *walk)
{
	return walk_element(walk)->parent == BRIDGE;
}

enum { ATTRIBUTES_MAX = ARRAY_SIZE(attributes) + MATCH_FIELDS + 2 * OPTIONS_MAX };

static int match_element(const char *name)
{
	int element = DOMAIN;

	while (strcmp(elements[element].name, name) != 0)
		element++;
	return element;
}

/* Every attribute there is, from all four tables. Returns how many. */
static size_t attributes_gather(struct attribute ret[ATTRIBUTES_MAX])
{
	size_t count = ARRAY_SIZE(attributes);

	memcpy(ret, attributes, sizeof(attributes));
	for (size_t i = 0; i < MATCH_FIELDS; i++)
		ret[count++] =
			(struct attribute){match_element(match_rows[i].element),
					   match_rows[i].attribute, read_pattern, i};
	for (size_t i = 0; i < port_options.count; i++)
		ret[count++] = (struct attribute){PORT, port_options.rows[i].name,
						  read_port_option, i};
	for (size_t i = 0; i < bridge_options.count; i++)
		ret[count++] = (struct attribute){BRIDGE, bridge_options.rows[i].name,
						  read_bridge_option, i};
	return count;
}

void policy_xml_read(const char *file, int fd, const char *text, size_t length,
		     struct policy *policy, struct problems *problems)
{
	struct attribute all[ATTRIBUTES_MAX];
	struct vocabulary vocabulary = {
		.elements = elements,
		.element_count = ARRAY_SIZE(elements),
		.attributes = all,
		.attribute_count = attributes_gather(all),
		.problem = reading_problem,
	};
	struct reading reading = {.file = file, .policy = policy, .problems = problems};
	struct walk walk = {.vocabulary = &vocabulary, .data = &reading};
	struct error err;
	int r;

	r = text ? walk_text(&walk, text, length, &err) : walk_fd(&walk, fd, &err);
	if (r == 0)
		return;
	/* problems_add() makes control characters visible itself. */
	text_unshow(err.text);
	problems_add(problems, file, walk.line, "%s", err.text);
}
