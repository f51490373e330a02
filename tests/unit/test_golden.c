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
#include "hook/command/check_report.h"
#include "hook/guest/own_script.h"
#include "hook/guest/own_tap.h"
#include "hook/guest/wire.h"
#include "netcore/apply.h"
#include "xml/domain.h"
#include "xml/policy_read.h"

struct golden {
	const char *name;
	struct guest guest;
	struct policy policy;
	struct problems problems;
	const struct policy *in_force;
	char *have;
	bool live; /* have.txt says that the guest's CPUs run */
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
	if (domain_read_text(domain, strlen(domain), &golden->guest, &err) < 0)
		fail_msg("%s: %s", name, err.text);
	own_script_find(&golden->guest);
	if (policy)
		policy_read_text("policy.xml", policy, strlen(policy), &golden->policy,
				 &golden->problems);
	policy_read_finish(&golden->policy, &golden->problems);
	if (golden->problems.count)
		fail_msg("%s", golden->problems.text);
	golden->in_force = policy ? &golden->policy : &builtin_policy;
	golden->live = strstr(golden->have, "# the guest runs") != NULL;
}

static void golden_close(struct golden *golden)
{
	guest_clear(&golden->guest);
	policy_clear(&golden->policy);
	problems_clear(&golden->problems);
	free(golden->have);
}

static char *found(struct golden *golden, struct fake_kernel *fake)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct check_report *report = check_report_new(out, false);
	struct net net = fake_kernel_net(fake);

	check_report_guest(report, &golden->guest, "domain.xml");
	for (size_t i = 0; i < golden->guest.nic_count; i++) {
		struct finding finding =
			finding_of(golden->in_force, &golden->guest,
				   &golden->guest.nics[i], &net, golden->live);

		check_report_finding(report, &finding);
		finding_clear(&finding);
	}
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
	struct fake_kernel fake = {};
	_cleanup_(cleanup_free) char *text = NULL, *want = NULL;

	golden_open(&golden, *state);
	fake_kernel_read(&fake, golden.have);
	text = found(&golden, &fake);
	if (getenv("GOLDEN_UPDATE"))
		write_plan(golden.name, text);
	want = slurp(golden.name, "plan.txt");
	assert_non_null(want);
	assert_string_equal(text, want);
}

/* A start as the hook goes about it, with its state in memory. */
struct start {
	struct golden *golden;
	struct fake_kernel fake;
	struct net net;
	struct plan state;
};

static bool dead(const struct start *start)
{
	return start->fake.mortal && start->fake.steps_left == 0;
}

static int commit(struct start *start, struct plan *plan, struct error *err)
{
	int r = plan_make_taps(&start->net, plan, err);

	if (r < 0 || dead(start))
		return r;
	assert_int_equal(plan_append(&start->state, plan, err), 0);
	return plan_apply(&start->net, plan, err);
}

static bool attached(struct start *start, const struct nic *nic, struct wire *ret)
{
	struct decision decision =
		match_nic(start->golden->in_force, &start->golden->guest, nic);

	if (!decision.rule || decision.open || decision.rule->verdict != VERDICT_ATTACH)
		return false;
	*ret = (struct wire){.net = &start->net,
			     .guest = &start->golden->guest,
			     .nic = nic,
			     .rule = decision.rule,
			     .live = start->golden->live};
	return true;
}

static int prepare_all(struct start *start, struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {}, left = {};
	const struct guest *guest = &start->golden->guest;
	int r = 0;

	for (size_t i = 0; r == 0 && i < guest->nic_count && !start->golden->live; i++) {
		struct wire wire;

		if (attached(start, &guest->nics[i], &wire))
			r = wire_before(&wire, &left, &plan, err);
	}
	if (r == 0)
		r = plan_undo(&start->net, &left, UNDO_ALL, err);
	return r < 0 ? r : commit(start, &plan, err);
}

