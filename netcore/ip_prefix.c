/* ip_prefix.c - an IPv4 or IPv6 address with the length of its network's prefix */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netcore/ip_prefix.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "netcore/text.h"

void ip_prefix_print_address(const struct ip_prefix *prefix, char ret[IP_PREFIX_TEXT])
{
	inet_ntop(prefix->ipv6 ? AF_INET6 : AF_INET, prefix->bytes, ret, IP_PREFIX_TEXT);
}

void ip_prefix_print(const struct ip_prefix *prefix, char ret[IP_PREFIX_TEXT])
{
	size_t used;

	ip_prefix_print_address(prefix, ret);
	used = strlen(ret);
	snprintf(ret + used, IP_PREFIX_TEXT - used, "/%u", prefix->length);
}

bool ip_prefix_read_address(const char *text, struct ip_prefix *ret)
{
	struct ip_prefix prefix = {.ipv6 = strchr(text, ':') != NULL};

	if (inet_pton(prefix.ipv6 ? AF_INET6 : AF_INET, text, prefix.bytes) != 1)
		return false;
	prefix.length = ip_prefix_bits(&prefix);
	*ret = prefix;
	return true;
}

bool ip_prefix_read(const char *text, struct ip_prefix *ret)
{
	size_t length = strcspn(text, "/");
	char address[IP_PREFIX_TEXT];
	struct ip_prefix prefix;
	uint32_t bits;

	if (length >= sizeof(address))
		return false;
	memcpy(address, text, length);
	address[length] = '\0';
	if (!ip_prefix_read_address(address, &prefix))
		return false;
	if (text[length]) {
		if (text_read_number(text + length + 1, 0, ip_prefix_bits(&prefix),
				     &bits) < 0)
			return false;
		prefix.length = (uint8_t)bits;
	}
	*ret = prefix;
	return true;
}

bool ip_prefix_same_address(const struct ip_prefix *a, const struct ip_prefix *b)
{
	return a->ipv6 == b->ipv6 && !memcmp(a->bytes, b->bytes, IP_BYTES);
}

bool ip_prefix_same(const struct ip_prefix *a, const struct ip_prefix *b)
{
	return a->length == b->length && ip_prefix_same_address(a, b);
}

struct ip_prefix ip_prefix_network(const struct ip_prefix *prefix)
{
	struct ip_prefix network = *prefix;

	for (unsigned bit = prefix->length; bit < 8 * IP_BYTES; bit++)
		network.bytes[bit / 8] &= (uint8_t) ~(0x80 >> bit % 8);
	return network;
}

struct ip_prefix ip_prefix_host(const struct ip_prefix *prefix)
{
	struct ip_prefix host = *prefix;

	host.length = ip_prefix_bits(prefix);
	return host;
}

bool ip_prefix_overlaps(const struct ip_prefix *a, const struct ip_prefix *b)
{
	struct ip_prefix left = *a, right = *b;

	left.length = right.length = a->length < b->length ? a->length : b->length;
	left = ip_prefix_network(&left);
	right = ip_prefix_network(&right);
	return ip_prefix_same_address(&left, &right);
}
