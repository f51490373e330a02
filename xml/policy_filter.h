/* policy_filter.h - <antispoof> and <guard>, as a policy has them: who may send
 *
 * The functions of their rows in policy_xml.c; the object at hand is the rule's attach.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "xml/rule.h"
#include "xml/walk.h"

void policy_filter_start(struct walk *walk);
void policy_filter_start_guard(struct walk *walk);

/* One more MAC that may send. */
void policy_filter_read_mac(struct walk *walk, const struct attribute *attribute,
			    const char *value);

/* addresses=: "domain" is all that it can be. */
void policy_filter_read_source(struct walk *walk, const struct attribute *attribute,
			       const char *value);

/* One more address, or a network of them by prefix=. */
void policy_filter_start_ip(struct walk *walk);
void policy_filter_read_ip(struct walk *walk, const struct attribute *attribute,
			   const char *value);
void policy_filter_end_ip(struct walk *walk, const char *text);

/* Reports what contradicts itself, or does nothing. */
void policy_filter_check(struct walk *walk, const struct attach *attach);
