/* test_golden.c - every case of tests/golden: what check says, and that no failure or
 * death leaves anything behind
 *
 * A case is domain.xml, policy.xml, have.txt (the kernel, see fake_kernel.h) and
 * plan.txt. With GOLDEN_UPDATE set, plan.txt is written anew.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "test.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "fake_kernel.h"
#include "hook/bridge/bridge_setup.h"
#include "hook/command/check_report.h"
#include "hook/guest/own_script.h"
#include "hook/guest/setup.h"
#include "netcore/apply.h"
#include "netcore/port_vlans.h"
#include "xml/domain.h"
#include "xml/policy_read.h"

struct golden {
	const char *name;
	struct task task;
	char *have;
	enum guest_stage stage; /* of domain.xml */
	enum moment moment;     /* MOMENT_LIVE if have.txt says that the guest runs */
};

static char *slurp(const char *name, const char *file)
{
	char path[512], *text = NULL;
	size_t room = 0;
	FILE *in;

	snprintf(path, sizeof(path), "../golden/%s/%s", name, file);
	in = fopen(path, "r");
	if (!in)
		return NULL;
	if (getdelim(&text, &room, '\0', in) < 0)
		text[0] = '\0';
	fclose(in);
	return text;
}

static void golden_open(struct golden *golden, const char *name)
{
	_cleanup_(cleanup_free) char *domain = slurp(name, "domain.xml");
	_cleanup_(cleanup_free) char *policy = slurp(name, "policy.xml");
	struct error err;

	*golden = (struct golden){.name = name, .have = slurp(name, "have.txt")};
	assert_non_null(domain);
	assert_non_null(golden->have);
	if (domain_read_text(domain, strlen(domain), &golden->task.guest, &err) < 0)
		fail_msg("%s: %s", name, err.text);
	own_script_find(&golden->task.guest);
	golden->stage = golden->task.guest.stage;
	if (policy)
		policy_read_text("policy.xml", policy, strlen(policy),
				 &golden->task.files, &golden->task.problems);
	policy_read_finish(&golden->task.files, &golden->task.problems);
	if (golden->task.problems.count)
		fail_msg("%s", golden->task.problems.text);
	golden->task.policy = policy ? &golden->task.files : &builtin_policy;
	golden->moment =
		strstr(golden->have, "# the guest runs") ? MOMENT_LIVE : MOMENT_START;
}

static void golden_close(struct golden *golden)
{
	task_clear(&golden->task);
	free(golden->have);
}

/* As check says it. */
static char *report(struct golden *golden, struct fake_kernel *fake)
{
	_cleanup_(verdicts_clear) struct verdicts verdicts = {};
	struct task *task = &golden->task;
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct check_report *report = check_report_new(out, "onebridge check", false);
	struct error err;

	task->net = fake_kernel_net(fake);
	task->simulate = true;
	for (size_t i = 0; i < task->policy->bridge_count; i++) {
		const struct policy_bridge *bridge = &task->policy->bridges[i];
		_cleanup_(plan_clear) struct plan plan = {};
		int r = bridge_setup_plan(&task->net, bridge, NULL, &plan, &err);

		check_report_bridge(report, bridge, &plan, r < 0 ? &err : NULL);
	}
	check_report_guest(report, &task->guest, "domain.xml");
	assert_int_equal(task_decide(task, golden->moment, NULL, &verdicts, &err), 0);
	for (size_t i = 0; i < verdicts.count; i++)
		check_report_verdict(report, &verdicts.items[i]);
	check_report_end(report);
	fclose(out);
	return text;
}

static void write_plan(const char *name, const char *text)
{
	char path[512];
	FILE *out;

	snprintf(path, sizeof(path), "../golden/%s/plan.txt", name);
	out = fopen(path, "w");
	assert_non_null(out);
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
}

static void test_plan(void **state)
{
	_cleanup_(golden_close) struct golden golden = {};
	_cleanup_(fake_kernel_clear) struct fake_kernel fake = {};
	_cleanup_(cleanup_free) char *text = NULL, *want = NULL;

	golden_open(&golden, *state);
	fake_kernel_read(&fake, golden.have);
	text = report(&golden, &fake);
	if (getenv("GOLDEN_UPDATE"))
		write_plan(golden.name, text);
	want = slurp(golden.name, "plan.txt");
	assert_non_null(want);
	assert_string_equal(text, want);
}

