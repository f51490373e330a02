/* doctor_drift.c - what sync would find, as facts for doctor */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/command/doctor_drift.h"

#include <string.h>

#include "hook/libvirt/libvirt_ask.h"
#include "hook/watch/compare.h"
#include "netcore/array.h"
#include "netcore/plan_text.h"

void doctor_drift_clear(struct doctor_drift *drift)
{
	mend_clear(&drift->mend);
	free(drift->all);
	free(drift->bridges);
	port_rules_clear(&drift->rules);
}

static bool choose_all(void *data, const struct guest *guest, const char *tap)
{
	(void)data, (void)guest, (void)tap;
	return true;
}

static void note_no_guest(void *data, const struct guest *guest, const char *source)
{
	(void)data, (void)guest, (void)source;
}

static void copy_guest_name(const struct doctor_drift *drift, char *ret, size_t size)
{
	const struct guest *guest = &drift->mend.task.guest;

	if (guest->name || guest->uuid)
		snprintf(ret, size, "%s", guest->name ? guest->name : guest->uuid);
}

static struct drift_fact *add_drift_fact(struct doctor_drift *drift)
{
	static struct drift_fact lost;
	struct drift_fact *fact = &lost;

	if (array_grow(&drift->all, drift->count, sizeof(*drift->all)))
		fact = &drift->all[drift->count++];
	*fact = (struct drift_fact){};
	copy_guest_name(drift, fact->guest, sizeof(fact->guest));
	return fact;
}

/* The step that matters most: into the bridge, else the first. */
static const struct step *find_main_step(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->steps[i].kind == STEP_MASTER && plan->steps[i].to.set &&
		    plan->steps[i].to.link.ifindex)
			return &plan->steps[i];
	return &plan->steps[0];
}

static void add_plan(struct doctor_drift *drift, const char *dev, const struct plan *plan)
{
	struct drift_fact *fact = add_drift_fact(drift);
	char text[STEP_TEXT];

	snprintf(fact->dev, sizeof(fact->dev), "%s", dev);
	step_print(find_main_step(plan), text);
	snprintf(fact->what, sizeof(fact->what), "%s", text);
}

static void add_captured_bridge(struct doctor_drift *drift, const struct rule *rule)
{
	struct bridge_fact *fact;

	if (!array_grow(&drift->bridges, drift->bridge_count, sizeof(*fact)))
		return;
	fact = &drift->bridges[drift->bridge_count++];
	*fact = (struct bridge_fact){.file = rule->file, .line = rule->line};
	strcpy(fact->name, rule->attach.bridge);
	copy_guest_name(drift, fact->guest, sizeof(fact->guest));
}

/* What its rule rejects is cut off by sync, and an error is another check's. */
static void note_verdict(void *data, const struct verdict *verdict)
{
	if (verdict->resolved)
		add_captured_bridge(data, verdict->rule);
	if (verdict_has_plan(verdict) && verdict->plan.count && verdict->nic->target)
		add_plan(data, verdict->nic->target, &verdict->plan);
}

static void note_port(void *data, const char *name, const struct plan *plan,
		      const struct error *err)
{
	if (!err && plan && plan->count)
		add_plan(data, name, plan);
}

static void note_error(void *data, struct error *err)
{
	(void)data, (void)err;
}

static void note_rule(void *data, const struct mend_result *result)
{
	struct doctor_drift *drift = data;

	compare_note(&drift->rules, result);
}

static const struct mend_ops drift_ops = {.chooses = choose_all,
					  .guest = note_no_guest,
					  .verdict = note_verdict,
					  .port = note_port,
					  .error = note_error,
					  .compared = note_rule};

int doctor_drift_look(struct doctor_drift *drift, const struct evidence *evidence,
		      struct error *err)
{
	struct mend *mend = &drift->mend;
	int r;

	mend->ops = &drift_ops;
	mend->data = drift;
	mend->dry_run = true;
	r = mend_open(mend, err);
	if (r < 0)
		return r;
	task_read_policy(&mend->task);
	/* Without libvirt its guests are not among these; their states would be locked.
	 */
	if (!mend->task.problems.count)
		mend_guests(mend, evidence, LIBVIRT_ALL);
	return 0;
}
