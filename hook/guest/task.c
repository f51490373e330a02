/* task.c - one guest to be set up: its policy, verdicts, plan and state */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/guest/task.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>

#include "hook/guest/altname.h"
#include "hook/guest/decide_route.h"
#include "hook/guest/describe.h"
#include "hook/guest/look.h"
#include "hook/guest/mac_clash.h"
#include "hook/guest/own_script.h"
#include "netcore/log.h"
#include "netcore/plan_text.h"
#include "netcore/port.h"
#include "xml/policy_read.h"

void task_read_policy(struct task *task)
{
	bool any = policy_load(&task->files, &task->problems);

	task->policy = any ? &task->files : &builtin_policy;
}

void task_clear(struct task *task)
{
	guest_clear(&task->guest);
	policy_clear(&task->files);
	problems_clear(&task->problems);
}

void verdicts_clear(struct verdicts *verdicts)
{
	for (size_t i = 0; i < verdicts->count; i++)
		verdict_clear(&verdicts->items[i]);
	free(verdicts->items);
	*verdicts = (struct verdicts){};
}

/* --- verdicts */

struct verdict task_judge(const struct task *task, const struct nic *nic,
			  enum moment moment)
{
	struct verdict verdict;

	if (moment == MOMENT_START && !task->simulate && own_script_acts(nic))
		return (struct verdict){.kind = VERDICT_IGNORE, .nic = nic};
	verdict = verdict_of(task->policy, &task->problems, &task->guest, nic);
	if (verdict.kind == VERDICT_OPEN && task->now)
		verdict.kind = VERDICT_ERROR;
	if (verdict.kind == VERDICT_IGNORE && task->plain)
		return (struct verdict){
			.kind = VERDICT_ATTACH, .nic = nic, .rule = task->plain};
	return verdict;
}

/* Of a NIC whose rule is open, libvirt needs the bridge that its XML names. */
const struct policy_bridge *task_bridge(const struct task *task,
					const struct verdict *verdict)
{
	const char *name = NULL;

	if (verdict->kind == VERDICT_ATTACH)
		name = verdict_bridge(verdict);
	else if (verdict->kind == VERDICT_OPEN)
		name = verdict->nic->bridge;
	return name ? policy_find_bridge(task->policy, name) : NULL;
}

/* For a guest that is refused nothing is created. */
static bool any_refused(const struct verdicts *verdicts)
{
	struct error ignored;

	for (size_t i = 0; i < verdicts->count; i++)
		if (verdict_result(&verdicts->items[i], &ignored) < 0)
			return true;
	return false;
}

/* While the guest runs, only where the policy is enforced. */
static bool may_create(const struct task *task, enum moment moment,
		       const struct verdicts *verdicts)
{
	if (!task->create_bridge || moment == MOMENT_LIVE)
		return task->create_bridge && task->enforce;
	return !any_refused(verdicts);
}

static void create_bridges(struct task *task, struct verdicts *verdicts)
{
	for (size_t i = 0; i < verdicts->count; i++) {
		struct verdict *verdict = &verdicts->items[i];
		const struct policy_bridge *bridge = task_bridge(task, verdict);
		struct error err;

		if (bridge && bridge->create &&
		    task->create_bridge(&task->net, bridge, &err) < 0)
			verdict_fail(verdict, &err);
	}
}

/* A <bridge> of the policy that is not there yet: the start creates it, or somebody has
 * to. */
static bool waits_for_bridge(const struct task *task, const struct seen *seen,
			     struct verdict *verdict)
{
	const struct policy_bridge *bridge = task_bridge(task, verdict);
	const char *name = bridge ? bridge->name : NULL;
	struct error err;

	if (!bridge || seen_link(seen, name))
		return false;
	if (bridge->create && (task->simulate || task->create_bridge || task->enforce)) {
		snprintf(verdict->reason, sizeof(verdict->reason),
			 "its bridge is created before it starts (%s:%u)", bridge->file,
			 bridge->line);
		return true;
	}
	error_set(&err, ENODEV,
		  "there is no bridge %s on this host; create it (onebridge bridge up "
		  "%s)%s (%s:%u)",
		  name, text_for_shell(name).text,
		  bridge->create ? " as root: the bridge helper may not"
				 : ", or set create='yes'",
		  bridge->file, bridge->line);
	verdict_fail(verdict, &err);
	return true;
}

