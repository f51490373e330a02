/* doctor_look.h - all that doctor looks at, for its checks */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/command/doctor_drift.h"
#include "hook/doctor/facts.h"

/* All that facts are made of, and live by. */
struct doctor {
	struct evidence evidence;
	struct doctor_drift drift;
	struct facts facts;
};

/* Looks once, and changes nothing. 0 or -errno; the caller ends with doctor_clear(). */
int doctor_look(struct doctor *doctor, struct error *err);
void doctor_clear(struct doctor *doctor);
