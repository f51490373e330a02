/* test_match.c - one NIC, one rule: yes, no, or not known yet */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <string.h>

#include "hook/guest/match.h"
#include "netcore/cleanup.h"

enum want { NO, OPEN, YES };

static struct nic nic_full(void)
{
	static char type[] = "bridge", alias[] = "net0", model[] = "virtio",
		    bridge[] = "br0", target[] = "vnet3";

	return (struct nic){.number = 1,
			    .type = type,
			    .actual = type,
			    .alias = alias,
			    .model = model,
			    .bridge = bridge,
			    .target = target,
			    .managed = true,
			    .has_mac = true,
			    .mac = {0x52, 0x54, 0, 0xaa, 0xbb, 1}};
}

/* As before a start, where libvirt has chosen nothing yet. */
static struct nic nic_bare(void)
{
	static char type[] = "network", network[] = "lan", portgroup[] = "dmz";

	return (struct nic){.number = 1,
			    .type = type,
			    .actual = type,
			    .network = network,
			    .portgroup = portgroup,
			    .managed = true};
}

struct row {
	enum match_field field;
	const char *pattern;
	enum want full, bare;
};

static const struct row rows[] = {
	{MATCH_DOMAIN_NAME, "db*", YES, YES},
	{MATCH_DOMAIN_NAME, "d[a-c]-?", YES, YES},
	{MATCH_DOMAIN_NAME, "DB-1", NO, NO},
	{MATCH_DOMAIN_NAME, "db", NO, NO},
	{MATCH_DOMAIN_UUID, "6E0D*", YES, OPEN},
	{MATCH_DOMAIN_UUID, "7*", NO, OPEN},
	{MATCH_INTERFACE_TYPE, "bridge", YES, NO},
	{MATCH_INTERFACE_TYPE, "network", NO, YES},
	{MATCH_INTERFACE_ALIAS, "net0", YES, OPEN},
	{MATCH_INTERFACE_ALIAS, "net*", YES, OPEN},
	{MATCH_INTERFACE_ALIAS, "*", YES, OPEN},
	{MATCH_INTERFACE_ALIAS, "n?t0", YES, OPEN},
	{MATCH_INTERFACE_ALIAS, "ua-*", NO, NO},
	{MATCH_INTERFACE_ALIAS, "net", NO, NO},
	{MATCH_INTERFACE_ALIAS, "netx*", NO, NO},
	{MATCH_INTERFACE_ALIAS, "ne", NO, NO},
	{MATCH_INTERFACE_MODEL, "virtio*", YES, OPEN},
	{MATCH_MAC, "52:54:00:AA:*", YES, OPEN},
	{MATCH_MAC, "52:54:00:ff:*", NO, OPEN},
	{MATCH_TARGET, "vnet3", YES, OPEN},
	{MATCH_TARGET, "vnet1", NO, OPEN},
	{MATCH_TARGET, "tap*", NO, NO},
	{MATCH_SOURCE_BRIDGE, "br0", YES, OPEN},
	{MATCH_SOURCE_BRIDGE, "br1", NO, OPEN},
	{MATCH_SOURCE_NETWORK, "lan", NO, YES},
	{MATCH_SOURCE_NETWORK, "*", NO, YES},
	{MATCH_SOURCE_PORTGROUP, "d*", NO, YES},
	{MATCH_SOURCE_PORTGROUP, "d{a}z", NO, YES},
	{MATCH_DOMAIN_NAME, "{a}-{vlan}", YES, YES},
	{MATCH_TARGET, "vnet{vlan}", YES, OPEN},
	{MATCH_TARGET, "vne{a}", YES, OPEN},
	{MATCH_TARGET, "tap{vlan}", NO, NO},
	{MATCH_ORIGIN_TYPE, "libvirt", YES, YES},
	{MATCH_ORIGIN_TYPE, "qemu-ifup", NO, NO},
	{MATCH_ORIGIN_USER, "root", YES, YES},
	{MATCH_ORIGIN_USER, "alice", NO, NO},
	{MATCH_ORIGIN_GROUP, "r*", YES, YES},
};

