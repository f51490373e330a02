/* vlan_tags.h - libvirt's <vlan> as a set of VLANs: the same in a domain and in a policy
 *
 *	<vlan trunk='yes'>
 *	  <tag id='42' nativeMode='untagged'/>
 *	  <tag id='10-20'/>		a range: only in a policy
 *	</vlan>
 *
 * As in libvirt, one <tag> is an access port, and several, or a native one, are a trunk
 * even without trunk='yes'.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#pragma once

#include "netcore/capture.h"
#include "netcore/vlan.h"
#include "xml/values.h"

enum vlan_native { NATIVE_NOT, NATIVE_TAGGED, NATIVE_UNTAGGED };

/* A <vlan> being read; zeroed to begin with. It is the walk's object within <vlan>. */
struct vlan_tags {
	struct vlan_set set;     /* the tags so far, as of a trunk */
	uint16_t first, last;    /* the <tag> at hand */
	enum vlan_native native; /* the <tag> at hand */
	unsigned tags;           /* read so far … */
	unsigned count;          /* … and their VLANs */
	bool has_native;
	bool trunk, no_trunk;                /* trunk='yes', trunk='no' */
	unsigned captured_how[CAPTURES_MAX]; /* of a policy's <tag>s that use captures */
};

/* The rows of the attributes of <vlan> and <tag>, given the numbers of the two, and what
 * reads the id. */
#define VLAN_TAGS_ATTRIBUTES(vlan, tag, read_id)                                         \
	{vlan, "trunk", vlan_tags_read_trunk}, {tag, "id", read_id, .required = true},   \
	{                                                                                \
		tag, "nativeMode", value_choice, offsetof(struct vlan_tags, native),     \
			.choices = {                                                     \
				NULL,                                                    \
				"tagged",                                                \
				"untagged"                                               \
			}                                                                \
	}

void vlan_tags_read_trunk(struct walk *walk, const struct attribute *attribute,
			  const char *value);
void vlan_tags_read_id(struct walk *walk, const struct attribute *attribute,
		       const char *value);

/* The end of a <tag>. */
void vlan_tags_end_tag(struct walk *walk, const char *text);

/* At the end of the <vlan>: its set, for the caller to free. NULL: it is not valid, which
 * has been reported, or there is no memory. */
struct vlan_set *vlan_tags_take(struct walk *walk);
