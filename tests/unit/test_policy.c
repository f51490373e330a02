/* test_policy.c - policy XML → policy: every word, every complaint, and the schema's view
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "cases.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "xml/policy_read.h"

#define SCHEMA "../../packaging/policy.rng"

#if LIBXML_VERSION >= 21200
typedef const xmlError *schema_error;
#else
typedef xmlError *schema_error;
#endif

static void drop_error(void *user, schema_error error)
{
	(void)user, (void)error;
}

static xmlRelaxNG *schema_open(void)
{
	xmlRelaxNGParserCtxt *parser = xmlRelaxNGNewParserCtxt(SCHEMA);
	xmlRelaxNG *schema = xmlRelaxNGParse(parser);

	assert_non_null(schema);
	xmlRelaxNGFreeParserCtxt(parser);
	return schema;
}

/* Whether the schema takes that text. */
static bool schema_allows(const char *text, size_t length)
{
	static xmlRelaxNG *schema;
	const int quiet = XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET;
	xmlDoc *document = xmlReadMemory(text, (int)length, "policy", NULL, quiet);
	xmlRelaxNGValidCtxt *context;
	bool allowed;

	if (!schema)
		schema = schema_open();
	context = xmlRelaxNGNewValidCtxt(schema);
	xmlRelaxNGSetValidStructuredErrors(context, drop_error, NULL);
	allowed = document && xmlRelaxNGValidateDoc(context, document) == 0;
	xmlRelaxNGFreeValidCtxt(context);
	xmlFreeDoc(document);
	return allowed;
}

static void print_match(FILE *out, const struct match *match)
{
	fprintf(out, "  match\n");
	for (size_t i = 0; i < MATCH_FIELDS; i++)
		if (match->want[i])
			fprintf(out, "    %s %s: %s\n", match_rows[i].element,
				match_rows[i].attribute, match->want[i]);
}

static void print_vlan_value(FILE *out, const struct vlan_value *value)
{
	const struct link_option *option = &vlan_options.rows[value->option];
	char range[VLAN_RANGE_TEXT], text[OPTION_TEXT];

	vlan_range_print(value->first, value->last, range);
	option_print(option, value->value, text, sizeof(text));
	fprintf(out, "      %s: %s %s\n", range, option->name, text);
}

static void print_attach(FILE *out, const struct attach *attach)
{
	char value[12], vlans[200], mac[MAC_TEXT], sender[SENDER_TEXT];

	fprintf(out, "  attach %s\n",
		attach->bridge_use ? attach->bridge_use : attach->bridge);
	for (size_t i = 0; i < port_options.count; i++) {
		if (!option_values_have(&attach->port, i))
			continue;
		option_print(&port_options.rows[i], attach->port.value[i], value,
			     sizeof(value));
		fprintf(out, "    %s: %s\n", port_options.rows[i].name,
			port_options.rows[i].type == OPTION_DEVICE ? attach->port.device
								   : value);
	}
	if (attach->vlans) {
		vlan_set_print(attach->vlans, vlans, sizeof(vlans));
		fprintf(out, "    vlans: %s\n", vlans);
	}
	for (size_t i = 0; i < attach->captured_vlan_count; i++)
		fprintf(out, "    vlan %d: %s%s%s\n", (int)(VLAN_CAPTURED + i),
			attach->captured_vlans[i].use,
			attach->captured_vlans[i].how & VLAN_PVID ? " native" : "",
			attach->captured_vlans[i].how & VLAN_UNTAGGED ? " untagged" : "");
	for (size_t i = 0; i < attach->vlan_values.count; i++)
		print_vlan_value(out, &attach->vlan_values.all[i]);
	if (attach->antispoof.on)
		fprintf(out, "    antispoof%s\n",
			attach->antispoof.optional ? ", if it can be had" : "");
	for (size_t i = 0; i < attach->antispoof.mac_count; i++) {
		text_print_mac(attach->antispoof.macs[i], mac);
		fprintf(out, "      mac: %s\n", mac);
	}
	for (size_t i = 0; i < attach->antispoof.shared_count; i++) {
		text_print_mac(attach->antispoof.shared[i], mac);
		fprintf(out, "      shared mac: %s\n", mac);
	}
	for (size_t i = 0; i < attach->antispoof.address_count; i++) {
		sender_print(&attach->antispoof.addresses[i], sender);
		fprintf(out, "      ip: %s\n", sender);
	}
	if (attach->antispoof.of_domain)
		fprintf(out, "      and those of the domain\n");
	if (attach_filters(attach))
		fprintf(out, "    filter%s%s\n",
			attach_guards(attach) & FILTER_GUARD_DHCP ? ", no DHCP server"
								  : "",
			attach_guards(attach) & FILTER_GUARD_RA ? ", no router" : "");
	if (attach->mtu)
		fprintf(out, "    mtu: %u\n", attach->mtu);
	if (attach->tap_owner)
		fprintf(out, "    owner: %s\n", attach->tap_owner);
	if (attach->tap_group)
		fprintf(out, "    group: %s\n", attach->tap_group);
}

