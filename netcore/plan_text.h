/* plan_text.h - a plan as text, a line a step: "vnet0/12 isolated off -> on"
 *
 *	DEVICE[/IFINDEX] WHAT FROM -> TO
 *
 * WHAT is a kind of step, for VLANs with their range ("vlan:10-20"), for static FDB
 * entries with their MAC and VLANs ("fdb:52:54:00:00:00:01,10-20"), for who may send with
 * that ("sender:192.0.2.0/28"); or iproute2's name of
 * a port option ("shared." before it: of another port), or of a bridge option after
 * "bridge.". A value that is not set is "-". What is printed reads back as the same plan.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/plan.h"

enum {
	STEP_TEXT = 272,     /* bytes that any step's line fits in, with its NUL */
	STEP_WORD_TEXT = 64, /* … and its word */
};

void step_print(const struct step *step, char ret[STEP_TEXT]);

/* What the step is about, as in that line. */
void step_word(const struct step *step, char ret[STEP_WORD_TEXT]);

/* 0, or -errno of the stream. */
int plan_print(const struct plan *plan, FILE *out);

/* Reads one line without its newline. Returns 0, or -EINVAL with the offending text. */
int step_read(const char *line, struct step *ret, struct error *err);

/* Adds the steps of a text of lines; empty lines are skipped. On failure the plan keeps
 * what was read before the line that err names. */
int plan_read(const char *text, struct plan *plan, struct error *err);
