/* vlan_tags.c - libvirt's <vlan> as a set of VLANs: the same in a domain and in a policy
 */
#include "xml/vlan_tags.h"

#include <string.h>

#include "netcore/text.h"

const char *vlan_tags_read_id(struct vlan_tags *tags, const char *text)
{
	if (vlan_range_read(text, &tags->first, &tags->last) < 0)
		return "a number from 1 to 4094, or a range of them (10-20)";
	return NULL;
}

const char *vlan_tags_read_native(struct vlan_tags *tags, const char *text)
{
	if (!strcmp(text, "tagged"))
		tags->native = NATIVE_TAGGED;
	else if (!strcmp(text, "untagged"))
		tags->native = NATIVE_UNTAGGED;
	else
		return "tagged or untagged";
	return NULL;
}

const char *vlan_tags_read_trunk(struct vlan_tags *tags, const char *text)
{
	if (text_read_bool(text, &tags->trunk) < 0)
		return "yes or no";
	tags->no_trunk = !tags->trunk;
	return NULL;
}

const char *vlan_tags_end_tag(struct vlan_tags *tags)
{
	static const unsigned how[] = {
		[NATIVE_NOT] = 0,
		[NATIVE_TAGGED] = VLAN_PVID,
		[NATIVE_UNTAGGED] = VLAN_PVID | VLAN_UNTAGGED,
	};
	enum vlan_native native = tags->native;
	bool second = native && tags->has_native;

	tags->native = NATIVE_NOT;
	tags->tags++;
	if (!tags->first) /* a bad or missing id=, which has been told */
		return NULL;
	if (native && tags->first != tags->last)
		return "a range cannot be native; give the native VLAN a <tag> of its "
		       "own";
	if (second)
		return "a second native <tag> in <vlan>; one VLAN can be";
	tags->has_native = tags->has_native || native;
	tags->count += tags->last - tags->first + 1U;
	vlan_set_put(&tags->set, tags->first, tags->last, how[native]);
	tags->first = tags->last = 0;
	return NULL;
}

const char *vlan_tags_end(struct vlan_tags *tags)
{
	if (tags->tags == 0)
		return "a <vlan> without <tag>; <tag id='42'/> makes an access port";
	if (tags->no_trunk && (tags->count > 1 || tags->has_native))
		return "trunk='no' with more than one VLAN, or a native one; leave it "
		       "out, or say one <tag id=>";
	for (unsigned vlan = VLAN_MIN;
	     tags->count == 1 && !tags->trunk && !tags->has_native && vlan <= VLAN_MAX;
	     vlan++)
		if (vlan_set_has(&tags->set, vlan))
			vlan_set_put(&tags->set, vlan, vlan, VLAN_PVID | VLAN_UNTAGGED);
	return NULL;
}
