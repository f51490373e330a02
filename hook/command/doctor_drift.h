/* doctor_drift.h - what sync would find, as facts for doctor */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/doctor/facts.h"
#include "hook/watch/mend.h"

struct doctor_drift {
	struct mend mend; /* its task has the policy */
	struct drift_fact *all;
	size_t count;
	struct bridge_fact *bridges;
	size_t bridge_count;
	struct port_rules rules;
};

/* Compares all guests, and changes nothing; the kernel that it looks at is open from then
 * on. 0 or -errno; the caller ends with doctor_drift_clear(). */
int doctor_drift_look(struct doctor_drift *drift, const struct evidence *evidence,
		      struct error *err);
void doctor_drift_clear(struct doctor_drift *drift);