/* The first event after a migration at which something is run puts it in force. */
static void warn_of_arrival(const struct task *task, struct verdict *verdict)
{
	const char *name = task->guest.name ? task->guest.name : "";
	struct error err;

	if (!task->arrived || !verdict->rule->attach.antispoof.on ||
	    !(task->incoming || verdict->plan.count))
		return;
	error_set(&err, EAGAIN,
		  "its <antispoof> is not in force yet, since the guest has migrated to "
		  "this host; put it in force (onebridge sync %s)",
		  text_for_shell(name).text);
	verdict_warn(verdict, &err);
}

static void add_steps(const struct task *task, const struct seen *seen,
		      enum moment moment, struct plan *left, struct verdict *verdict)
{
	const char *tap = verdict->nic->target;
	struct decide decide = {.guest = &task->guest,
				.nic = verdict->nic,
				.rule = verdict->rule,
				.seen = seen,
				.moment = moment,
				.done = task->done,
				.incoming = task->incoming,
				.move = task->enforce};
	struct error err;
	int r;

	if (waits_for_bridge(task, seen, verdict))
		return;
	if (task->simulate &&
	    (task->guest.stage != GUEST_SETTLED || !tap || !seen_link(seen, tap)))
		decide.moment = MOMENT_SIMULATE;
	if (verdict->kind == VERDICT_ROUTE)
		r = decide_route(&decide, left, &verdict->plan, &err);
	else
		r = decide_port(&decide, left, &verdict->plan, &err);
	if (r < 0)
		verdict_fail(verdict, &err);
	if (r == 0 && verdict->kind == VERDICT_ATTACH &&
	    (task->simulate || moment == MOMENT_START))
		mac_clash_beside(task, seen, verdict);
	if (r == 0 && decide.moment == MOMENT_LIVE)
		warn_of_arrival(task, verdict);
	if (r == DECIDE_LEAVE)
		verdict_leave(verdict, &err);
	if (r == DECIDE_LATER && decide.moment == MOMENT_SIMULATE)
		snprintf(verdict->reason, sizeof(verdict->reason),
			 "its network's bridge is known when it starts");
}

/* No hook could refuse it: it stays with its guest, and lets no frame through. */
static void add_leaving(struct task *task, struct verdict *verdict)
{
	const char *tap = verdict->nic->target;
	struct error err;
	struct link link;
	int r = tap ? net_look(&task->net, tap, &link, &err) : 1;

	if (r < 0 || (r == 0 && port_plan_leave(&link, &verdict->plan, &err) < 0))
		verdict_fail(verdict, &err);
}

int task_decide(struct task *task, enum moment moment, struct plan *left,
		struct verdicts *ret, struct error *err)
{
	_cleanup_(verdicts_clear) struct verdicts verdicts = {};
	_cleanup_(seen_clear) struct seen seen = {};
	const struct guest *guest = &task->guest;
	int r;

	verdicts.items = calloc(guest->nic_count + 1, sizeof(*verdicts.items));
	if (!verdicts.items)
		return error_set(err, ENOMEM, "no memory for %zu NICs", guest->nic_count);
	r = altname_resolve(&task->net, &task->guest, err);
	if (r < 0)
		return r;
	for (; verdicts.count < guest->nic_count; verdicts.count++)
		verdicts.items[verdicts.count] =
			task_judge(task, &guest->nics[verdicts.count], moment);
	if (may_create(task, moment, &verdicts))
		create_bridges(task, &verdicts);
	r = look_ports(&task->net, guest, task->done, verdicts.items, verdicts.count,
		       task->simulate ? MOMENT_SIMULATE : moment, &seen, err);
	if (r < 0)
		return r;
	mac_clash_within(&seen, moment == MOMENT_LIVE && !task->simulate, verdicts.items,
			 verdicts.count);
	for (size_t i = 0; i < verdicts.count; i++)
		if (verdict_has_plan(&verdicts.items[i]))
			add_steps(task, &seen, moment, left, &verdicts.items[i]);
		else if (verdicts.items[i].kind == VERDICT_REJECT && task->enforce)
			add_leaving(task, &verdicts.items[i]);
	*ret = verdicts;
	verdicts = (struct verdicts){};
	return 0;
}

