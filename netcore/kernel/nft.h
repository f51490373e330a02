/* nft.h - nftables, through libnftables, which is loaded on first use */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netcore/error.h"

/* Loads the library and opens its socket, unless that is done. The others do so
 * themselves: this is for a program that gives up the right to. */
int nft_load(struct error *err);

/* Takes a text of commands, as nft -f would, all of them or none: one transaction. */
int nft_run(const char *commands, struct error *err);

enum nft_kind {
	NFT_CHAIN,   /* "type filter hook ingress device "tap0" priority -500; …" */
	NFT_RULE,    /* "ip saddr @a counter packets 1 bytes 60 drop comment "x"" */
	NFT_ELEMENT, /* "192.0.2.0/24" */
	NFT_OTHER,   /* of the table itself: "flags dormant" */
};

/* A line of what nft list table prints. */
struct nft_item {
	enum nft_kind kind;
	const char *owner; /* the chain or set that it belongs to; empty: the table */
	const char *text;
};

struct nft_table {
	char *text; /* what the items point to */
	struct nft_item *items;
	size_t count;
};

void nft_table_clear(struct nft_table *table);

/* Lists a table: "netdev", "onebridge-tap0". Returns whether there is such a table. */
int nft_list(const char *family, const char *name, struct nft_table *ret,
	     struct error *err);

/* Whether there is surely no such table, without the library; family: NFPROTO_…. */
bool nft_lacks_table(uint8_t family, const char *name);

/* Takes the text of a listing apart. text is changed, and belongs to ret. Returns 0 or
 * -ENOMEM. */
int nft_table_read(char *text, struct nft_table *ret);

/* What is between the quotes of a rule's comment: where it begins, and its length; NULL
 * if it has none. */
const char *nft_rule_comment(const char *rule, size_t *ret_length);

/* Whether the rule has exactly this comment. */
bool nft_rule_is(const char *rule, const char *comment);

/* How many packets a rule's counter has counted; 0 without one. */
uint64_t nft_rule_packets(const char *rule);