static void print_bridge(FILE *out, const struct policy_bridge *bridge)
{
	char text[OPTION_TEXT];

	fprintf(out, "%s:%u: bridge %s%s\n", bridge->file, bridge->line, bridge->name,
		bridge->create ? ", to be made" : "");
	for (size_t i = 0; i < bridge_options.count; i++) {
		if (!option_values_have(&bridge->options, i))
			continue;
		option_print(&bridge_options.rows[i], bridge->options.value[i], text,
			     sizeof(text));
		fprintf(out, "    %s: %s\n", bridge_options.rows[i].name, text);
	}
	text_print_mac(bridge->mac, text);
	if (bridge->has_mac)
		fprintf(out, "    mac: %s\n", text);
	if (bridge->mtu)
		fprintf(out, "    mtu: %u\n", bridge->mtu);
	if (bridge->uplink.dev[0])
		fprintf(out, "    uplink: %s%s\n", bridge->uplink.dev,
			bridge->uplink.addresses >= ADDRESSES_MOVE
				? ", its addresses move"
				: "");
	if (bridge->uplink.vlans == UPLINK_VLANS_SYNC)
		fprintf(out, "    its VLANs follow the guests'\n");
}

static void print_addresses(FILE *out, const char *word, const struct ip_prefix *all,
			    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char text[IP_PREFIX_TEXT];

		ip_prefix_print(&all[i], text);
		fprintf(out, "    %s %s\n", word, text);
	}
}

static void print_route(FILE *out, const struct rule *rule)
{
	static const char *const modes[] = {"none", "nat", "route", "open"};
	const struct route *route = &rule->route;

	fprintf(out, "  route, forward %s %s\n", modes[route->forward], route->dev);
	print_addresses(out, "ip", route->ips, route->ip_count);
	print_addresses(out, "guest", route->guests, route->guest_count);
	if (rule->attach.mtu)
		fprintf(out, "    mtu %u\n", rule->attach.mtu);
	if (rule->attach.tap_owner)
		fprintf(out, "    tap owner %s\n", rule->attach.tap_owner);
}

static void print_rule(FILE *out, const struct rule *rule)
{
	fprintf(out, "%s:%u: rule %s\n", rule->file, rule->line, rule->name);
	for (size_t i = 0; i < rule->match_count; i++)
		print_match(out, &rule->matches[i]);
	switch (rule->action) {
	case RULE_ATTACH:
		return print_attach(out, &rule->attach);
	case RULE_ROUTE:
		return print_route(out, rule);
	case RULE_REJECT:
		fprintf(out, "  reject %s\n", rule->reason ? rule->reason : "");
		return;
	case RULE_IGNORE:
		fprintf(out, "  ignore\n");
		return;
	}
}

static char *print_policy(const struct policy *policy)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert_non_null(out);
	for (size_t i = 0; i < policy->bridge_count; i++)
		print_bridge(out, &policy->bridges[i]);
	for (size_t i = 0; i < policy->map_count; i++)
		fprintf(out, "%s:%u: map %s to %s\n", policy->maps[i].file,
			policy->maps[i].line, policy->maps[i].bridge, policy->maps[i].to);
	for (size_t i = 0; i < policy->rule_count; i++)
		print_rule(out, &policy->rules[i]);
	fclose(out);
	return text;
}

/* What the policy calls a file, so that no message depends on where the tests run. */
static const char *base_name(const char *path)
{
	return strrchr(path, '/') + 1;
}

static char *read_good(const char *path)
{
	_cleanup_(policy_clear) struct policy policy = {};
	_cleanup_(problems_clear) struct problems problems = {};
	_cleanup_(cleanup_free) char *text = NULL;
	size_t length;

	text = case_read(path, &length);
	policy_read_text(base_name(path), text, length, &policy, &problems);
	policy_read_finish(&policy, &problems);
	if (problems.count > 0)
		fail_msg("%s has problems:\n%s", path, problems.text);
	if (!schema_allows(text, length))
		fail_msg("the schema does not allow %s", path);
	return print_policy(&policy);
}

static void check_good(const char *path)
{
	_cleanup_(cleanup_free) char *printed = read_good(path);

	case_compare(path, ".txt", printed);
}

static void check_example(const char *path)
{
	free(read_good(path));
}

