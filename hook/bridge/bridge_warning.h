/* bridge_warning.h - what bridge up does not prevent, but the admin should know */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/net.h"
#include "xml/policy.h"

typedef void bridge_warn(const char *text, void *data);

/* Hands each warning about that bridge to warn. */
void bridge_warning_find(struct net *net, const struct policy_bridge *bridge,
			 bridge_warn *warn, void *data);