/* A start as the hook does it, with its state in memory. */
struct start {
	struct golden *golden;
	struct fake_kernel fake;
	struct state state;
};

static bool dead(const struct start *start)
{
	return start->fake.mortal && start->fake.steps_left == 0;
}

/* The bridges that prepare creates, each in a state of its own. */
static int create_bridges(struct start *start, struct error *err)
{
	struct task *task = &start->golden->task;
	const struct policy *policy = task->policy;

	for (size_t i = 0; i < policy->bridge_count; i++) {
		_cleanup_(plan_clear) struct plan plan = {};
		int r = bridge_setup_plan(&task->net, &policy->bridges[i], NULL, &plan,
					  err);

		if (r < 0)
			return r;
		assert_int_equal(plan_append(&start->state.plan, &plan, err), 0);
		r = plan_apply(&task->net, &plan, err);
		if (r < 0)
			return r;
	}
	return 0;
}

static int prepare(struct start *start, struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {}, left = {};
	struct task *task = &start->golden->task;
	int r = create_bridges(start, err);

	if (r < 0)
		return r;
	r = setup_plan_prepare(task, &left, &start->state, &plan, err);
	return r < 0 ? r : task_commit(task, NULL, &start->state, &plan, err);
}

/* A running guest is repaired. */
static int start_guest(struct start *start, struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {};
	struct task *task = &start->golden->task;
	int r = start->golden->moment == MOMENT_LIVE ? 0 : prepare(start, err);

	if (r < 0)
		return r;
	task->guest.stage = GUEST_SETTLED;
	r = task_plan(task, start->golden->moment, NULL, &plan, err);
	if (r < 0 || plan.count == 0)
		return r;
	return task_attach(task, NULL, &start->state, &plan, err);
}

static void start_close(struct start *start)
{
	state_clear(&start->state);
	fake_kernel_clear(&start->fake);
}

static void start_open(struct start *start, struct golden *golden)
{
	*start = (struct start){.golden = golden};
	fake_kernel_read(&start->fake, golden->have);
	golden->task.net = fake_kernel_net(&start->fake);
	golden->task.simulate = false;
	golden->task.guest.stage = golden->stage;
}

/* An entry that a frame has moved or made, and a guest has taken over, is no more. What
 * other guests need of another port stays. */
static void forget_what_stays(struct fake_kernel *fake)
{
	for (size_t i = 0; i < fake->count; i++) {
		struct link *link = &fake->links[i].link;

		if (!strcmp(link->type, "vxlan"))
			option_values_set(&link->port, PORT_learning, false);
		for (size_t j = fake->fdb.count; link->kind != LINK_TAP && j-- > 0;)
			if (fake->fdb.entries[j].port.ifindex == link->ref.ifindex)
				fdb_remove(&fake->fdb, &fake->fdb.entries[j].key);
	}
}

/* TAPs that an earlier run left behind may go as well as stay. */
static char *without_left_over(const struct fake_kernel *fake)
{
	_cleanup_(fake_kernel_clear) struct fake_kernel copy = fake_kernel_copy(fake);

	for (size_t i = 0; i < copy.count; i++)
		copy.links[i].kept =
			strncmp(copy.links[i].link.alias, "onebridge:", 10) != 0;
	fake_kernel_end(&copy);
	forget_what_stays(&copy);
	return fake_kernel_print(&copy);
}

static void assert_as_it_began(struct start *start, const char *what, unsigned k)
{
	_cleanup_(fake_kernel_clear) struct fake_kernel begin = {};
	_cleanup_(cleanup_free) char *before = NULL, *after = NULL;

	fake_kernel_read(&begin, start->golden->have);
	before = without_left_over(&begin);
	fake_kernel_end(&start->fake);
	after = without_left_over(&start->fake);
	if (strcmp(before, after) != 0)
		fail_msg("%s: %s %u left\n%s\nof\n%s", start->golden->name, what, k,
			 after, before);
}

static void test_failures(void **state)
{
	_cleanup_(golden_close) struct golden golden = {};
	unsigned calls = 1;

	golden_open(&golden, *state);
	for (unsigned k = 1; k <= calls; k++) {
		struct start start;
		struct error err = {};

		start_open(&start, &golden);
		start.fake.fail_at = k;
		if (start_guest(&start, &err) < 0) {
			/* bridges that prepare made are left to "bridge down" … */
			if (golden.task.policy->bridge_count == 0)
				assert_as_it_began(&start, "a failure of call", k);
			/* … and TAPs to release */
			assert_int_equal(plan_undo(&golden.task.net, &start.state.plan,
						   UNDO_ALL, &err),
					 0);
			assert_as_it_began(&start, "a release after call", k);
		}
		start_close(&start);
		calls = start.fake.calls < k ? 0 : k + 1;
	}
}