static void check_refused(const char *path, bool by_schema)
{
	_cleanup_(policy_clear) struct policy policy = {};
	_cleanup_(problems_clear) struct problems problems = {};
	_cleanup_(cleanup_free) char *text = NULL;
	size_t length;

	text = case_read(path, &length);
	policy_read_text(base_name(path), text, length, &policy, &problems);
	policy_read_finish(&policy, &problems);
	if (problems.count == 0)
		fail_msg("%s has no problems", path);
	if (schema_allows(text, length) == by_schema)
		fail_msg("%s is not for the schema what it should be", path);
	case_compare(path, ".err", problems.text);
}

static void check_bad(const char *path)
{
	check_refused(path, true);
}

static void check_beyond_schema(const char *path)
{
	check_refused(path, false);
}

static void good_cases(void **state)
{
	cases_each("policy/good/*.xml", check_good);
	cases_each("../../packaging/examples/*.xml", check_example);
}

static void bad_cases(void **state)
{
	cases_each("policy/bad/*.xml", check_bad);
}

static void beyond_schema_cases(void **state)
{
	cases_each("policy/beyond-schema/*.xml", check_beyond_schema);
}

/* Reads a policy of one rule, and holds the schema to the same answer. Returns whether
 * it is good. */
static bool read_rule(const char *match, const char *verdict, struct policy *policy)
{
	_cleanup_(problems_clear) struct problems problems = {};
	_cleanup_(cleanup_free) char *text = NULL;
	int length = asprintf(&text,
			      "<policy><rule name='a'><match>%s</match>%s</rule>"
			      "</policy>",
			      match, verdict);

	assert_true(length > 0);
	policy_read_text("a", text, (size_t)length, policy, &problems);
	policy_read_finish(policy, &problems);
	if (schema_allows(text, (size_t)length) != (problems.count == 0))
		fail_msg("parser and schema differ on %s", text);
	return problems.count == 0;
}

static void check_port_value(size_t index, const char *value, bool good, uint32_t number)
{
	const struct link_option *option = &port_options.rows[index];
	_cleanup_(policy_clear) struct policy policy = {};
	const struct attach *attach;
	uint64_t needed = 0;
	char verdict[128], needs[32] = "";

	if (option->needs) {
		snprintf(needs, sizeof(needs), "%s='yes' ", option->needs);
		needed = UINT64_C(1)
			 << option_index(option_find(&port_options, option->needs));
	}
	snprintf(verdict, sizeof(verdict), "<attach><port %s%s='%s'/></attach>", needs,
		 option->name, value);
	if (read_rule("", verdict, &policy) != good)
		fail_msg("%s is %s", verdict, good ? "refused" : "allowed");
	attach = &policy.rules[0].attach;
	assert_int_equal(attach->port.has, needed | (good ? UINT64_C(1) << index : 0));
	assert_int_equal(attach->port.value[index], good ? number : 0);
}

static void check_port_number(size_t index, int64_t number)
{
	const struct link_option *option = &port_options.rows[index];
	bool good = number >= (int64_t)option->min && number <= (int64_t)option->max;
	char value[24];

	snprintf(value, sizeof(value), "%lld", (long long)number);
	check_port_value(index, value, good, good ? (uint32_t)number : 0);
}

static void port_rows(void **state)
{
	for (size_t i = 0; i < port_options.count; i++) {
		bool flag = port_options.rows[i].type == OPTION_FLAG;

		if (port_options.rows[i].type == OPTION_DEVICE)
			continue; /* good/device-option, bad/device-option */

		check_port_value(i, "yes", flag, 1);
		check_port_value(i, "on", flag, 1);
		check_port_value(i, "no", flag, 0);
		check_port_value(i, "off", flag, 0);
		check_port_value(i, "", false, 0);
		check_port_value(i, "Yes", false, 0);
		check_port_value(i, "0x1", false, 0);
		if (flag) {
			check_port_value(i, "1", false, 0);
			continue;
		}
		check_port_number(i, port_options.rows[i].min);
		check_port_number(i, port_options.rows[i].max);
		check_port_number(i, (int64_t)port_options.rows[i].min - 1);
		check_port_number(i, (int64_t)port_options.rows[i].max + 1);
		check_port_number(i, (int64_t)UINT32_MAX + 2);
	}
}

/* Each option of a VLAN at its bounds, of a single VLAN and of a range. */
static void check_vlan_option(const struct link_option *option, const char *id,
			      const char *value, bool good)
{
	bool port = option->needs_of && !strcmp(option->needs_of, "port");
	_cleanup_(policy_clear) struct policy policy = {};
	char verdict[256], needs[64] = "";

	if (port)
		snprintf(needs, sizeof(needs), "<port %s='yes'/>", option->needs);
	snprintf(verdict, sizeof(verdict),
		 "<attach>%s<vlan><tag id='%s' %s='%s'/></vlan></attach>", needs, id,
		 option->name, value);
	if (read_rule("", verdict, &policy) != good)
		fail_msg("%s is %s", verdict, good ? "refused" : "allowed");
	assert_int_equal(policy.rules[0].attach.vlan_values.count, good);
}

