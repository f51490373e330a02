/* doctor_look.c - all that doctor looks at, for its checks */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hook/command/doctor_look.h"

#include "hook/watch/gather.h"

void doctor_clear(struct doctor *doctor)
{
	facts_clear(&doctor->facts);
	doctor_drift_clear(&doctor->drift);
	evidence_clear(&doctor->evidence);
}

int doctor_look(struct doctor *doctor, struct error *err)
{
	struct task *task = &doctor->drift.mend.task;
	int answer = gather_evidence(true, &doctor->evidence, err), r;

	if (answer < 0)
		return answer;
	r = doctor_drift_look(&doctor->drift, &doctor->evidence, err);
	if (r < 0)
		return r;
	doctor->facts.evidence = &doctor->evidence;
	doctor->facts.policy = task->policy;
	doctor->facts.has_policy = task->policy != &builtin_policy;
	doctor->facts.problem = task->problems.count ? task->problems.text : NULL;
	doctor->facts.drifts = doctor->drift.all;
	doctor->facts.drift_count = doctor->drift.count;
	doctor->facts.captured_bridges = doctor->drift.bridges;
	doctor->facts.captured_bridge_count = doctor->drift.bridge_count;
	doctor->facts.rules = &doctor->drift.rules;
	doctor->facts.libvirt_answers = answer == LIBVIRT_ALL;
	return facts_look(&task->net, &doctor->facts, err);
}
