/* vlan.h - the VLANs of a bridge's port, as a set: which it carries, and how */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { VLAN_MIN = 1, VLAN_MAX = 4094 }; /* IEEE 802.1Q */

/* How a port carries a VLAN: 0, its frames leave with their tag. */
enum vlan_how {
	VLAN_UNTAGGED = 1, /* they leave without */
	VLAN_PVID = 2,     /* frames that come in without a tag belong to it */
};

struct vlan_set {
	uint64_t member[64], untagged[64]; /* VLAN N: bit N % 64 of word N / 64 */
	uint16_t pvid;                     /* 0: none */
};

bool vlan_set_has(const struct vlan_set *set, unsigned vlan);

/* The bits of enum vlan_how; -1: the port does not carry it. */
int vlan_set_how(const struct vlan_set *set, unsigned vlan);

/* Adds first to last, or changes how they are carried, as the kernel does it: a new PVID
 * takes the place of the old one, which stays in the set. */
void vlan_set_put(struct vlan_set *set, unsigned first, unsigned last, unsigned how);
/* As a bridge gives its default PVID to a port that joins; 0: it has none. */
void vlan_set_put_default(struct vlan_set *set, unsigned pvid);
void vlan_set_remove(struct vlan_set *set, unsigned first, unsigned last);

unsigned vlan_set_count(const struct vlan_set *set);

/* The last of those from first on that are carried alike, or not at all. */
unsigned vlan_set_run_end(const struct vlan_set *set, unsigned first);

bool vlan_set_equal(const struct vlan_set *a, const struct vlan_set *b);

enum { VLAN_RANGE_TEXT = 10 }; /* "1000-4094" */

/* "42" or "10-20", as a policy's <tag id=> has it. */
void vlan_range_print(unsigned first, unsigned last, char ret[VLAN_RANGE_TEXT]);
int vlan_range_read(const char *text, uint16_t *ret_first, uint16_t *ret_last);

/* All of a set, for people: "42" of an access port, else "1 native, 10-20 tagged"; what
 * does not fit ends in "…". Native is the PVID that leaves untagged. */
void vlan_set_print(const struct vlan_set *set, char *ret, size_t size);
