/* test_state_text.c - a state as text, and back */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "netcore/port.h"
#include "hook/state/state_text.h"

static char *print(const struct state *state)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_int_equal(state_text_print(state, out), 0);
	fclose(out);
	return text;
}

static int read_text(const char *text, struct state *ret, struct error *err)
{
	FILE *in = fmemopen((char *)text, strlen(text), "r");
	int r = state_text_read(in, ret, err);

	fclose(in);
	return r;
}

static const char whole[] = "onebridge 2\n"
			    "netns 4026531840\n"
			    "guest web 1\\x0anic 52:54:00:00:00:01\n"
			    "owner 4711 987654321\n"
			    "incoming 86400\n"
			    "held yes\n"
			    "added 12 1000 100 52:54:00:aa:bb:03 "
			    "6e0d2c5a-7b1f-4c7e-9f3e-0a1b2c3d4e5f\n"
			    "dhcp udhcpc\n"
			    "nic 52:54:00:aa:bb:01\n"
			    "alias ua-dmz\n"
			    "model virtio\\x0a\n"
			    "nic 52:54:00:aa:bb:02\n"
			    "steps 2\n"
			    "\n"
			    "vnet0/12 link up -> down\n"
			    "vnet0/12 mtu 1500 -> 1400\n";

static void test_there_and_back(void **state)
{
	_cleanup_(state_clear) struct state read = {};
	_cleanup_(cleanup_free) char *text = NULL;
	struct error err;

	assert_int_equal(read_text(whole, &read, &err), 0);
	assert_string_equal(read.guest, "web 1\nnic 52:54:00:00:00:01");
	assert_int_equal(read.owner, 4711);
	assert_int_equal(read.owner_start, 987654321);
	assert_int_equal(read.netns, 4026531840);
	assert_int_equal(read.incoming, 86400);
	assert_true(read.held);
	assert_true(read.added.on && read.added.has_mac);
	assert_int_equal(read.added.ifindex, 12);
	assert_int_equal(read.added.user, 1000);
	assert_int_equal(read.added.group, 100);
	assert_string_equal(read.added.uuid, "6e0d2c5a-7b1f-4c7e-9f3e-0a1b2c3d4e5f");
	assert_string_equal(read.dhcp, "udhcpc");
	assert_int_equal(read.nic_count, 2);
	assert_string_equal(read.nics[0].alias, "ua-dmz");
	assert_string_equal(read.nics[0].model, "virtio\n");
	assert_null(read.nics[1].alias);
	assert_int_equal(read.plan.count, 2);
	text = print(&read);
	assert_string_equal(text, whole);
}

/* As versions before this one have written it. */
static void test_version_1(void **state)
{
	_cleanup_(state_clear) struct state read = {};
	struct error err;

	assert_int_equal(read_text("onebridge 1\nguest web\nowner 4711\n\n"
				   "vnet0/12 link up -> down\n",
				   &read, &err),
			 0);
	assert_string_equal(read.guest, "web");
	assert_int_equal(read.owner, 4711);
	assert_int_equal(read.owner_start, 0);
	assert_int_equal(read.netns, 0);
	assert_int_equal(read.plan.count, 1);
}

static void test_nothing_to_say(void **state)
{
	_cleanup_(state_clear) struct state read = {};
	_cleanup_(cleanup_free) char *text = print(&(struct state){});
	struct error err;

	assert_string_equal(text, "onebridge 2\n\n");
	assert_int_equal(read_text(text, &read, &err), 0);
	assert_null(read.guest);
	assert_int_equal(read.plan.count, 0);
}

static const struct {
	const char *text, *says;
} wrong[] = {
	{"", "first line is not 'onebridge VERSION'"},
	{"onebridge 10\n\n", "version 10 is not supported"},
	{"onebridge 0\n\n", "version 0 is not supported"},
	{"onebridge 2 \n\n", "first line is not"},
	{"guest web\n\n", "first line is not"},
	{"onebridge 1", "first line is not"},
	{"onebridge 1\n", "the head is cut off"},
	{"onebridge 1\nguest web", "the head is cut off"},
	{"onebridge 1\nguest web\n", "the head is cut off"},
	{"onebridge 1\nguest\n\n", "'guest' is not a valid line of the head"},
	{"onebridge 1\nghost web\n\n", "not a valid line of the head"},
	{"onebridge 1\nguest a\nguest b\n\n", "not a valid line of the head"},
	{"onebridge 1\nguest a\\x0\n\n", "not a valid line of the head"},
	{"onebridge 1\nowner 0\n\n", "'owner 0' is not a valid line of the head"},
	{"onebridge 1\nincoming 0\n\n", "'incoming 0' is not a valid line of the head"},
	{"onebridge 2\nowner 1 b\n\n", "not a valid line of the head"},
	{"onebridge 2\nowner 1 2 3\n\n", "not a valid line of the head"},
	{"onebridge 2\nnetns here\n\n", "not a valid line of the head"},
	{"onebridge 1\nowner -1\n\n", "not a valid line of the head"},
	{"onebridge 1\nalias a\n\n", "not a valid line of the head"},
	{"onebridge 1\nnic 52:54\n\n", "not a valid line of the head"},
	{"onebridge 2\nadded 0 0 0 -\n\n", "not a valid line of the head"},
	{"onebridge 2\nadded 0 0 0 - - -\n\n", "not a valid line of the head"},
	{"onebridge 2\nadded 0 0 0 52:54 -\n\n", "not a valid line of the head"},
	{"onebridge 2\nadded 0 0 0 - 6e0d\n\n", "not a valid line of the head"},
	{"onebridge 1\n\nvnet0/12 up\n", "vnet0/12 up"},
};

static void test_wrong(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct state read = {};
		struct error err = {};

		assert_int_equal(read_text(wrong[i].text, &read, &err), -EINVAL);
		if (!strstr(err.text, wrong[i].says))
			fail_msg("'%s' says: %s", wrong[i].text, err.text);
		assert_null(read.guest);
	}
}

/* Wherever it is cut off, that is seen. */
static void test_cut(void **state)
{
	for (size_t length = 1; length < strlen(whole); length++) {
		_cleanup_(cleanup_free) char *text = strndup(whole, length);
		struct state read = {};
		struct error err;

		assert_int_equal(read_text(text, &read, &err), -EINVAL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_version_1),
		cmocka_unit_test(test_nothing_to_say),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests_name("state_text", tests, NULL, NULL);
}
