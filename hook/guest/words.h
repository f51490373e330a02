/* words.h - what messages call a guest, a NIC and a rule */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/guest/match.h"
#include "netcore/error.h"

enum { WORDS_TEXT = 256 };

/* "net0 (52:54:00:aa:bb:cc)"; before libvirt gave an alias, "interface 2 (…)"; of a guest
 * with no other, its TAP: "tap0 (…)". */
void words_nic(const struct nic *nic, char *ret, size_t size);

/* "rule 'db' (/etc/onebridge/policy.xml:12)", or "the built-in policy". */
void words_rule(const struct rule *rule, char *ret, size_t size);

/* What an open match waits for, and what would settle it: "it asks for <interface
 * alias=>, which libvirt settles only at the start; …". */
void words_open(const struct guest *guest, const struct decision *decision, char *ret,
		size_t size);

/* Puts NIC and rule (may be NULL) before what err says. Returns -err->number. */
int words_within(struct error *err, const struct nic *nic, const struct rule *rule);
