/* rule_captures.h - what a rule's matches capture, and what uses it, in policy XML */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "xml/rule.h"
#include "xml/vlan_tags.h"

/* <attach bridge=>, a bridge's name or one that uses captures, into walk_object(), an
 * attach: an attribute's reader. */
void captures_read_bridge(struct walk *walk, const struct attribute *attribute,
			  const char *value);

/* <tag id=> into walk_object(), the tags, and where it uses a capture into the attach. */
void captures_read_tag(struct walk *walk, const struct attribute *attribute,
		       const char *value, struct attach *attach);

/* At the end of the <vlan>: how the port carries each VLAN that uses a capture. */
void captures_end_vlan(const struct vlan_tags *tags, struct attach *attach);

/* Reports each capture that is not used, not made by every <match>, or never certain. */
void captures_check(struct walk *walk, const struct rule *rule);
