/* compare.h - what the policy says of every guest's port, and whether it is so */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/host/port_rule.h"
#include "hook/host/tap_owner.h"
#include "xml/policy.h"

struct mend_result;

/* Compares with that policy, and changes nothing; compared() is called for every port.
 * answer: libvirt's, as gather_evidence() says. */
int compare_with(const struct policy *policy, const struct evidence *evidence, int answer,
		 void (*compared)(void *data, const struct mend_result *result),
		 void *data, struct error *err);

/* Adds what a comparison has found of a port. 0 or -ENOMEM; the caller ends with
 * port_rules_clear(). */
int compare_note(struct port_rules *rules, const struct mend_result *result);

/* The same with the policy in force. answer: libvirt's, as gather_evidence() says. With a
 * policy that has errors nothing is known: -EINVAL. The caller ends with
 * port_rules_clear(). */
int compare_ports(const struct evidence *evidence, int answer, struct port_rules *ret,
		  struct error *err);
