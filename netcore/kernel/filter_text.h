/* filter_text.h - a TAP's filter as a table of nftables */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "netcore/link.h"

/* The comments that stand for a guard. */
extern const char filter_dhcp_comment[], filter_ra_comment[];

enum { FILTER_TABLE_TEXT = 64, FILTER_OWNER_TEXT = 32 };

/* The table's name: "onebridge-tap0". What nft does not take in a name is "/" and two hex
 * digits. */
void filter_table_name(const char *tap, char ret[FILTER_TABLE_TEXT]);

/* Whose table has that name; false: it is none of ours. */
bool filter_table_tap(const char *name, char ret[IFNAMSIZ]);

/* The table's own comment: which TAP of that name it is for. From 6.16 on the kernel
 * keeps a table whose device is gone, and hooks the next one of that name. */
void filter_owner(const struct link_ref *tap, char ret[FILTER_OWNER_TEXT]);

/* The table, as nft lists it but for its counters. The caller frees it; NULL: no memory.
 */
char *filter_text(const struct link_ref *tap, const struct filter *filter);
