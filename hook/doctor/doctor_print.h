/* doctor_print.h - what doctor has found, for people or for programs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

#include "hook/doctor/path.h"

/* word: of whom the paths are drawn, too; NULL: nobody. Each 0, or -1 where it could not
 * be written. Nothing found, and no paths: no text at all. */
int doctor_print_text(FILE *out, const struct facts *facts,
		      const struct findings *findings, const char *word);
int doctor_print_json(FILE *out, const struct facts *facts,
		      const struct findings *findings, const char *word);

/* What could not be seen, and by which rows it was to be: a line for each. */
void doctor_print_unseen(FILE *out, const struct facts *facts);