static void log_warnings(const struct task *task, const struct verdict *verdict)
{
	for (size_t i = 0; task->logs && i < verdict->warning_count; i++) {
		struct error warning = verdict->warnings[i];

		describe_within(&warning, verdict->nic, verdict->rule);
		if (task->guest.name)
			error_within(&warning, "guest '%s'", task->guest.name);
		log_line(LOG_WARNING, warning.text);
	}
}

/* What a TAP of that name has left behind would hold a guest that nothing else holds. */
static void forget_filters(struct task *task)
{
	for (size_t i = 0; i < task->guest.nic_count; i++) {
		const char *tap = task->guest.nics[i].target;
		struct error err;
		struct link link;

		if (tap && net_find(&task->net, tap, &link, &err) == 0 &&
		    task->net.ops->forget_filter(task->net.self, &link.ref, &err) < 0)
			log_line(LOG_WARNING, err.text);
	}
}

int task_plan(struct task *task, enum moment moment, struct plan *left, struct plan *plan,
	      struct error *err)
{
	_cleanup_(verdicts_clear) struct verdicts verdicts = {};
	int r;

	if (moment == MOMENT_START && policy_filters(task->policy) &&
	    task->net.ops->forget_filter)
		forget_filters(task);
	r = task_decide(task, moment, left, &verdicts, err);
	for (size_t i = 0; r == 0 && i < verdicts.count; i++) {
		r = verdict_result(&verdicts.items[i], err);
		if (r < 0)
			return r;
		if (moment == MOMENT_START)
			log_warnings(task, &verdicts.items[i]);
		r = plan_append(plan, &verdicts.items[i].plan, err);
	}
	return r;
}

/* --- the state */

/* A state with contents that cannot be read is as good as none: it must not keep the
 * guest from starting. One that cannot be opened may still be good. */
int task_open_state(const struct state_id *id, struct state_file *ret_file,
		    struct state *ret, struct error *err)
{
	struct error broken;
	int r = state_open(id, ret_file, err);

	if (r < 0)
		return r;
	r = state_load(ret_file, ret, &broken);
	if (r == -EINVAL) {
		state_set_aside(ret_file, &broken);
		log_line(LOG_WARNING, broken.text);
	} else if (r < 0) {
		return error_set(err, broken.number, "%s", broken.text);
	}
	return 0;
}

/* --- verifying */

/* The step that says most: of a port outside its bridge, that it is. */
static const struct step *first_difference(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].kind == STEP_MASTER)
			return &plan->steps[i];
	return &plan->steps[0];
}

int verdict_verify(const struct verdict *verdict, struct error *err)
{
	char word[STEP_WORD_TEXT], now[80], wanted[80];
	const struct step *step;

	if (verdict->plan.count == 0)
		return verdict_result(verdict, err);
	step = first_difference(&verdict->plan);
	step_word(step, word);
	value_print(step, &step->from, now, sizeof(now));
	value_print(step, &step->to, wanted, sizeof(wanted));
	error_set(err, EIO, "verification failed: %s: %s is %s, expected %s",
		  step->dev.name, word, now, wanted);
	return describe_within(err, verdict->nic, verdict->rule);
}

int task_verify(struct task *task, struct error *err)
{
	_cleanup_(verdicts_clear) struct verdicts verdicts = {};
	int r = task_decide(task, MOMENT_LIVE, NULL, &verdicts, err);

	for (size_t i = 0; r == 0 && i < verdicts.count; i++) {
		log_warnings(task, &verdicts.items[i]);
		r = verdict_verify(&verdicts.items[i], err);
	}
	return r;
}