static enum want answer(struct match *matches, size_t count, bool settled,
			const struct nic *nic)
{
	static char name[] = "db-1", uuid[] = "6e0d2c5a-7b1f-4c7e-9f3e-0a1b2c3d4e5f";
	struct guest guest = {.name = name,
			      .uuid = settled ? uuid : NULL,
			      .stage = settled ? GUEST_SETTLED : GUEST_DEFINED};
	struct rule rule = {.name = name, .matches = matches, .match_count = count};
	struct policy policy = {.rules = &rule, .rule_count = 1};
	struct match_result result = match_nic(&policy, &guest, nic);

	return !result.rule ? NO : result.open ? OPEN : YES;
}

static void test_row(void **state)
{
	const struct row *row = *state;
	struct nic full = nic_full(), bare = nic_bare();
	struct match match = {};

	match.want[row->field] = (char *)row->pattern;
	assert_int_equal(answer(&match, 1, true, &full), row->full);
	assert_int_equal(answer(&match, 1, false, &bare), row->bare);
}

/* Once libvirt has settled everything, what is not there is not there: nothing stays
 * open. */
static void test_settled(void **state)
{
	struct nic bare = nic_bare();

	for (unsigned field = 0; field < MATCH_FIELDS; field++) {
		static char any[] = "*";
		struct match match = {};

		match.want[field] = any;
		assert_int_not_equal(answer(&match, 1, true, &bare), OPEN);
	}
}

/* What is told of a NIC that libvirt plugs into a running guest. */
static void test_hot_plug(void **state)
{
	static const struct {
		enum match_field field;
		const char *pattern;
		enum want want;
	} hot[] = {
		{MATCH_DOMAIN_NAME, "db*", OPEN},
		{MATCH_DOMAIN_UUID, "*", OPEN},
		{MATCH_INTERFACE_TYPE, "ethernet", YES},
		{MATCH_INTERFACE_TYPE, "bridge", NO},
		{MATCH_INTERFACE_ALIAS, "ua-*", OPEN},
		{MATCH_INTERFACE_MODEL, "virtio", OPEN},
		{MATCH_TARGET, "vnet3", YES},
		{MATCH_TARGET, "tap*", NO},
		{MATCH_SOURCE_BRIDGE, "br0", NO},
		{MATCH_SOURCE_NETWORK, "*", NO},
		{MATCH_ORIGIN_TYPE, "libvirt", YES},
		{MATCH_ORIGIN_USER, "root", YES},
		{MATCH_MAC, "52:54:00:AA:bb:01", YES},
		{MATCH_MAC, "52:54:00:aa:*", YES},
		{MATCH_MAC, "?2:54:*", YES},
		{MATCH_MAC, "*", YES},
		{MATCH_MAC, "*:01", YES},
		{MATCH_MAC, "52:54:00:bb:*", NO},
		{MATCH_MAC, "52:*", OPEN},
		{MATCH_MAC, "0[2-4]:*", OPEN},
	};
	static char type[] = "ethernet", target[] = "vnet3";
	struct nic nic = {.type = type,
			  .actual = type,
			  .target = target,
			  .managed = true,
			  .has_mac = true,
			  .mac_tail = true,
			  .mac = {0xfe, 0x54, 0, 0xaa, 0xbb, 1}};

	for (size_t i = 0; i < ARRAY_SIZE(hot); i++) {
		struct match match = {};
		struct rule rule = {.matches = &match, .match_count = 1};
		struct policy policy = {.rules = &rule, .rule_count = 1};
		struct guest guest = {.stage = GUEST_HOT_PLUG};
		struct match_result result;

		match.want[hot[i].field] = (char *)hot[i].pattern;
		result = match_nic(&policy, &guest, &nic);
		if ((!result.rule ? NO : result.open ? OPEN : YES) != hot[i].want)
			fail_msg("%s", hot[i].pattern);
	}
}

/* A NIC of which only the TAP is known. user NULL: the guest's is not known. */
static enum want answer_at(enum guest_stage stage, char *user, enum match_field field)
{
	static char any[] = "*", type[] = "ethernet", target[] = "tap0";
	struct nic nic = {.type = type, .actual = type, .target = target};
	struct match match = {};
	struct rule rule = {.matches = &match, .match_count = 1};
	struct policy policy = {.rules = &rule, .rule_count = 1};
	struct guest guest = {
		.origin = ORIGIN_QEMU_IFUP, .stage = stage, .user = user, .group = user};
	struct match_result result;

