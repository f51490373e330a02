/* ip_prefix.h - an IPv4 or IPv6 address with the length of its network's prefix */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { IP_BYTES = 16, IP_PREFIX_TEXT = 52 /* "ADDRESS/LENGTH", with its NUL */ };

struct ip_prefix {
	bool ipv6;
	uint8_t length;          /* bits: 32 or 128 for an address alone */
	uint8_t bytes[IP_BYTES]; /* in network order; of IPv4 the first 4 */
};

/* How many bits, and bytes, an address of that family has. */
static inline uint8_t ip_prefix_bits(const struct ip_prefix *prefix)
{
	return prefix->ipv6 ? 128 : 32;
}

static inline size_t ip_prefix_bytes(const struct ip_prefix *prefix)
{
	return prefix->ipv6 ? 16 : 4;
}

/* The address as text, without its length. */
void ip_prefix_print_address(const struct ip_prefix *prefix, char ret[IP_PREFIX_TEXT]);
void ip_prefix_print(const struct ip_prefix *prefix, char ret[IP_PREFIX_TEXT]);

/* Reads "ADDRESS", which is one alone, and "ADDRESS/LENGTH". */
bool ip_prefix_read_address(const char *text, struct ip_prefix *ret);
bool ip_prefix_read(const char *text, struct ip_prefix *ret);

bool ip_prefix_same(const struct ip_prefix *a, const struct ip_prefix *b);
bool ip_prefix_same_address(const struct ip_prefix *a, const struct ip_prefix *b);

/* Whether one of the two networks is in the other. */
bool ip_prefix_overlaps(const struct ip_prefix *a, const struct ip_prefix *b);

/* The network that the address is in: its other bits are zeros. */
struct ip_prefix ip_prefix_network(const struct ip_prefix *prefix);

/* The address alone. */
struct ip_prefix ip_prefix_host(const struct ip_prefix *prefix);
