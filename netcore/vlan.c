/* vlan.c - the VLANs of a bridge's port, as a set: which it carries, and how */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/vlan.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "netcore/text.h"

static bool bit_has(const uint64_t words[64], unsigned vlan)
{
	return words[vlan / 64] >> vlan % 64 & 1;
}

static void bit_put(uint64_t words[64], unsigned vlan, bool value)
{
	uint64_t bit = UINT64_C(1) << vlan % 64;

	words[vlan / 64] = value ? words[vlan / 64] | bit : words[vlan / 64] & ~bit;
}

bool vlan_set_has(const struct vlan_set *set, unsigned vlan)
{
	return bit_has(set->member, vlan);
}

int vlan_set_how(const struct vlan_set *set, unsigned vlan)
{
	if (!vlan_set_has(set, vlan))
		return -1;
	return (bit_has(set->untagged, vlan) ? VLAN_UNTAGGED : 0) |
	       (set->pvid == vlan ? VLAN_PVID : 0);
}

void vlan_set_put(struct vlan_set *set, unsigned first, unsigned last, unsigned how)
{
	for (unsigned vlan = first; vlan <= last; vlan++) {
		bit_put(set->member, vlan, true);
		bit_put(set->untagged, vlan, how & VLAN_UNTAGGED);
		if (how & VLAN_PVID)
			set->pvid = (uint16_t)vlan;
		else if (set->pvid == vlan)
			set->pvid = 0;
	}
}

void vlan_set_put_default(struct vlan_set *set, unsigned pvid)
{
	if (pvid)
		vlan_set_put(set, pvid, pvid, VLAN_PVID | VLAN_UNTAGGED);
}

void vlan_set_remove(struct vlan_set *set, unsigned first, unsigned last)
{
	vlan_set_put(set, first, last, 0);
	for (unsigned vlan = first; vlan <= last; vlan++)
		bit_put(set->member, vlan, false);
}

unsigned vlan_set_count(const struct vlan_set *set)
{
	unsigned count = 0;

	for (size_t i = 0; i < 64; i++)
		count += (unsigned)__builtin_popcountll(set->member[i]);
	return count;
}

bool vlan_set_equal(const struct vlan_set *a, const struct vlan_set *b)
{
	return a->pvid == b->pvid && !memcmp(a->member, b->member, sizeof(a->member)) &&
	       !memcmp(a->untagged, b->untagged, sizeof(a->untagged));
}

void vlan_range_print(unsigned first, unsigned last, char ret[VLAN_RANGE_TEXT])
{
	if (first == last)
		snprintf(ret, VLAN_RANGE_TEXT, "%u", first % 10000);
	else
		snprintf(ret, VLAN_RANGE_TEXT, "%u-%u", first % 10000, last % 10000);
}

int vlan_range_read(const char *text, uint16_t *ret_first, uint16_t *ret_last)
{
	size_t length = strcspn(text, "-");
	char begin[8] = "";
	uint32_t first, last;

	if (length >= sizeof(begin))
		return -EINVAL;
	memcpy(begin, text, length);
	if (text_read_number(begin, VLAN_MIN, VLAN_MAX, &first) < 0)
		return -EINVAL;
	last = first;
	if (text[length] &&
	    text_read_number(text + length + 1, first, VLAN_MAX, &last) < 0)
		return -EINVAL;
	*ret_first = (uint16_t)first;
	*ret_last = (uint16_t)last;
	return 0;
}

static const char *how_word(int how)
{
	switch (how) {
	case 0:
		return " tagged";
	case VLAN_UNTAGGED:
		return " untagged";
	case VLAN_PVID:
		return " native tagged";
	default:
		return " native";
	}
}

/* Whether it carries one VLAN, without tags. */
static bool is_access(const struct vlan_set *set)
{
	struct vlan_set access = {};

	if (set->pvid)
		vlan_set_put(&access, set->pvid, set->pvid, VLAN_PVID | VLAN_UNTAGGED);
	return set->pvid && vlan_set_equal(set, &access);
}

unsigned vlan_set_run_end(const struct vlan_set *set, unsigned first)
{
	unsigned last = first;

	while (last < VLAN_MAX && vlan_set_how(set, last + 1) == vlan_set_how(set, first))
		last++;
	return last;
}

void vlan_set_print(const struct vlan_set *set, char *ret, size_t size)
{
	bool access = is_access(set);
	size_t used = 0;

	ret[0] = '\0';
	for (unsigned first = VLAN_MIN, last; first <= VLAN_MAX; first = last + 1) {
		char range[VLAN_RANGE_TEXT], word[40];
		int length;

		last = vlan_set_run_end(set, first);
		if (!vlan_set_has(set, first))
			continue;
		vlan_range_print(first, last, range);
		length = snprintf(word, sizeof(word), "%s%s%s", used ? ", " : "", range,
				  access ? "" : how_word(vlan_set_how(set, first)));
		if (used + (size_t)length + sizeof(", …") > size) {
			snprintf(ret + used, size - used, ", …");
			return;
		}
		memcpy(ret + used, word, (size_t)length + 1);
		used += (size_t)length;
	}
}