	match.want[field] = any;
	result = match_nic(&policy, &guest, &nic);
	return !result.rule ? NO : result.open ? OPEN : YES;
}

/* What QEMU chooses by itself is open, what it has not been given is none; what a file
 * may say (-readconfig) is open, too, and all that a TAP's holder does not tell; so it is
 * with what `tap add` has not been given. */
static void test_by_hand(void **state)
{
	static const struct {
		enum match_field field;
		enum want by_hand, monitor, configured, hidden, of_tap;
	} fields[] = {
		{MATCH_DOMAIN_NAME, NO, NO, OPEN, OPEN, NO},
		{MATCH_DOMAIN_UUID, NO, NO, NO, OPEN, NO},
		{MATCH_INTERFACE_TYPE, YES, YES, YES, YES, YES},
		{MATCH_INTERFACE_MODEL, OPEN, OPEN, OPEN, OPEN, OPEN},
		{MATCH_INTERFACE_ALIAS, NO, OPEN, OPEN, OPEN, NO},
		{MATCH_MAC, OPEN, OPEN, OPEN, OPEN, OPEN},
		{MATCH_TARGET, YES, YES, YES, YES, YES},
		{MATCH_ORIGIN_TYPE, YES, YES, YES, YES, YES},
		{MATCH_ORIGIN_USER, YES, YES, YES, OPEN, YES},
		{MATCH_ORIGIN_GROUP, YES, YES, YES, OPEN, YES},
	};
	static char user[] = "1000";

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		enum match_field field = fields[i].field;

		assert_int_equal(answer_at(GUEST_BY_HAND, user, field),
				 fields[i].by_hand);
		assert_int_equal(answer_at(GUEST_MONITOR, user, field),
				 fields[i].monitor);
		assert_int_equal(answer_at(GUEST_CONFIGURED, user, field),
				 fields[i].configured);
		assert_int_equal(answer_at(GUEST_HIDDEN, NULL, field), fields[i].hidden);
		assert_int_equal(answer_at(GUEST_OF_TAP, user, field), fields[i].of_tap);
	}
}

static void test_all_of_one_any_of_many(void **state)
{
	static char yes[] = "db*", no[] = "web*", open[] = "52:54:*";
	struct match both = {}, neither = {}, unsure = {}, anything = {};
	struct nic bare = nic_bare();

	both.want[MATCH_DOMAIN_NAME] = yes;
	both.want[MATCH_MAC] = open;
	neither.want[MATCH_DOMAIN_NAME] = no;
	neither.want[MATCH_MAC] = open;
	unsure.want[MATCH_MAC] = open;
	assert_int_equal(answer(&anything, 1, false, &bare), YES);
	assert_int_equal(answer(&both, 1, false, &bare), OPEN);
	assert_int_equal(answer(&neither, 1, false, &bare), NO);
	assert_int_equal(answer((struct match[]){neither, unsure}, 2, false, &bare),
			 OPEN);
	assert_int_equal(answer((struct match[]){unsure, anything}, 2, false, &bare),
			 YES);
	assert_int_equal(answer(&both, 0, false, &bare), NO);
}

int main(void)
{
	static char names[ARRAY_SIZE(rows)][80];
	struct CMUnitTest tests[ARRAY_SIZE(rows) + 4] = {
		cmocka_unit_test(test_settled), cmocka_unit_test(test_hot_plug),
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_all_of_one_any_of_many)};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct match_row *row = &match_rows[rows[i].field];

		snprintf(names[i], sizeof(names[0]), "<%s %s='%s'/>", row->element,
			 row->attribute, rows[i].pattern);
		tests[i + 4] = (struct CMUnitTest){.name = names[i],
						   .test_func = test_row,
						   .initial_state = (void *)&rows[i]};
	}
	return _cmocka_run_group_tests("match", tests, ARRAY_SIZE(tests), NULL, NULL);
}
