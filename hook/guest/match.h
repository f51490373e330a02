/* match.h - which rule of the policy decides about a NIC */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/capture.h"
#include "netcore/error.h"
#include "xml/guest.h"
#include "xml/policy.h"

struct match_result {
	const struct rule *rule;   /* NULL: none matches */
	const struct match *match; /* the one of it that does; open: NULL */
	bool open;                 /* whether the rule matches is not known … */
	enum match_field unknown;  /* … because this is not */
	const char *not_ours;      /* why no rule governs the NIC at all, else NULL */
};

/* The first rule that matches; or, open, the first that might, before any that surely
 * does. */
struct match_result match_nic(const struct policy *policy, const struct guest *guest,
			      const struct nic *nic);

/* What the match captures of the NIC, which it matches. -EINVAL: it is not certain. */
int match_capture(const struct match *match, const struct guest *guest,
		  const struct nic *nic, struct captures *ret, struct error *err);

/* What is in force where there is no policy file: its one rule has no file, and attaches
 * to the bridge that carries the default route. */
extern const struct policy builtin_policy;
