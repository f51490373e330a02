/* vlan_tags.h - libvirt's <vlan> as a set of VLANs: the same in a domain and in a policy
 *
 *	<vlan trunk='yes'>
 *	  <tag id='42' nativeMode='untagged'/>
 *	  <tag id='10-20'/>		a range: the policy's alone
 *	</vlan>
 *
 * As in libvirt, one <tag> is an access port, and more of them, or a native one, are a
 * trunk even without trunk='yes'.
 */
#pragma once

#include "netcore/vlan.h"

enum vlan_native { NATIVE_NOT, NATIVE_TAGGED, NATIVE_UNTAGGED };

/* A <vlan> being read; zeroed to begin with. */
struct vlan_tags {
	struct vlan_set set;     /* the tags so far, as of a trunk */
	uint16_t first, last;    /* the <tag> at hand */
	enum vlan_native native; /* the <tag> at hand */
	unsigned tags;           /* seen so far … */
	unsigned count;          /* … and their VLANs */
	bool has_native;
	bool trunk, no_trunk; /* trunk='yes', trunk='no' */
};

/* Each returns what is wrong, with a remedy; NULL: nothing. */
const char *vlan_tags_read_id(struct vlan_tags *tags, const char *text);
const char *vlan_tags_read_native(struct vlan_tags *tags, const char *text);
const char *vlan_tags_read_trunk(struct vlan_tags *tags, const char *text);

/* At the end of a <tag>, and of the <vlan>. */
const char *vlan_tags_end_tag(struct vlan_tags *tags);
const char *vlan_tags_end(struct vlan_tags *tags);
