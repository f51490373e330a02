/* domain_map.h - a domain's XML with other names for its bridges */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/error.h"
#include "xml/policy.h"

/* The text, which has a NUL behind it, with the bridge of each interface of type bridge
 * changed by the <map>s of the policy, and nothing else. 0, and *ret, to be freed; 1:
 * there is nothing to change. -EINVAL: it is not XML. */
int domain_map_bridges(const char *text, size_t length, const struct policy *policy,
		       char **ret, struct error *err);