static void vlan_rows(void **state)
{
	for (size_t i = 0; i < vlan_options.count; i++) {
		const struct link_option *option = &vlan_options.rows[i];
		char min[OPTION_TEXT], max[OPTION_TEXT], above[OPTION_TEXT];

		option_print(option, option->min, min, sizeof(min));
		option_print(option, option->max, max, sizeof(max));
		snprintf(above, sizeof(above), "%llu",
			 (unsigned long long)option->max + 1);
		check_vlan_option(option, "42", min, true);
		check_vlan_option(option, "42", max, true);
		check_vlan_option(option, "10-20", max, true);
		check_vlan_option(option, "42", above, false);
		check_vlan_option(option, "42", "", false);
		check_vlan_option(option, "42", "Yes", false);
	}
}

/* Not a case of files: adding an option is adding a row, and nothing else. */
static void port_unknown(void **state)
{
	const char *text = "<policy><rule name='a'><match/><attach>"
			   "<port isolate='yes' colour='blue'/></attach></rule></policy>";
	_cleanup_(policy_clear) struct policy policy = {};
	_cleanup_(problems_clear) struct problems problems = {};
	char names[512] = "required", want[2048];

	for (size_t i = 0; i < port_options.count; i++) {
		strcat(names, ", ");
		strcat(names, port_options.rows[i].name);
	}
	snprintf(
		want, sizeof(want),
		"f:1: unknown attribute isolate= in <port>; did you mean 'isolated'? Valid "
		"here: %s\nf:1: unknown attribute colour= in <port>; valid here: %s\n",
		names, names);
	policy_read_text("f", text, strlen(text), &policy, &problems);
	assert_string_equal(problems.text, want);
}

static void match_rows_read(void **state)
{
	for (size_t i = 0; i < MATCH_FIELDS; i++) {
		_cleanup_(policy_clear) struct policy policy = {};
		const struct match_row *row = &match_rows[i];
		char match[128];

		snprintf(match, sizeof(match), "<%s %s='*?'/>", row->element,
			 row->attribute);
		assert_true(read_rule(match, "<ignore/>", &policy));
		for (size_t k = 0; k < MATCH_FIELDS; k++)
			if (k == i)
				assert_string_equal(policy.rules[0].matches[0].want[k],
						    "*?");
			else
				assert_null(policy.rules[0].matches[0].want[k]);
	}
}

static void mtu_bounds(void **state)
{
	static const struct {
		const char *size;
		bool good;
	} rows[] = {{"67", false}, {"68", true}, {"65535", true}, {"65536", false}};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		_cleanup_(policy_clear) struct policy policy = {};
		char verdict[64];

		snprintf(verdict, sizeof(verdict), "<attach><mtu size='%s'/></attach>",
			 rows[i].size);
		assert_int_equal(read_rule("", verdict, &policy), rows[i].good);
	}
}

/* Behind the declaration, of which an encoding that nobody knows matters to the schema
 * only. */
static void any_byte_changed(void **state)
{
	static const char bytes[] = {'\1', '<', '>', '&', '\'', '/', ':', 'x', '\xff'};
	_cleanup_(cleanup_free) char *text = NULL;
	size_t length, begin;

	text = case_read("policy/good/full.xml", &length);
	begin = (size_t)(strstr(text, "?>") - text);
	for (size_t i = begin * sizeof(bytes); i < length * sizeof(bytes); i++) {
		char *byte = &text[i / sizeof(bytes)], before = *byte;
		_cleanup_(policy_clear) struct policy policy = {};
		_cleanup_(problems_clear) struct problems problems = {};

		*byte = bytes[i % sizeof(bytes)];
		policy_read_text("f", text, length, &policy, &problems);
		policy_read_finish(&policy, &problems);
		if ((problems.count == 0) != schema_allows(text, length))
			fail_msg("parser and schema differ, offset %zu '%c': %s",
				 i / sizeof(bytes), *byte,
				 problems.text ? problems.text : "fine");
		*byte = before;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_cases),          cmocka_unit_test(bad_cases),
		cmocka_unit_test(beyond_schema_cases), cmocka_unit_test(vlan_rows),
		cmocka_unit_test(port_rows),           cmocka_unit_test(port_unknown),
		cmocka_unit_test(match_rows_read),     cmocka_unit_test(mtu_bounds),
		cmocka_unit_test(any_byte_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
