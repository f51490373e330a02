/* describe.h - what messages call a guest, a NIC and a rule */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/guest/match.h"
#include "netcore/error.h"

enum { DESCRIBE_TEXT = 256 };

/* "rule 'db' (/etc/onebridge/policy.xml:12)", or "the built-in policy". */
void describe_rule(const struct rule *rule, char *ret, size_t size);

/* Why a rule that depends on that field is open, and what helps: "it depends on
 * <interface alias=>, which libvirt sets only at the start; …". */
void describe_open(const struct guest *guest, enum match_field field, char *ret,
		   size_t size);

/* Puts NIC and rule (may be NULL) before what err says, unless the rule has no name: it
 * is the bridge helper's own. Returns -err->number. */
int describe_within(struct error *err, const struct nic *nic, const struct rule *rule);
