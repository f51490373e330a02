/* policy_route.h - <route>, <ip>, <guest> and <forward> of a policy */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "xml/route.h"
#include "xml/values.h"

/* walk_object() is the route; of an address's attributes, that address. */
void policy_route_ip_start(struct walk *walk);
void policy_route_guest_start(struct walk *walk);
void policy_route_read_address(struct walk *walk, const struct attribute *attribute,
			       const char *value);
void policy_route_read_prefix(struct walk *walk, const struct attribute *attribute,
			      const char *value);

/* Reports what contradicts itself, or leads nowhere. */
void policy_route_end(struct walk *walk, const char *text);
