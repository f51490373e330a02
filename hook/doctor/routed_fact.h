/* routed_fact.h - what the host has on a TAP that is in no bridge */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "hook/doctor/fact.h"
#include "netcore/net.h"

/* Fills that in. */
void routed_fact_look(struct net *net, struct nic_fact *fact);

/* Whether anything of that family is behind it. */
bool routed_fact_has(const struct nic_fact *fact, bool ipv6);