static int start_all(struct start *start, struct error *err)
{
	_cleanup_(plan_clear) struct plan plan = {};
	const struct guest *guest = &start->golden->guest;
	int r = prepare_all(start, err);

	for (size_t i = 0; r == 0 && i < guest->nic_count; i++) {
		struct wire wire;

		if (attached(start, &guest->nics[i], &wire))
			r = wire_port(&wire, &plan, err);
	}
	if (r == 0)
		r = commit(start, &plan, err);
	return r;
}

static void start_open(struct start *start, struct golden *golden)
{
	*start = (struct start){.golden = golden};
	fake_kernel_read(&start->fake, golden->have);
	start->net = fake_kernel_net(&start->fake);
}

/* TAPs that an earlier run left behind may go as well as stay. */
static char *without_left_over(const struct fake_kernel *fake)
{
	struct fake_kernel copy = *fake;

	for (size_t i = 0; i < copy.count; i++)
		copy.links[i].kept =
			strncmp(copy.links[i].link.alias, "onebridge:", 10) != 0;
	fake_kernel_end(&copy);
	return fake_kernel_print(&copy);
}

static void assert_as_it_began(struct start *start, const char *what, unsigned k)
{
	struct fake_kernel begin = {};
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
		if (start_all(&start, &err) < 0) {
			assert_as_it_began(&start, "a failure of call", k);
			/* TAPs that prepare made are left to release */
			assert_int_equal(
				plan_undo(&start.net, &start.state, UNDO_ALL, &err), 0);
			assert_as_it_began(&start, "a release after call", k);
		}
		plan_clear(&start.state);
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
		start_all(&start, &err);
		died = dead(&start);
		start.fake.mortal = false;
		fake_kernel_end(&start.fake);
		assert_int_equal(plan_undo(&start.net, &start.state, UNDO_ALL, &err), 0);
		assert_as_it_began(&start, "a death after step", k);
		plan_clear(&start.state);
	}
}

/* No frame passes before the port is as it should be. */
static void watch_port(const struct link *link, void *data)
{
	const struct attach *attach = data;

	if (!link->up || !link->master.ifindex)
		return;
	if (attach->vlans)
		assert_true(vlan_set_equal(&link->vlans, attach->vlans));
	for (size_t i = 0; i < port_options.count; i++)
		if (port_options.rows[i].gates && option_values_have(&attach->port, i) &&
		    (!attach->port_optional || option_values_have(&link->port, i)))
			assert_int_equal(link->port.value[i], attach->port.value[i]);
}

static void test_window(void **state)
{
	_cleanup_(golden_close) struct golden golden = {};
	struct start start;
	struct wire wire = {};
	struct error err = {};

	golden_open(&golden, *state);
	start_open(&start, &golden);
	if (!golden.live && golden.guest.nic_count == 1 &&
	    attached(&start, &golden.guest.nics[0], &wire)) {
		start.fake.watch = watch_port;
		start.fake.watch_data = (void *)&wire.rule->attach;
		start_all(&start, &err);
	}
	plan_clear(&start.state);
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
	static struct CMUnitTest tests[400];
	static char names[ARRAY_SIZE(tests)][300];
	struct dirent **cases;
	size_t used = 0;
	int count = scandir("../golden", &cases, is_case, alphasort), failed;

	for (int i = 0; i < count; i++)
		for (size_t j = 0; j < ARRAY_SIZE(kinds) && used < ARRAY_SIZE(tests);
		     j++, used++) {
			snprintf(names[used], sizeof(names[0]), "%s: %s",
				 cases[i]->d_name, kinds[j].name);
			tests[used] =
				(struct CMUnitTest){.name = names[used],
						    .test_func = kinds[j].run,
						    .initial_state = cases[i]->d_name};
		}
	failed = used ? _cmocka_run_group_tests("golden", tests, used, NULL, NULL) : 1;
	for (int i = 0; i < count; i++)
		free(cases[i]);
	free(cases);
	return failed;
}
