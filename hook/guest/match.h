/* match.h - which rule of the policy decides about a NIC */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "xml/guest.h"
#include "xml/policy.h"

/* What was found for a NIC. Without rule none matches; then nothing is done to it. */
struct decision {
	const struct rule *rule;
	bool open;             /* the rule may match or not: it is not known yet … */
	enum match_field asks; /* … because the rule asks for this */
	const char
		*apart; /* why no rule governs it at all, to be read behind "ignored: " */
};

/* The first rule that matches; or, open, the first that might, before any that surely
 * does. What the guest's stage leaves open is not known. */
struct decision match_nic(const struct policy *policy, const struct guest *guest,
			  const struct nic *nic);

/* What is in force where there is no policy file: its one rule has no file, and attaches
 * to the bridge that carries the default route. */
extern const struct policy builtin_policy;
