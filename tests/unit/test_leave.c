/* test_leave.c - which ports the watcher leaves as they are, and what it remembers of
 * them */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>

#include "hook/watch/leave.h"

static const struct link_ref tap = {"tap0", 12}, bridge = {"br0", 7}, anew = {"br0", 20};

static struct step join_of(const struct link_ref *to)
{
	struct step step = {.kind = STEP_MASTER, .dev = tap};

	step.to.set = true;
	step.to.link = *to;
	return step;
}

/* A port that is out of `now`, and whose state says that it was put into `then`. */
static enum leave leave(const struct link_ref *then, const struct link_ref *now,
			bool pending, struct error *why)
{
	struct step done = join_of(then), wanted = join_of(now);
	struct state state = {.pending = pending, .plan = {.steps = &done, .count = 1}};
	struct plan plan = {.steps = &wanted, .count = 1};
	struct guest guest = {.name = (char[]){"web"}};
	struct port_notes notes = {};
	const struct mend_port port = {.guest = &guest, .plan = &plan, .state = &state};
	enum leave answer = leave_port(&notes, &port, why);

	port_notes_clear(&notes);
	return answer;
}

static void taken_out(void **state)
{
	struct error why;

	assert_int_equal(leave(&bridge, &bridge, false, &why), LEAVE_IT);
	assert_int_equal(why.number, EPERM);
}

static void bridge_made_anew(void **state)
{
	struct error why;

	assert_int_equal(leave(&bridge, &anew, false, &why), LEAVE_NOT);
}

/* Whoever was to put it there was killed between the state and the bridge. */
static void never_put_there(void **state)
{
	struct error why;

	assert_int_equal(leave(&anew, &anew, true, &why), LEAVE_NOT);
	assert_int_equal(why.number, 0);
}

/* A TAP may come while the policy is being written. */
static void fresh_whatever_the_policy(void **state)
{
	struct port_notes notes = {};

	port_notes_made(&notes, 12);
	for (int i = 0; i < FIGHT_LOSSES; i++)
		port_notes_differs(&notes, 13, 7, true);
	port_notes_begin_anew(&notes);
	assert_true(port_notes_is_fresh(&notes, 12));
	assert_int_equal(port_notes_differs(&notes, 13, 7, true), FIGHT_ON);
	port_notes_in_sync(&notes, 12);
	assert_false(port_notes_is_fresh(&notes, 12));
	port_notes_clear(&notes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(taken_out),
		cmocka_unit_test(bridge_made_anew),
		cmocka_unit_test(never_put_there),
		cmocka_unit_test(fresh_whatever_the_policy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