static void test_deaths(void **state)
{
	_cleanup_(golden_close) struct golden golden = {};
	bool died = true;

	golden_open(&golden, *state);
	for (unsigned k = 1; died; k++) {
		struct start start;
		struct error err = {};

		start_open(&start, &golden);
		start.fake.mortal = true;
		start.fake.steps_left = k;
		start_guest(&start, &err);
		died = dead(&start);
		start.fake.mortal = false;
		fake_kernel_end(&start.fake);
		assert_int_equal(
			plan_undo(&golden.task.net, &start.state.plan, UNDO_ALL, &err),
			0);
		assert_as_it_began(&start, "a death after step", k);
		start_close(&start);
	}
}

/* A port on its way to what it should be. */
struct window {
	const struct attach *attach;
	bool was_down; /* it may go up only as it should be */
	bool waiting;  /* frames that it should not have got wait in the TAP */
};

static bool is_configured(const struct link *link, const struct attach *attach)
{
	if (attach->vlans && (!vlan_set_equal(&link->vlans, attach->vlans) ||
			      port_vlan_options_change(link, &attach->vlan_values)))
		return false;
	for (size_t i = 0; i < port_options.count; i++)
		if (port_options.rows[i].gates && option_values_have(&attach->port, i) &&
		    (!attach->port_optional || option_values_have(&link->port, i)) &&
		    link->port.value[i] != attach->port.value[i])
			return false;
	return true;
}

static void watch_port(const struct link *link, void *data)
{
	struct window *window = data;
	bool open;

	if (link->kind != LINK_TAP)
		return;
	window->was_down = window->was_down || !link->up;
	open = link->up && link->master.ifindex && !is_configured(link, window->attach);
	assert_false(open && window->was_down);
	window->waiting = open || (window->waiting && link->txqlen > 0);
}

/* The guest is given no frame that came before its port was as it should be. */
static void test_window(void **state)
{
	_cleanup_(golden_close) struct golden golden = {};
	struct window window = {};
	_cleanup_(verdict_clear) struct verdict verdict = {};
	struct start start;
	struct error err = {};

	golden_open(&golden, *state);
	if (golden.task.guest.nic_count != 1 || golden.moment == MOMENT_LIVE)
		return;
	start_open(&start, &golden);
	verdict = verdict_of(golden.task.policy, &golden.task.problems,
			     &golden.task.guest, &golden.task.guest.nics[0]);
	if (verdict.kind == VERDICT_ATTACH) {
		window.attach = &verdict.rule->attach;
		start.fake.watch = watch_port;
		start.fake.watch_data = &window;
		start_guest(&start, &err);
	}
	assert_false(window.waiting);
	start_close(&start);
}

static int is_case(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(void)
{
	static const struct {
		const char *name;
		CMUnitTestFunction run;
	} kinds[] = {{"plan", test_plan},
		     {"no failure leaves anything", test_failures},
		     {"no death leaves anything", test_deaths},
		     {"no window", test_window}};
	struct dirent **cases;
	int count = scandir("../golden", &cases, is_case, alphasort), failed;
	size_t room = count > 0 ? (size_t)count * ARRAY_SIZE(kinds) : 0, used = 0;
	struct CMUnitTest *tests = calloc(room + 1, sizeof(*tests));
	char(*names)[300] = calloc(room + 1, sizeof(*names));

	assert_true(room && tests && names);
	for (int i = 0; i < count; i++)
		for (size_t j = 0; j < ARRAY_SIZE(kinds); j++, used++) {
			snprintf(names[used], sizeof(names[0]), "%s: %s",
				 cases[i]->d_name, kinds[j].name);
			tests[used] =
				(struct CMUnitTest){.name = names[used],
						    .test_func = kinds[j].run,
						    .initial_state = cases[i]->d_name};
		}
	failed = _cmocka_run_group_tests("golden", tests, used, NULL, NULL);
	for (int i = 0; i < count; i++)
		free(cases[i]);
	free(cases);
	free(names);
	free(tests);
	return failed;
}
