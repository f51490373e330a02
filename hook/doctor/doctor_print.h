/* doctor_print.h - what doctor has found, for people or for programs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

#include "hook/doctor/check.h"

/* Each 0, or -1 where it could not be written. Nothing found: no text at all. */
int doctor_print_text(FILE *out, const struct findings *findings);
int doctor_print_json(FILE *out, const struct facts *facts,
		      const struct findings *findings);

/* What could not be seen, and by which rows it was to be: a line for each. */
void doctor_print_unseen(FILE *out, const struct facts *facts);
