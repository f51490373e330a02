/* firewall.h - the nftables chains that forwarded and bridged frames pass, as plain
 * values
 */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netcore/error.h"

enum { CHAIN_NAME_TEXT = 64 };

struct firewall_chain {
	uint8_t family; /* NFPROTO_IPV4, …, in linux/netfilter.h */
	char table[CHAIN_NAME_TEXT], name[CHAIN_NAME_TEXT];
	bool drops;       /* what none of its rules decides */
	const char *tool; /* iptables' own chain: what changes it; NULL: nft does */
	bool decided; /* … or a rule without any condition does, so that no later one
			 counts */
};

/* What a family's rules name, NUL behind each: bytes to look for a device's name in. */
struct firewall_words {
	char *bytes;
	size_t size;
};

enum { FIREWALL_FAMILIES = 13 /* NFPROTO_NUMPROTO */ };

struct firewall {
	struct firewall_chain *chains; /* those of the hook forward */
	size_t count;
	struct firewall_words words[FIREWALL_FAMILIES];
};

/* Chains of nftables, and so of iptables-nft. -EPERM without CAP_NET_ADMIN; the caller
 * ends with firewall_clear(), also after a failure. */
int firewall_read(struct firewall *ret, struct error *err);
void firewall_clear(struct firewall *firewall);

/* Adds to what the family's rules name, or a chain; whether there was memory. */
bool firewall_add_words(struct firewall *firewall, uint8_t family, const char *bytes,
			size_t size);
bool firewall_add_chain(struct firewall *firewall, const struct firewall_chain *chain);

/* Whether some rule of the family compares anything with exactly these bytes: a part of
 * an address, or the beginning of a name. */
bool firewall_compares(const struct firewall *firewall, uint8_t family, const void *bytes,
		       size_t size);

/* Whether some rule of the family names the device. */
bool firewall_names(const struct firewall *firewall, uint8_t family, const char *device);
