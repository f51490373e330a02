/* vlan_tags.c - libvirt's <vlan> as a set of VLANs: the same in a domain and in a policy
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "xml/vlan_tags.h"

#include <stdlib.h>

void vlan_tags_read_trunk(struct walk *walk, const struct attribute *attribute,
			  const char *value)
{
	struct vlan_tags *tags = walk_object(walk);

	if (value_read_flag(walk, attribute, value, &tags->trunk))
		tags->no_trunk = !tags->trunk;
}

void vlan_tags_read_id(struct walk *walk, const struct attribute *attribute,
		       const char *value)
{
	struct vlan_tags *tags = walk_object(walk);

	if (vlan_range_read(value, &tags->first, &tags->last) < 0)
		walk_bad_value(walk, attribute, value,
			       "a number from 1 to 4094, or a range (10-20)");
}

void vlan_tags_end_tag(struct walk *walk, const char *text)
{
	static const unsigned flags[] = {
		[NATIVE_NOT] = 0,
		[NATIVE_TAGGED] = VLAN_PVID,
		[NATIVE_UNTAGGED] = VLAN_PVID | VLAN_UNTAGGED,
	};
	struct vlan_tags *tags = walk_object(walk);
	enum vlan_native native = tags->native;

	tags->native = NATIVE_NOT;
	tags->tags++;
	if (!tags->first) /* id= is not valid or missing, which has been reported */
		return;
	if (native && tags->first != tags->last)
		return walk_problem(walk, walk->line,
				    "a range cannot be native; add a separate <tag> for "
				    "the native VLAN");
	if (native && tags->has_native)
		return walk_problem(walk, walk->line,
				    "more than one native <tag> in <vlan>; only one VLAN "
				    "can be native");
	tags->has_native = tags->has_native || native;
	tags->count += tags->last - tags->first + 1U;
	if (tags->first > VLAN_MAX)
		tags->captured_how[tags->first - VLAN_MAX - 1] = flags[native];
	else
		vlan_set_put(&tags->set, tags->first, tags->last, flags[native]);
	tags->first = tags->last = 0;
}

static bool vlan_tags_valid(struct walk *walk, const struct vlan_tags *tags)
{
	bool contradicts = tags->no_trunk && (tags->count > 1 || tags->has_native);

	if (tags->tags == 0)
		walk_problem(walk, walk->line,
			     "<vlan> has no <tag>; add one (<tag id='42'/> makes an "
			     "access port)");
	if (contradicts)
		walk_problem(walk, walk->line,
			     "trunk='no' contradicts several VLANs or a native one; "
			     "remove it, or keep a single <tag id=>");
	return tags->count > 0 && !contradicts;
}

/* The only one is then native. */
static void make_access_port(struct vlan_tags *tags)
{
	tags->captured_how[0] = VLAN_PVID | VLAN_UNTAGGED;
	for (unsigned vlan = VLAN_MIN; vlan <= VLAN_MAX; vlan++)
		if (vlan_set_has(&tags->set, vlan))
			vlan_set_put(&tags->set, vlan, vlan, VLAN_PVID | VLAN_UNTAGGED);
}

struct vlan_set *vlan_tags_take(struct walk *walk)
{
	struct vlan_tags *tags = walk_object(walk);
	struct vlan_set *set;

	if (!vlan_tags_valid(walk, tags))
		return NULL;
	if (tags->count == 1 && !tags->trunk && !tags->has_native)
		make_access_port(tags);
	set = malloc(sizeof(*set));
	if (!set)
		walk_out_of_memory(walk);
	else
		*set = tags->set;
	return set;
}
