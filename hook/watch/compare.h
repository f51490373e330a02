/* compare.h - what the policy says of every guest's port, and whether it is so */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/host/port_rule.h"
#include "hook/host/tap_owner.h"

/* Compares, and changes nothing. answer: libvirt's, as gather_evidence() says. With a
 * policy that has errors nothing is known: -EINVAL. The caller ends with
 * port_rules_clear(). */
int compare_ports(const struct evidence *evidence, int answer, struct port_rules *ret,
		  struct error *err);
